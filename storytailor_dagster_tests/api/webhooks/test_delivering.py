"""Deliveries over real HTTP: signed, tried again, by several at once, whatever the endpoints do."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import psycopg
import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from storytailor_dagster.api.webhooks.schedule import DELAYS
from storytailor_dagster.api.webhooks.sent import AssetEvent, StoryEvent
from storytailor_dagster.api.webhooks.signing import new_secret
from storytailor_dagster.ledger import Ledger
from storytailor_dagster_tests.api.conftest import FAMILY, NEIGHBOURS, serving, settings, token
from storytailor_dagster_tests.api.webhooks.help import WEBHOOKS, log, registered, text_made, tried, until
from storytailor_dagster_tests.api.webhooks.names import Names
from storytailor_dagster_tests.api.webhooks.receiver import PATIENCE, Answer, Received, Receiver, receiving

Connection = psycopg.Connection[tuple[Any, ...]]


def test_a_storys_end_is_told_signed_and_without_a_word_of_it(
    family: httpx.Client, ledger: Ledger, receiver: Receiver
) -> None:
    made = registered(family, f"{receiver.url}/hook?key=1")
    story = text_made(ledger)
    received = receiver.wait(2)
    for one in received:
        payload = Webhook(made["secret"]).verify(one.body, one.headers)
        assert payload["data"]["story_id"] == str(story)
        assert one.path == "/hook?key=1"
        assert one.headers["content-type"] == "application/json"
        assert one.headers["host"] == receiver.url.removeprefix("http://")
        with pytest.raises(WebhookVerificationError):
            Webhook(made["secret"]).verify(one.body + b" ", one.headers)
    by_type = {one.payload["type"]: one.payload for one in received}
    assert AssetEvent(**by_type["asset.ready"]).data.asset == "content"
    assert StoryEvent(**by_type["story.ready"]).data.assets == {"content": "ready"}
    lines = until(family, made["id"], tried(2, status="delivered", attempt=1, last_status=204, last_error_code=None))
    assert {line["id"]: line["payload"] for line in lines} == {one.id: one.payload for one in received}
    assert all(line["finished_at"] and line["next_attempt_at"] is None for line in lines)


@pytest.mark.parametrize("status", [200, 201, 299])
def test_any_success_will_do(family: httpx.Client, receiver: Receiver, status: int) -> None:
    receiver.answers = lambda _: Answer(status)
    made = registered(family, receiver.url)
    assert family.post(f"{WEBHOOKS}/{made['id']}/test").status_code == 202
    until(family, made["id"], tried(1, status="delivered", last_status=status))


@pytest.mark.parametrize("status", [302, 400, 404, 429, 500, 503])
def test_what_is_no_success_is_tried_again_under_the_same_id(
    family: httpx.Client, ledger: Ledger, receiver: Receiver, connection: Connection, status: int
) -> None:
    answers = iter([Answer(status, {"Location": f"{receiver.url}/elsewhere"}), Answer()])
    receiver.answers = lambda _: next(answers)
    made = registered(family, receiver.url, events=["story.ready"])
    text_made(ledger)
    (line,) = until(family, made["id"], tried(1))
    if line["attempt"] == 1:
        (line,) = until(family, made["id"], tried(1, last_status=status, last_error_code="HTTP_ERROR"))
        assert line["status"] == "pending"
        connection.execute("update webhook_deliveries set next_attempt_at = now()")
    first, second = receiver.wait(2)
    assert (first.id, first.body, first.path) == (second.id, second.body, "/")
    until(family, made["id"], tried(1, status="delivered", attempt=2))
    assert len(receiver.received) == 2


def test_an_endpoint_that_asks_for_patience_gets_it(
    family: httpx.Client, ledger: Ledger, receiver: Receiver, connection: Connection
) -> None:
    receiver.answers = lambda _: Answer(503, {"Retry-After": "3600"})
    registered(family, receiver.url, events=["story.ready"])
    text_made(ledger)
    _, status, wait = after(connection, 0)
    assert status == "pending"
    assert timedelta(minutes=59) < wait <= timedelta(hours=1)


def test_tries_come_ever_later_for_a_day_and_then_no_more(
    family: httpx.Client, ledger: Ledger, receiver: Receiver, connection: Connection
) -> None:
    receiver.answers = lambda _: Answer(503)
    made = registered(family, receiver.url, events=["story.ready"])
    text_made(ledger)
    waits: dict[int, timedelta] = {}
    attempt, status = 0, "pending"
    while status == "pending":
        attempt, status, wait = after(connection, attempt)
        waits[attempt] = wait
        connection.execute("update webhook_deliveries set next_attempt_at = now() where status = 'pending'")
    del waits[attempt]
    (line,) = log(family, made["id"])
    assert (line["status"], line["last_error_code"], line["next_attempt_at"]) == ("failed", "HTTP_ERROR", None)
    assert (attempt, len(receiver.received)) == (8, 8)
    # The first wait is so short that a slow machine may miss it.
    assert {2, 3, 4, 5, 6, 7} <= set(waits) <= set(range(1, 8))
    for number, wait in waits.items():
        assert DELAYS[number - 1] * 0.9 - timedelta(seconds=60) < wait <= DELAYS[number - 1]
    assert timedelta(hours=23) < sum(DELAYS, timedelta()) < timedelta(days=1)
    assert list(DELAYS) == sorted(DELAYS)
    receiver.answers = lambda _: Answer()
    assert family.post(f"{WEBHOOKS}/{made['id']}/deliveries/{line['id']}/redeliver").status_code == 202
    until(family, made["id"], tried(1, status="delivered", attempt=9))
    assert len({one.id for one in receiver.received}) == 1


def after(connection: Connection, attempt: int) -> tuple[int, str, timedelta]:
    """The next attempt that is over, what the delivery is then, and how long it waits."""
    over = "lease_expires_at is null and attempt > %s"
    asked = f"select attempt, status, next_attempt_at - now() from webhook_deliveries where {over}".encode()
    end = time.monotonic() + PATIENCE
    while (found := connection.execute(asked, (attempt,)).fetchone()) is None:
        assert time.monotonic() < end
        time.sleep(0.02)
    return found[0], found[1], found[2]


def test_who_answers_410_hears_nothing_more(
    family: httpx.Client, ledger: Ledger, receiver: Receiver, connection: Connection
) -> None:
    receiver.answers = lambda _: Answer(410)
    made = registered(family, receiver.url, events=["story.ready"])
    text_made(ledger)
    until(family, made["id"], tried(1, status="failed", last_status=410, last_error_code="ENDPOINT_GONE"))
    told = family.get(f"{WEBHOOKS}/{made['id']}").json()["data"]
    assert (told["enabled"], told["disabled_why"]) == (False, "gone")
    text_made(ledger)
    assert len(log(family, made["id"])) == 1
    receiver.answers = lambda _: Answer()
    assert family.patch(f"{WEBHOOKS}/{made['id']}", json={"enabled": True}).json()["data"]["enabled"]
    text_made(ledger)
    receiver.wait(2)


def test_what_falls_due_at_a_disabled_endpoint_is_said_not_to_be_sent(
    family: httpx.Client, ledger: Ledger, receiver: Receiver, connection: Connection
) -> None:
    receiver.answers = lambda _: Answer(500)
    made = registered(family, receiver.url, events=["story.ready"])
    text_made(ledger)
    until(family, made["id"], tried(1, last_status=500))
    family.patch(f"{WEBHOOKS}/{made['id']}", json={"enabled": False})
    seen = len(receiver.received)
    connection.execute("update webhook_deliveries set next_attempt_at = now()")
    until(family, made["id"], tried(1, status="failed", last_error_code="ENDPOINT_DISABLED"))
    assert len(receiver.received) == seen


def test_a_test_is_sent_once(family: httpx.Client, receiver: Receiver) -> None:
    receiver.answers = lambda _: Answer(500)
    made = registered(family, receiver.url, events=["story.ready"])
    told = family.post(f"{WEBHOOKS}/{made['id']}/test").json()["data"]
    assert (told["type"], told["payload"]["data"]) == ("webhook.test", {"endpoint_id": made["id"]})
    until(family, made["id"], tried(1, status="failed", last_status=500))
    assert [one.payload for one in receiver.received] == [told["payload"]]


def test_an_endpoint_that_answers_nothing_holds_up_no_other(
    database: str, ledger: Ledger, receiver: Receiver, connection: Connection
) -> None:
    goes_on = threading.Event()

    def answers(request: Received) -> Answer:
        if request.path == "/slow":
            goes_on.wait(60)
        return Answer()

    receiver.answers = answers
    for user, path in ((FAMILY, "slow"), (FAMILY, "quick"), (NEIGHBOURS, "theirs")):
        ledger.webhooks.add(
            user, url=f"{receiver.url}/{path}", events=["story.ready"], description=None, secret=new_secret(), most=2
        )
    for user in (*[FAMILY] * 20, NEIGHBOURS):
        text_made(ledger, user=user)
    try:
        with serving(settings(database, webhooks_allow_private=True, webhooks_at_once=5)):
            receiver.wait(20, path="/quick")
            receiver.wait(1, path="/theirs")
            slow = connection.execute(
                "select count(*) between 1 and 4, bool_or(last_error_code is not null) from webhook_deliveries d"
                " join webhook_endpoints e on e.id = endpoint_id where url like '%/slow' and attempt > 0"
            ).fetchone()
            assert slow == (True, False)
            goes_on.set()
            receiver.wait(20, path="/slow")
    finally:
        goes_on.set()


def test_a_replaced_secret_signs_for_another_day(
    family: httpx.Client, receiver: Receiver, connection: Connection
) -> None:
    made = registered(family, receiver.url)
    path = f"{WEBHOOKS}/{made['id']}"
    told = family.post(f"{path}/secret").json()["data"]
    left = datetime.fromisoformat(told["former_secret_until"]) - datetime.now(UTC)
    assert timedelta(hours=23) < left <= timedelta(days=1)
    family.post(f"{path}/test")
    (both,) = receiver.wait(1)
    assert len(both.headers["webhook-signature"].split()) == 2
    for secret in (made["secret"], told["secret"]):
        Webhook(secret).verify(both.body, both.headers)
    connection.execute("update webhook_endpoints set former_secret_until = now()")
    family.post(f"{path}/test")
    _, last = receiver.wait(2)
    Webhook(told["secret"]).verify(last.body, last.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(made["secret"]).verify(last.body, last.headers)


def test_several_deliver_from_one_outbox_and_nothing_twice(
    database: str, client: Callable[[UUID | None], httpx.Client], family: httpx.Client, ledger: Ledger
) -> None:
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(serving(settings(database, webhooks_allow_private=True)))
        receivers = [stack.enter_context(receiving()) for _ in range(4)]
        made = [registered(family, receiver.url) for receiver in receivers]
        for _ in range(10):
            text_made(ledger)
        for receiver, one in zip(receivers, made, strict=True):
            until(family, one["id"], tried(20, status="delivered", attempt=1))
            assert set(Counter(received.id for received in receiver.received).values()) == {1}
            assert len(receiver.received) == 20


def test_a_name_that_turns_to_this_machine_after_it_was_registered_is_not_called(
    database: str, receiver: Receiver
) -> None:
    names = Names(["93.184.215.14"], ["127.0.0.1"])
    with (
        serving(settings(database), resolve=names) as url,
        httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token(FAMILY)}"}) as client,
    ):
        made = registered(client, receiver.url.replace("http://127.0.0.1", "https://hooks.app.test"))
        client.post(f"{WEBHOOKS}/{made['id']}/test")
        until(client, made["id"], tried(1, status="failed", last_error_code="NO_PUBLIC_ADDRESS", last_status=None))
    assert receiver.received == []


def test_what_waited_while_nobody_delivered_is_delivered(
    database: str, ledger: Ledger, receiver: Receiver, connection: Connection
) -> None:
    """And what somebody had taken who was killed then."""
    ledger.webhooks.add(
        NEIGHBOURS, url=receiver.url, events=["asset.ready"], description=None, secret="whsec_c2VjcmV0", most=1
    )
    for _ in range(2):
        text_made(ledger, user=NEIGHBOURS)
    (killed,) = ledger.outbox.claim(most=1)
    with serving(settings(database, webhooks_allow_private=True)):
        (other,) = receiver.wait(1)
        assert other.id != str(killed.id)
        connection.execute("update webhook_deliveries set lease_expires_at = now() where lease_expires_at > now()")
        assert str(killed.id) in {one.id for one in receiver.wait(2)}
