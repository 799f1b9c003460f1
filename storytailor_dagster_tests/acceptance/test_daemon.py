"""Whole stories through a real daemon: rows in by plain SQL, stories out, the two records agreeing all the way."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest

from storytailor_dagster.ledger import Ledger, ensure_dagster_schema, migrate
from storytailor_dagster.local.home import Home
from storytailor_dagster.local.programs import Program, program
from storytailor_dagster.settings import Settings
from storytailor_dagster_tests.acceptance.agreement import disagreements

FAMILY = "11111111-1111-4111-8111-111111111111"
LOCATION = "storytailor_dagster_tests.acceptance.location"
LONGEST = 240.0


@contextmanager
def daemon(dsn: str, folder: Path, *, runs_at_once: int) -> Iterator[Program]:
    """A real daemon on the database, with as many runs at a time."""
    ensure_dagster_schema(dsn)
    home = Home(Settings(home=folder))
    environment = home.environment(dsn)
    yaml = folder / "dagster" / "dagster.yaml"
    yaml.write_text(yaml.read_text().replace("max_concurrent_runs: 2", f"max_concurrent_runs: {runs_at_once}"))
    module = ("storytailor_dagster.defs.daemon", "run", "-m", LOCATION)
    with program("daemon", module, environment=environment, log=home.logs / "daemon.log") as started:
        yield started


def insert(connection: psycopg.Connection[tuple[object, ...]], priority: str) -> UUID:
    story = uuid4()
    metadata = json.dumps({"priority": priority, "hero": {"name": "Zuzka"}, "theme": "patience"})
    connection.execute(
        "insert into stories (id, creator_user_id, age_rating, metadata) values (%s, %s, 5, %s)",
        (story, FAMILY, metadata),
    )
    return story


def wait_until_made(
    connection: psycopg.Connection[tuple[object, ...]], running: Program, stories: list[UUID]
) -> list[str]:
    """The disagreements met at any poll until every story is done."""
    end, met = time.monotonic() + LONGEST, []
    while time.monotonic() < end:
        running.check()
        met += disagreements(connection)
        left = connection.execute(
            "select count(*) from stories where id = any (%s) and status = 'generating'", (stories,)
        ).fetchone()
        if left == (0,):
            return met
        time.sleep(0.1)
    pytest.fail(running.log.read_text()[-4000:])


def test_requests_become_stories_in_the_order_of_their_priority(empty_database: str, tmp_path: Path) -> None:
    migrate(empty_database)
    with psycopg.connect(empty_database, autocommit=True) as connection, Ledger(empty_database) as ledger:
        asked = [(p, insert(connection, p)) for p in ("normal", "high", "normal", "urgent", "high", "urgent")]
        stories = [story for _, story in asked]
        with daemon(empty_database, tmp_path, runs_at_once=1) as running:
            met = wait_until_made(connection, running, stories)
        assert met == []
        rows = [row for story in stories if (row := ledger.story(story))]
        assert [row.asset_generation_status["overall"] for row in rows] == ["ready"] * 6
        begun = {row.id: min(job.started_at for job in row.jobs if job.started_at) for row in rows}
        by_start = sorted(asked, key=lambda one: begun[one[1]])
        expected = [one for level in ("urgent", "high", "normal") for one in asked if one[0] == level]
        assert by_start == expected
        log = running.log.read_text()
        assert "Zuzka" not in log
