"""Waiting out what only needs waiting (a lost connection, a busy service), bounded in time and not counted as a try."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from storytailor_dagster.errors import Transient

T = TypeVar("T")

FIRST_WAIT = 0.5
LONGEST_WAIT = 15.0
LONGEST_IN_ALL = 90.0


def waited_out(work: Callable[[], T]) -> T:
    """The work's result, tried again after growing waits with jitter (seconds) while it is transiently refused.

    Raises:
        Transient: the last refusal, once all waits together would pass LONGEST_IN_ALL seconds.
    """
    end = time.monotonic() + LONGEST_IN_ALL
    wait = FIRST_WAIT
    while True:
        try:
            return work()
        except Transient:
            pause = wait * random.uniform(0.5, 1.5)
            if time.monotonic() + pause > end:
                raise
            time.sleep(pause)
            wait = min(wait * 2, LONGEST_WAIT)
