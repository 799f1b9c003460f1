"""Row level security, as a family's own connection sees it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg
import pytest

from storytailor_dagster.ledger import Ledger
from storytailor_dagster_tests.ledger.help import FAMILY, NEIGHBOURS, Connection, read


@contextmanager
def acting_as(connection: Connection, user: UUID | None, role: str = "authenticated") -> Iterator[Connection]:
    with connection.transaction():
        claims = json.dumps({"sub": str(user)} if user else {})
        connection.execute(
            "select set_config('role', %s, true), set_config('request.jwt.claims', %s, true)", (role, claims)
        )
        yield connection


@pytest.fixture
def two_families(ledger: Ledger) -> dict[UUID, UUID]:
    return {user: ledger.insert_story(creator_user_id=user, metadata={}) for user in (FAMILY, NEIGHBOURS)}


@pytest.mark.parametrize("user", [FAMILY, NEIGHBOURS])
def test_a_family_sees_its_own_stories_and_jobs(
    connection: Connection, two_families: dict[UUID, UUID], user: UUID
) -> None:
    with acting_as(connection, user):
        assert connection.execute("select id from stories").fetchall() == [(two_families[user],)]
        assert connection.execute("select distinct story_id from asset_generation_jobs").fetchall() == [
            (two_families[user],)
        ]


def test_a_family_inserts_a_story_and_it_gets_its_jobs(connection: Connection, ledger: Ledger) -> None:
    with acting_as(connection, FAMILY):
        row = connection.execute(
            "insert into stories (creator_user_id, title) values (%s, 'T') returning id", (FAMILY,)
        ).fetchone()
    assert row is not None
    assert len(read(ledger, row[0]).jobs) == 9


@pytest.mark.parametrize(
    "forbidden",
    [
        "insert into stories (creator_user_id) values ('22222222-2222-2222-2222-222222222222')",
        "insert into stories (creator_user_id, status) values ('11111111-1111-1111-1111-111111111111', 'ready')",
        "insert into stories (creator_user_id, cover_art_url) values ('11111111-1111-1111-1111-111111111111', 'x')",
        "insert into asset_generation_jobs (story_id, asset_type) select id, 'qr' from stories",
        "update stories set title = 'x'",
        "delete from stories",
        "select * from generation_attempts",
        "select public.record_asset(id, 'cover', '{\"status\": \"ready\"}') from stories",
    ],
)
def test_a_family_may_not(connection: Connection, two_families: dict[UUID, UUID], forbidden: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), acting_as(connection, FAMILY):
        connection.execute(forbidden.encode())


def test_a_stranger_sees_no_story(connection: Connection, two_families: dict[UUID, UUID]) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), acting_as(connection, None, "anon"):
        connection.execute("select * from stories")
    with acting_as(connection, None, "anon"):
        assert len(connection.execute("select * from story_types").fetchall()) == 14


def test_the_service_sees_all(connection: Connection, two_families: dict[UUID, UUID]) -> None:
    with acting_as(connection, None, "service_role"):
        assert len(connection.execute("select * from stories").fetchall()) == 2
        connection.execute("insert into stories (creator_user_id) values (%s)", (FAMILY,))
        assert connection.execute("select count(*) from asset_generation_jobs").fetchone() == (27,)
