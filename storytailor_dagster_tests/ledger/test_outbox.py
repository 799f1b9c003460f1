"""Taking deliveries and writing what became of them, with several who deliver, some of whom die."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from storytailor_dagster.errors import InvalidRequest
from storytailor_dagster.ledger import Delivery, DeliveryRow, EndpointRow, Ledger
from storytailor_dagster_tests.ledger.help import FAMILY, NEIGHBOURS, Connection
from storytailor_dagster_tests.ledger.test_webhook_events import endpoint

HOUR = timedelta(hours=1)


def waiting(ledger: Ledger, of: EndpointRow, count: int = 1) -> list[DeliveryRow]:
    found = [ledger.webhooks.test(FAMILY, of.id) for _ in range(count)]
    return [row for row in found if row is not None]


def take(ledger: Ledger, **other: Any) -> tuple[Delivery, ...]:
    return ledger.outbox.claim(**{"most": 50, **other})


def row_of(ledger: Ledger, of: EndpointRow) -> DeliveryRow:
    (row,), _ = ledger.webhooks.deliveries(FAMILY, of.id, status=None, limit=1, offset=0)
    return row


def state(ledger: Ledger, of: EndpointRow) -> EndpointRow:
    row = ledger.webhooks.endpoint(FAMILY, of.id)
    assert row is not None
    return row


def fail(ledger: Ledger, delivery: Delivery, *, wait: timedelta | None = None, gone: bool = False) -> None:
    ledger.outbox.not_delivered(delivery, error="HTTP_ERROR", status=500, wait=wait, gone=gone)


def test_who_takes_a_delivery_has_it_alone(ledger: Ledger) -> None:
    for _ in range(10):
        waiting(ledger, endpoint(ledger), 4)
    with ThreadPoolExecutor(8) as threads:
        taken = [one.id for many in threads.map(lambda _: take(ledger, most=3), range(40)) for one in many]
    taken += [one.id for one in take(ledger)]
    assert len(taken) == len(set(taken)) == 40


def test_what_a_dead_deliverer_took_comes_again_when_its_lease_ends(ledger: Ledger, connection: Connection) -> None:
    mine = endpoint(ledger)
    waiting(ledger, mine)
    (dead,) = take(ledger)
    assert take(ledger) == ()
    connection.execute("update webhook_deliveries set lease_expires_at = now()")
    (again,) = take(ledger)
    assert (again.id, again.attempt) == (dead.id, 2)
    ledger.outbox.delivered(dead, status=200)  # It was not quite dead: what it has to say comes too late.
    assert row_of(ledger, mine).status == "pending"
    ledger.outbox.delivered(again, status=204)
    row = row_of(ledger, mine)
    assert (row.status, row.attempt, row.last_status, row.last_error_code) == ("delivered", 2, 204, None)
    assert row.finished_at is not None


def test_no_endpoint_takes_all_the_places(ledger: Ledger) -> None:
    greedy, modest = endpoint(ledger), endpoint(ledger)
    waiting(ledger, greedy, 300)
    waiting(ledger, modest)
    first = take(ledger)
    assert Counter(one.endpoint_id for one in first) == {greedy.id: 4}
    assert [one.endpoint_id for one in take(ledger, busy=[greedy.id])] == [modest.id]
    assert take(ledger, busy=[greedy.id, modest.id]) == ()


def test_a_failure_waits_and_is_taken_again_when_it_is_time(ledger: Ledger, connection: Connection) -> None:
    mine = endpoint(ledger)
    waiting(ledger, mine)
    (delivery,) = take(ledger)
    fail(ledger, delivery, wait=HOUR)
    assert take(ledger) == ()
    row = row_of(ledger, mine)
    assert (row.status, row.last_status, row.last_error_code, row.finished_at) == ("pending", 500, "HTTP_ERROR", None)
    wait = connection.execute("select next_attempt_at - now() from webhook_deliveries").fetchone()
    assert wait is not None
    assert HOUR - timedelta(minutes=1) < wait[0] <= HOUR
    connection.execute("update webhook_deliveries set next_attempt_at = now()")
    (again,) = take(ledger)
    fail(ledger, again, wait=None)
    assert row_of(ledger, mine).status == "failed"
    assert take(ledger) == ()


def test_an_endpoint_that_only_fails_for_five_days_is_disabled_when_a_delivery_is_given_up(
    ledger: Ledger, connection: Connection
) -> None:
    mine, other = endpoint(ledger), endpoint(ledger)
    waiting(ledger, mine, 4)
    waiting(ledger, other)
    first, second, third, fourth = (one for one in take(ledger) if one.endpoint_id == mine.id)
    fail(ledger, first)
    assert state(ledger, mine).failing_since is not None
    assert state(ledger, mine).disabled_at is None
    connection.execute("update webhook_endpoints set failing_since = now() - interval '4 days 23 hours'")
    fail(ledger, second)
    assert state(ledger, mine).disabled_at is None
    connection.execute("update webhook_endpoints set failing_since = now() - interval '5 days'")
    fail(ledger, third, wait=HOUR)
    assert state(ledger, mine).disabled_at is None
    fail(ledger, fourth)
    assert state(ledger, mine).disabled_at is not None
    assert state(ledger, mine).disabled_why == "failing"
    assert state(ledger, other).disabled_at is None
    back = ledger.webhooks.change(FAMILY, mine.id, enabled=True)
    assert back is not None
    assert (back.disabled_at, back.disabled_why, back.failing_since) == (None, None, None)


def test_one_success_and_the_five_days_begin_anew(ledger: Ledger, connection: Connection) -> None:
    mine = endpoint(ledger)
    waiting(ledger, mine, 2)
    connection.execute("update webhook_endpoints set failing_since = now() - interval '9 days'")
    good, bad = take(ledger)
    ledger.outbox.delivered(good, status=200)
    assert state(ledger, mine).failing_since is None
    fail(ledger, bad)
    assert state(ledger, mine).disabled_at is None


def test_an_endpoint_that_is_gone_is_disabled_at_once_and_what_waits_is_marked(ledger: Ledger) -> None:
    mine = endpoint(ledger)
    waiting(ledger, mine, 6)
    fail(ledger, take(ledger)[0], gone=True)
    assert state(ledger, mine).disabled_why == "gone"
    rest = take(ledger)
    assert len(rest) == 2
    assert not any(one.enabled for one in rest)


def test_a_new_secret_signs_beside_the_old_one_for_a_day(ledger: Ledger, connection: Connection) -> None:
    mine = endpoint(ledger)
    waiting(ledger, mine, 3)
    ledger.webhooks.rotate(FAMILY, mine.id, secret="whsec_bmV3")
    taken = take(ledger)
    assert {tuple(one.secrets) for one in taken} == {("whsec_bmV3", "whsec_c2VjcmV0")}
    assert "whsec" not in repr(taken)
    overlap = connection.execute("select former_secret_until - now() > '23:59' from webhook_endpoints").fetchone()
    assert overlap == (True,)
    connection.execute("update webhook_endpoints set former_secret_until = now()")
    waiting(ledger, mine)
    assert [one.secrets for one in take(ledger)] == [["whsec_bmV3"]]


def test_a_delivery_sent_again_is_the_same_delivery(ledger: Ledger) -> None:
    mine = endpoint(ledger)
    (row,) = waiting(ledger, mine)
    (first,) = take(ledger)
    ledger.outbox.delivered(first, status=200)
    assert ledger.webhooks.redeliver(NEIGHBOURS, mine.id, row.id) is None
    again = ledger.webhooks.redeliver(FAMILY, mine.id, row.id)
    assert again is not None
    assert (again.id, again.status, again.finished_at) == (row.id, "pending", None)
    (second,) = take(ledger)
    assert (second.id, second.attempt) == (row.id, 2)


def test_what_is_sent_just_now_is_not_sent_a_second_time_beside_it(ledger: Ledger) -> None:
    mine = endpoint(ledger)
    (row,) = waiting(ledger, mine)
    take(ledger)
    ledger.webhooks.redeliver(FAMILY, mine.id, row.id)
    assert take(ledger) == ()


def test_the_log_forgets_what_is_long_over_and_keeps_what_waits(ledger: Ledger, connection: Connection) -> None:
    mine = endpoint(ledger)
    waiting(ledger, mine, 4)
    old, young, *_ = take(ledger)
    for one in (old, young):
        ledger.outbox.delivered(one, status=200)
    connection.execute("update webhook_deliveries set created_at = now() - interval '40 days'")
    connection.execute(
        "update webhook_deliveries set finished_at = now() - interval '31 days' where id = %s", (old.id,)
    )
    assert ledger.outbox.forget(after=timedelta(days=30), most=1)  # there may be more
    assert not ledger.outbox.forget(after=timedelta(days=30), most=1)
    kept = {row[0] for row in connection.execute("select id from webhook_deliveries")}
    assert len(kept) == 3
    assert old.id not in kept


def test_of_registrations_that_race_for_the_last_place_one_wins(ledger: Ledger) -> None:
    def register(_: int) -> bool:
        with suppress(InvalidRequest):
            ledger.webhooks.add(
                FAMILY, url="https://a.test/", events=["story.ready"], description=None, secret="s", most=3
            )
            return True
        return False

    with ThreadPoolExecutor(12) as threads:
        assert sum(threads.map(register, range(24))) == 3


@pytest.mark.parametrize("hostile", ["'; drop table webhook_endpoints; --", "x\x00y", "\ud800", "%(url)s"])
def test_hostile_words_stay_words(ledger: Ledger, hostile: str) -> None:
    made = ledger.webhooks.add(
        FAMILY, url="https://a.test/", events=["story.ready"], description=hostile, secret="s", most=10
    )
    assert made.description == hostile.replace("\x00", "").replace("\ud800", "")
