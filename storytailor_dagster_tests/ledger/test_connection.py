"""What a database that is there and slow is called, beside one that is not there."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from storytailor_dagster.errors import Transient
from storytailor_dagster.ledger.connection import Pool


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
