"""What calls cost: reserved under the caps before, settled after, however many ask at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from storytailor_dagster.errors import BudgetExceeded, Gone
from storytailor_dagster.ledger import Caps, Claim, Ledger, Reservation
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.ledger.help import Connection, claimed, new_story, read


def reserve(ledger: Ledger, claim: Claim, most: str, *, caps: Caps | None = None, digest: str = "d") -> Reservation:
    return ledger.spending.reserve(
        claim,
        try_number=1,
        provider="openai",
        model="painter",
        purpose="picture",
        digest=digest,
        most=Decimal(most),
        caps=caps or Caps(),
    )


def settle(ledger: Ledger, claim: Claim, reservation: Reservation, cost: str, **more: Any) -> None:
    given = {"outcome": "answered", "milliseconds": 12, **more}
    ledger.spending.settle(claim, reservation, cost=Decimal(cost), **given)


def spent_today(connection: Connection) -> Decimal:
    row = connection.execute("select coalesce(sum(cost), 0) from spending").fetchone()
    assert row is not None
    return Decimal(str(row[0]))


@pytest.fixture
def claim(ledger: Ledger) -> Claim:
    return claimed(ledger, new_story(ledger), Part.COVER)


def test_a_reserved_call_counts_as_spent_until_it_is_settled(
    ledger: Ledger, claim: Claim, connection: Connection
) -> None:
    reservation = reserve(ledger, claim, "0.20")
    assert [(call.outcome, call.cost) for call in ledger.spending.calls(claim.subject_id)] == [
        ("asked", Decimal("0.20"))
    ]
    assert spent_today(connection) == Decimal("0.20")
    settle(ledger, claim, reservation, "0.041234", units=1300, unit="tokens", request_id="req_1", result_key="k")
    (call,) = ledger.spending.calls(claim.subject_id)
    assert (call.outcome, call.cost, call.units, call.request_id) == (
        "answered",
        Decimal("0.041234"),
        Decimal(1300),
        "req_1",
    )
    assert spent_today(connection) == Decimal("0.041234")


def test_a_jobs_cost_is_that_of_all_its_calls(ledger: Ledger, claim: Claim) -> None:
    for cost in ("0.00004", "0.00004", "0.00004", "0.0415"):
        settle(ledger, claim, reserve(ledger, claim, "0.2"), cost)
    job = read(ledger, claim.subject_id).job(Part.COVER)
    assert job is not None
    assert job.cost == Decimal("0.0416")
    assert ledger.spending.on_attempt(claim) == Decimal("0.041620")


def test_a_storys_cap_stops_the_call_that_would_pass_it(ledger: Ledger, claim: Claim) -> None:
    caps = Caps(each=Decimal("0.50"))
    settle(ledger, claim, reserve(ledger, claim, "0.30", caps=caps), "0.30")
    with pytest.raises(BudgetExceeded, match="story's cap"):
        reserve(ledger, claim, "0.21", caps=caps)
    assert len(ledger.spending.calls(claim.subject_id)) == 1
    reserve(ledger, claim, "0.20", caps=caps)


def test_a_days_cap_is_for_all_stories_together(ledger: Ledger, connection: Connection) -> None:
    caps = Caps(day=Decimal("1.00"))
    for _ in range(2):
        reserve(ledger, claimed(ledger, new_story(ledger), Part.COVER), "0.50", caps=caps)
    with pytest.raises(BudgetExceeded, match="Today's cap"):
        reserve(ledger, claimed(ledger, new_story(ledger), Part.COVER), "0.01", caps=caps)
    assert spent_today(connection) == Decimal("1.00")


@pytest.mark.parametrize("caps", [Caps(each=Decimal("1.00")), Caps(day=Decimal("1.00"))])
def test_of_many_that_ask_at_once_only_as_many_win_as_fit(ledger: Ledger, claim: Claim, caps: Caps) -> None:
    def tried(number: int) -> bool:
        try:
            reserve(ledger, claim, "0.09", caps=caps, digest=str(number))
        except BudgetExceeded:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        won = sum(pool.map(tried, range(60)))
    assert won == 11
    assert len(ledger.spending.calls(claim.subject_id)) == 11


def test_a_call_that_was_never_settled_is_found_by_what_it_asked(ledger: Ledger, claim: Claim) -> None:
    left = reserve(ledger, claim, "0.20", digest="same")
    assert ledger.spending.unsettled(claim, digest="same") == left
    assert ledger.spending.unsettled(claim, digest="other") is None
    settle(ledger, claim, left, "0.1", outcome="kept")
    assert ledger.spending.unsettled(claim, digest="same") is None


def test_a_deleted_story_buys_nothing_and_its_day_still_knows_the_cost(
    ledger: Ledger, claim: Claim, connection: Connection
) -> None:
    reservation = reserve(ledger, claim, "0.20")
    ledger.forget(claim.subject_id)
    settle(ledger, claim, reservation, "0.15")
    assert spent_today(connection) == Decimal("0.15")
    with pytest.raises(Gone):
        reserve(ledger, claim, "0.20")
    assert spent_today(connection) == Decimal("0.15")


def test_calls_in_the_house_are_noted_and_cost_nothing(ledger: Ledger, claim: Claim) -> None:
    ledger.spending.note(claim, try_number=2, provider="studio", purpose="check", outcome="failed", error_code="BLANK")
    (call,) = ledger.spending.calls(claim.subject_id)
    assert (call.try_number, call.provider, call.error_code, call.cost) == (2, "studio", "BLANK", Decimal(0))


def test_no_family_reads_what_was_spent(ledger: Ledger, claim: Claim, connection: Connection) -> None:
    reserve(ledger, claim, "0.20")
    owner: UUID = read(ledger, claim.subject_id).creator_user_id
    for role in ("anon", "authenticated"):
        with connection.transaction(force_rollback=True):
            connection.execute(
                "select set_config('role', %s, true), set_config('request.jwt.claims', %s, true)",
                (role, f'{{"sub": "{owner}"}}'),
            )
            with pytest.raises(Exception, match="permission denied"), connection.transaction():
                connection.execute("select * from spending")
