"""What a database that is there and slow is called, beside one that is not there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial

import psycopg
import pytest

from storytailor_dagster.errors import NotSetUp, Transient
from storytailor_dagster.ledger import Feed, applied_migrations, migrate
from storytailor_dagster.ledger.address import address
from storytailor_dagster.ledger.connection import Connection, Pool
from storytailor_dagster.ledger.server import major_version


@pytest.fixture
def pool(database: str) -> Iterator[Pool]:
    opened = Pool(database, size=1, wait_seconds=5.0)
    yield opened
    opened.close()


def test_a_statement_that_takes_too_long_is_slowness(pool: Pool) -> None:
    with pytest.raises(Transient) as told:
        pool.run(lambda c: c.execute("set statement_timeout = '50ms'; select pg_sleep(5)"))
    assert told.value.code == "DATABASE_SLOW"


def test_a_lock_that_is_not_had_in_time_is_slowness(
    pool: Pool, connection: psycopg.Connection[tuple[object, ...]]
) -> None:
    with connection.transaction():
        connection.execute("lock table run_pulses")
        with pytest.raises(Transient) as told:
            pool.run(lambda c: c.execute("set lock_timeout = '50ms'; select * from run_pulses"))
    assert told.value.code == "DATABASE_SLOW"


def test_a_database_that_is_not_there_is_out_of_reach() -> None:
    pool = Pool("postgresql://127.0.0.1:1/none", size=1, wait_seconds=0.5)
    with pytest.raises(Transient) as told:
        pool.run(lambda c: c.execute("select 1"))
    pool.close()
    assert told.value.code == "DATABASE_UNREACHABLE"


def test_a_client_that_stands_still_in_a_transaction_loses_it_and_its_locks(pool: Pool) -> None:
    """So that a machine that vanished holds no lock that all others wait for."""

    def stands_still(connection: Connection) -> None:
        assert connection.execute("show idle_in_transaction_session_timeout").fetchone() == ("8s",)
        connection.execute("set idle_in_transaction_session_timeout = '50ms'")
        with connection.transaction():
            connection.execute("select 1")
            time.sleep(0.5)
            connection.execute("select 1")

    with pytest.raises(Transient) as told:
        pool.run(stands_still)
    assert told.value.code == "DATABASE_UNREACHABLE"


@pytest.mark.parametrize(
    "wrong",
    [
        "postgresql://user:s3cr%zzet@127.0.0.1/stories",
        "postgres//user:s3cret@127.0.0.1/stories",
        "postgresql://user:s3/cret@127.0.0.1/stories",
        "postgresql://user:x@s3cret@127.0.0.1/stories",
    ],
)
def test_an_address_that_can_not_be_read_is_refused_and_not_repeated(
    wrong: str, caplog: pytest.LogCaptureFixture
) -> None:
    for opens in (partial(Pool, size=1, wait_seconds=0.5), Feed, major_version, migrate, applied_migrations):
        with pytest.raises(NotSetUp) as told:
            opens(wrong)
        assert told.value.code == "BAD_DATABASE_URL"
        assert told.value.__cause__ is None
        assert told.value.__suppress_context__ or told.value.__context__ is None
        assert "s3" not in f"{told.value} {told.value.remedy} {caplog.text}"


@pytest.mark.parametrize(
    "right",
    [
        "postgresql://user:a%40b%25@[::1]:5432/stories?sslmode=require",
        "postgresql:///stories?host=/tmp",
        "host=127.0.0.1 dbname=stories",
        "postgresql://one:5432,two:5433/stories",
        "postgresql://user:x@host:/stories",
    ],
)
def test_an_address_is_taken_as_it_is(right: str) -> None:
    assert address(right) == right
