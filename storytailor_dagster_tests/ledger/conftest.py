"""A ledger for whoever does several things to it at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storytailor_dagster.ledger import Ledger


@pytest.fixture
def quick_to_notice(database: str) -> Iterator[Ledger]:
    """One for which the database notices a deadlock soon; it waits for a second otherwise."""
    with Ledger(f"{database}?options=-cdeadlock_timeout%3D20ms") as opened:
        yield opened
