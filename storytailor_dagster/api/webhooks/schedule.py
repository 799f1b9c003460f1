"""When a delivery that failed is tried again: soon at first, then ever later, within a day in all."""

from __future__ import annotations

import random
from datetime import timedelta

from storytailor_dagster.ledger import TEST

DELAYS = tuple(timedelta(seconds=seconds) for seconds in (5, 5 * 60, 30 * 60, 2 * 3600, 4 * 3600, 7 * 3600, 10 * 3600))
"""After the first try, the second, …; after the last one nothing more is tried. 23 hours and 35 minutes together."""
JITTER = 0.1
"""How much sooner it may be, so that what failed together does not come back together."""

MOST_ASKED = timedelta(days=1)


def wait_after(attempt: int, *, event: str, chance: random.Random, asked: timedelta | None = None) -> timedelta | None:
    """How long to wait after that try (from 1); None where it was the last. A test is tried once.

    Args:
        asked: what the endpoint asked for. It may be later than ours, by a day at most, and never sooner.
    """
    if event == TEST or attempt > len(DELAYS):
        return None
    ours = DELAYS[attempt - 1] * (1 - JITTER * chance.random())
    return ours if asked is None else max(ours, min(asked, MOST_ASKED))
