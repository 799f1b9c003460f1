"""A reused child begins each run as it began its first. One that can't is replaced by a fresh fork."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from billiard.pool import EX_RECYCLE

from storytailor_dagster.settings import inherited_environment

PATIENCE_SECONDS = 1.0
"""What ends with its run may take that long to be gone."""


@contextmanager
def nothing_left() -> Iterator[None]:
    """Around a run.

    Raises:
        SystemExit: the run left a thread behind (a call that hangs in a run that was canceled), or changed what the
            process stands on; Celery forks another child.
    """
    threads, footing = set(threading.enumerate()), _footing()
    yield
    end = time.monotonic() + PATIENCE_SECONDS
    while set(threading.enumerate()) - threads and time.monotonic() < end:
        time.sleep(0.02)
    if set(threading.enumerate()) - threads or _footing() != footing:
        raise SystemExit(EX_RECYCLE)


def _footing() -> tuple[dict[str, str], str]:
    return inherited_environment(), os.getcwd()  # noqa: PTH109 - compared, not walked
