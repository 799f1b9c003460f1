"""Waiting out what only needs waiting (a lost connection, a busy service), bounded in time and not counted as a try."""

import time
from collections.abc import Callable
from typing import TypeVar

from storytailor_dagster.errors import Transient
from storytailor_dagster.providers.faults import jittered

T = TypeVar("T")

FIRST_WAIT = 0.5
LONGEST_WAIT = 15.0
LONGEST_IN_ALL = 90.0


def waited_out(work: Callable[[], T], *, patience: float = LONGEST_IN_ALL) -> T:
    """The work's result, tried again after growing waits with jitter (seconds) while it is transiently refused.

    Where the refusal says how long to wait (`Retry-After`), that is the least.

    Raises:
        Transient: the last refusal, once all waits together would pass `patience` seconds.
    """
    end = time.monotonic() + patience
    wait = FIRST_WAIT
    while True:
        try:
            return work()
        except Transient as refusal:
            pause = jittered(max(wait / 2, refusal.wait or 0.0))
            if time.monotonic() + pause > end:
                raise
            time.sleep(pause)
            wait = min(wait * 2, LONGEST_WAIT)
