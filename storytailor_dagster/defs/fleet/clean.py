"""A reused child begins each run as it began its first. One that can't is replaced by a fresh fork."""

import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from billiard.pool import EX_RECYCLE

from storytailor_dagster.settings import environment_put_back

PATIENCE_SECONDS = 1.0
"""What ends with its run may take that long to be gone."""

_log = logging.getLogger(__name__)


@contextmanager
def nothing_left() -> Iterator[None]:
    """Around a run: puts environment and folder back.

    Raises:
        SystemExit: the run left a thread behind (a call that hangs in a run that was canceled); Celery forks another
            child.
    """
    threads, folder = set(threading.enumerate()), os.getcwd()  # noqa: PTH109 - kept, not walked
    try:
        with environment_put_back():
            yield
    finally:
        os.chdir(folder)
        left = _left(threads)
        if left:
            _log.warning("Its run left behind: %s. This child is replaced.", ", ".join(sorted(t.name for t in left)))
            raise SystemExit(EX_RECYCLE)


def _left(before: set[threading.Thread]) -> set[threading.Thread]:
    end = time.monotonic() + PATIENCE_SECONDS
    while (left := set(threading.enumerate()) - before) and time.monotonic() < end:
        time.sleep(0.02)
    return left
