"""Signs of life: who is silent, and for how long."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from storytailor_dagster.ledger import Ledger

NONE, LONG = timedelta(0), timedelta(hours=1)


def test_who_never_gave_a_sign_is_not_missed(ledger: Ledger) -> None:
    assert ledger.pulses.silent(NONE) == ()


def test_silence_begins_with_the_last_sign_and_ends_with_the_next(
    ledger: Ledger,
) -> None:
    first, second = (str(uuid4()) for _ in range(2))
    ledger.pulses.beat(first)
    ledger.pulses.beat(second)
    assert ledger.pulses.silent(NONE) == (first, second)
    assert ledger.pulses.silent(LONG) == ()
    ledger.pulses.beat(first)
    assert ledger.pulses.silent(NONE) == (second, first)


def test_what_is_over_is_missed_by_nobody(ledger: Ledger) -> None:
    run = str(uuid4())
    ledger.pulses.beat(run)
    ledger.pulses.over(run)
    ledger.pulses.over(run)
    assert ledger.pulses.silent(NONE) == ()
