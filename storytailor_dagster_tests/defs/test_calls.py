"""The till of a try: nothing is bought twice, nothing past a cap, and every call is a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from storytailor_dagster.defs.calls import Calls, family_hash
from storytailor_dagster.errors import BudgetExceeded, Permanent, Superseded, Transient, Unanswered
from storytailor_dagster.ledger import CallRow, Caps, Claim, ClaimMode, Ledger
from storytailor_dagster.providers.till import Delivery, Order, Usage
from storytailor_dagster.store import FolderStore
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.ledger.help import FAMILY, claimed, new_story

ORDER = Order(purpose="picture", provider="openai", model="painter", request={"prompt": "a fox"}, most=Decimal("0.20"))


class Shop:
    """Sells pictures, counts them, and refuses as told."""

    def __init__(self, *refusals: Exception) -> None:
        self.sold = 0
        self.refusals = list(refusals)

    def __call__(self) -> Delivery:
        if self.refusals:
            raise self.refusals.pop(0)
        self.sold += 1
        usage = Usage(provider="openai", model="painter", units=1, unit="pictures", cost=Decimal("0.05"))
        return Delivery(body=b"picture\n%d" % self.sold, usage=usage, request_id=f"req_{self.sold}")


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path, base_url="http://127.0.0.1:1")


@pytest.fixture
def claim(ledger: Ledger) -> Claim:
    return claimed(ledger, new_story(ledger), Part.COVER)


@pytest.fixture
def till(ledger: Ledger, store: FolderStore) -> Callable[[Claim], Calls]:
    return lambda claim: Calls(ledger=ledger, store=store, claim=claim, family=family_hash(FAMILY))


def rows(ledger: Ledger, claim: Claim) -> list[CallRow]:
    return list(ledger.spending.calls(claim.subject_id))


def test_what_was_bought_is_not_bought_again_in_the_same_try(
    till: Callable[[Claim], Calls], claim: Claim, ledger: Ledger
) -> None:
    shop = Shop()
    first = till(claim).bought(ORDER, shop)
    again = till(claim).bought(ORDER, shop)
    assert first == again
    assert shop.sold == 1
    assert [row.outcome for row in rows(ledger, claim)] == ["answered"]


@pytest.mark.parametrize(
    "other",
    [
        {"request": {"prompt": "an owl"}},
        {"model": "other painter"},
        {"purpose": "check"},
    ],
)
def test_another_request_is_another_purchase(
    till: Callable[[Claim], Calls], claim: Claim, other: dict[str, str]
) -> None:
    shop = Shop()
    till(claim).bought(ORDER, shop)
    till(claim).bought(replace(ORDER, **other), shop)  # type: ignore[arg-type]
    assert shop.sold == 2


def test_a_retry_a_regeneration_and_another_story_ask_anew(
    till: Callable[[Claim], Calls], claim: Claim, ledger: Ledger
) -> None:
    shop = Shop()
    till(claim).bought(ORDER, shop)
    ledger.retrying(claim, error="Blank.", objection="Blank.")
    retry = ledger.claim(subject_id=claim.subject_id, part=Part.COVER, run_id=claim.run_id, mode=ClaimMode.RETRY)
    till(retry).bought(ORDER, shop)
    person = ledger.claim(subject_id=claim.subject_id, part=Part.COVER, run_id="person", mode=ClaimMode.PERSON)
    till(person).bought(ORDER, shop)
    other = claimed(ledger, new_story(ledger), Part.COVER)
    till(other).bought(ORDER, shop)
    assert shop.sold == 4


def test_a_try_that_failed_for_want_of_something_else_keeps_what_was_bought(
    till: Callable[[Claim], Calls], claim: Claim, ledger: Ledger
) -> None:
    shop = Shop()
    till(claim).bought(ORDER, shop)
    ledger.retrying(claim, error="The checker is out of reach.")
    retry = ledger.claim(subject_id=claim.subject_id, part=Part.COVER, run_id=claim.run_id, mode=ClaimMode.RETRY)
    assert (retry.tries, retry.refusals) == (1, 0)
    till(retry).bought(ORDER, shop)
    assert shop.sold == 1


class Killed(BaseException):
    """The process died here."""


def test_a_process_that_dies_between_the_answer_and_its_record_has_bought_once(
    ledger: Ledger, store: FolderStore, claim: Claim, tmp_path: Path
) -> None:
    class DiesAfterKeeping(FolderStore):
        def put(self, key: str, data: bytes, *, content_type: str) -> None:
            super().put(key, data, content_type=content_type)
            raise Killed

    shop = Shop()
    dying = DiesAfterKeeping(tmp_path, base_url="http://127.0.0.1:1")
    with pytest.raises(Killed):
        Calls(ledger=ledger, store=dying, claim=claim, family="f").bought(ORDER, shop)
    assert [(row.outcome, row.cost) for row in rows(ledger, claim)] == [("asked", Decimal("0.20"))]
    kept = Calls(ledger=ledger, store=store, claim=claim, family="f").bought(ORDER, shop)
    assert shop.sold == 1
    assert kept.body == b"picture\n1"
    (row,) = rows(ledger, claim)
    assert (row.outcome, row.cost, row.request_id) == ("kept", Decimal("0.05"), "req_1")


class Full(FolderStore):
    """Reads, and refuses to write the first times it is asked."""

    refusing = 0

    def put(self, key: str, data: bytes, *, content_type: str) -> None:
        if self.refusing:
            self.refusing -= 1
            raise Transient("The object could not be written.", code="STORE_UNREACHABLE")
        super().put(key, data, content_type=content_type)


@pytest.fixture
def full(tmp_path: Path) -> Full:
    return Full(tmp_path, base_url="http://127.0.0.1:1")


def test_an_answer_is_kept_when_the_store_is_back_and_is_not_asked_for_again(
    ledger: Ledger, full: Full, claim: Claim
) -> None:
    shop, full.refusing = Shop(), 2
    Calls(ledger=ledger, store=full, claim=claim, family="f").bought(ORDER, shop)
    assert shop.sold == 1
    assert [(row.outcome, row.cost) for row in rows(ledger, claim)] == [("answered", Decimal("0.05"))]


def test_an_answer_that_cannot_be_kept_ends_the_part_and_counts_with_what_it_cost(
    ledger: Ledger, full: Full, claim: Claim
) -> None:
    shop, full.refusing = Shop(), 99
    with pytest.raises(Permanent) as ended:
        Calls(ledger=ledger, store=full, claim=claim, family="f", patience=0.0).bought(ORDER, shop)
    assert ended.value.code == "STORE_UNREACHABLE"
    assert shop.sold == 1
    (row,) = rows(ledger, claim)
    assert (row.outcome, row.cost, row.error_code) == ("failed", Decimal("0.05"), "STORE_UNREACHABLE")


def test_what_only_needs_waiting_is_waited_out_with_a_row_for_each_call(
    till: Callable[[Claim], Calls], claim: Claim, ledger: Ledger
) -> None:
    shop = Shop(Transient("Busy.", code="BUSY", wait=0.01), Unanswered("Cut."))
    till(claim).bought(ORDER, shop)
    assert [(row.outcome, row.error_code, row.cost) for row in rows(ledger, claim)] == [
        ("failed", "BUSY", Decimal(0)),
        ("failed", "NO_ANSWER", Decimal("0.20")),
        ("answered", None, Decimal("0.05")),
    ]
    assert till(claim).cost == Decimal("0.25")


def test_patience_ends(till: Callable[[Claim], Calls], claim: Claim, ledger: Ledger) -> None:
    shop = Shop(*[Transient("Busy.", code="BUSY") for _ in range(50)])
    with pytest.raises(Transient):
        till(claim).bought(replace(ORDER, patience=0.1), shop)
    assert len(rows(ledger, claim)) < 3


def test_what_will_never_do_is_asked_once(till: Callable[[Claim], Calls], claim: Claim, ledger: Ledger) -> None:
    shop = Shop(Permanent("No.", code="BAD_KEY"))
    with pytest.raises(Permanent):
        till(claim).bought(ORDER, shop)
    assert [(row.outcome, row.error_code, row.cost) for row in rows(ledger, claim)] == [
        ("failed", "BAD_KEY", Decimal(0))
    ]


def test_past_a_cap_nothing_is_asked(ledger: Ledger, store: FolderStore, claim: Claim) -> None:
    shop = Shop()
    caps = Caps(each=Decimal("0.19"))
    with pytest.raises(BudgetExceeded):
        Calls(ledger=ledger, store=store, claim=claim, family="f", caps=caps).bought(ORDER, shop)
    assert shop.sold == 0
    assert rows(ledger, claim) == []


def test_a_step_that_was_superseded_buys_nothing_more(
    till: Callable[[Claim], Calls], claim: Claim, ledger: Ledger
) -> None:
    shop = Shop()
    ledger.ask(subject_id=claim.subject_id, parts=[Part.COVER])
    with pytest.raises(Superseded):
        till(claim).bought(ORDER, shop)
    assert shop.sold == 0


def test_a_family_is_known_by_the_same_hash_and_its_id_is_not_in_it() -> None:
    assert family_hash(FAMILY) == family_hash(FAMILY)
    assert FAMILY.hex[:8] not in family_hash(FAMILY)
