"""The deliverer itself: what ends it, what does not, and what it leaves behind."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import httpx
import psycopg
import pytest

from storytailor_dagster.api.webhooks.addresses import Addresses
from storytailor_dagster.api.webhooks.calling import Caller
from storytailor_dagster.api.webhooks.deliverer import Deliverer
from storytailor_dagster.ledger import Feed, Ledger
from storytailor_dagster_tests.api.conftest import FAMILY, client_of, serving, settings
from storytailor_dagster_tests.api.webhooks.help import registered, text_made, tried, until
from storytailor_dagster_tests.api.webhooks.receiver import Answer, Received, Receiver

Connection = psycopg.Connection[tuple[Any, ...]]


@contextmanager
def delivering(ledger: Ledger, database: str) -> Iterator[None]:
    """A deliverer on an event loop of its own, which waits for no call when it ends."""
    feed, ends = Feed(database), threading.Event()

    async def run() -> None:
        caller = Caller(Addresses(allow_private=True))
        deliverer = Deliverer(ledger.outbox, feed, caller, at_once=8, kept=timedelta(days=30), grace=0.05)
        await deliverer.open()
        await asyncio.to_thread(ends.wait)
        await deliverer.close()

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    try:
        yield
    finally:
        ends.set()
        thread.join(timeout=30)
        feed.close()
    assert not thread.is_alive()


def test_a_call_that_is_cut_off_is_made_again_under_the_same_id(
    ledger: Ledger, database: str, connection: Connection, receiver: Receiver
) -> None:
    goes_on = threading.Event()
    receiver.answers = lambda _: Answer() if goes_on.wait(60) else Answer(500)
    row = ledger.webhooks.add(
        FAMILY, url=receiver.url, events=["story.ready"], description=None, secret="whsec_c2VjcmV0", most=1
    )
    text_made(ledger)
    with delivering(ledger, database):
        (first,) = receiver.wait(1)
    ((left,), _) = ledger.webhooks.deliveries(FAMILY, row.id, status=None, limit=1, offset=0)
    assert (left.status, left.attempt, left.last_error_code) == ("pending", 1, None)
    goes_on.set()
    connection.execute("update webhook_deliveries set lease_expires_at = now()")
    with delivering(ledger, database):
        assert receiver.wait(2)[1].id == first.id


@pytest.mark.parametrize(
    "broken", ["url = 'https://[broken'", "secret = 'whsec_'", "url = '//nowhere'", "url = 'http://127.0.0.1:x/'"]
)
def test_a_row_that_can_not_be_sent_is_said_to_be_broken_and_harms_no_other(
    family: httpx.Client, ledger: Ledger, receiver: Receiver, connection: Connection, broken: str
) -> None:
    bad, good = registered(family, receiver.url), registered(family, receiver.url)
    connection.execute(f"update webhook_endpoints set {broken} where id = '{bad['id']}'".encode())
    text_made(ledger)
    until(family, good["id"], tried(2, status="delivered"))
    lines = until(family, bad["id"], lambda found: all(line["last_error_code"] for line in found))
    assert {(line["status"], line["attempt"] > 0) for line in lines} == {("pending", True)}
    assert {line["last_error_code"] for line in lines} <= {"INTERNAL_ERROR", "CONNECTION_FAILED"}


def test_a_database_that_was_away_is_delivered_from_again(
    family: httpx.Client, ledger: Ledger, receiver: Receiver, connection: Connection
) -> None:
    made = registered(family, receiver.url)
    for _ in range(2):
        connection.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'"
        )
        text_made(ledger)
    until(family, made["id"], tried(4, status="delivered"))


def test_nothing_of_an_address_or_a_secret_is_logged(
    family: httpx.Client,
    ledger: Ledger,
    receiver: Receiver,
    connection: Connection,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("DEBUG")

    def answers(_: Received) -> Answer:
        return Answer(500)

    receiver.answers = answers
    made = registered(family, f"{receiver.url}/hook?key=private")
    text_made(ledger)
    until(family, made["id"], tried(2, last_status=500))
    connection.execute("update webhook_endpoints set secret = 'whsec_', url = url || '&more=private'")
    text_made(ledger)
    until(family, made["id"], lambda found: found[0]["last_error_code"] == "INTERNAL_ERROR")
    assert "could not be tried (EmptyWebhookSecretError)" in caplog.text
    for hidden in ("key=private", made["secret"].removeprefix("whsec_")):
        assert hidden not in caplog.text


def test_the_log_is_kept_as_long_as_the_setting_says(ledger: Ledger, database: str, connection: Connection) -> None:
    mine = ledger.webhooks.add(
        FAMILY, url="https://a.test/", events=["story.ready"], description=None, secret="whsec_c2VjcmV0", most=1
    )
    old, young = (ledger.webhooks.test(FAMILY, mine.id) for _ in range(2))
    assert old
    assert young
    for row, days in ((old, 11), (young, 9)):
        connection.execute(
            "update webhook_deliveries set status = 'delivered', finished_at = now() - make_interval(days => %s)"
            " where id = %s",
            (days, row.id),
        )
    with serving(settings(database, webhook_days=10)) as url, client_of(url, FAMILY) as client:
        until(client, str(mine.id), lambda log: [row["id"] for row in log] == [str(young.id)])
