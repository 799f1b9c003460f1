"""The commands for another Postgres in docs/operating.md do what they say, on each server."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from storytailor_dagster.defs.storage import make_tables
from storytailor_dagster.ledger import Ledger, ensure_dagster_schema, migrate
from storytailor_dagster.ledger.server import major_version
from storytailor_dagster.local.home import dagster_url
from storytailor_dagster.local.postgres_binaries import find_binaries
from storytailor_dagster_tests.conftest import DEBIANS_15, database_on

ROOT = Path(__file__).parents[2]


@pytest.fixture
def another(empty_database: str) -> Iterator[str]:
    """A second empty database on the same server."""
    with database_on(empty_database) as dsn:
        yield dsn


def commands(*programs: str) -> str:
    section = (ROOT / "docs" / "operating.md").read_text().partition("\n## Backups\n")[2].partition("\n## ")[0]
    lines = "".join(re.findall(r"^```sh\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)).splitlines()
    found = [line for line in lines if line.split()[0] in programs]
    assert len(found) == len(programs)
    return "\n".join(found)


def run(text: str, dsn: str, dump: Path) -> None:
    binaries = DEBIANS_15 if major_version(dsn) == 15 else find_binaries()
    subprocess.run(
        ["bash", "-euc", text.replace("stories.dump", str(dump))],
        check=True,
        cwd=ROOT,
        env={
            **os.environ,
            "PATH": f"{binaries}:{Path(sys.executable).parent}:{os.environ['PATH']}",
            "DATABASE_URL": dsn,
        },
    )


def test_a_dump_of_these_schemas_is_all_of_them_and_goes_into_an_empty_database(
    empty_database: str, another: str, tmp_path: Path
) -> None:
    migrate(empty_database)
    ensure_dagster_schema(empty_database, lambda: make_tables(dagster_url(empty_database)))
    dump = tmp_path / "stories.dump"
    with psycopg.connect(empty_database, autocommit=True) as connection, Ledger(empty_database) as ledger:
        connection.execute("insert into dagster.kvs (key, value) values ('seven', '7')")
        story = ledger.insert_story(creator_user_id=uuid4(), metadata={"hero": {"name": "Zuzka"}})
    run(commands("umask", "pg_dump"), empty_database, dump)
    assert dump.stat().st_mode & 0o777 == 0o600
    run(commands("python", "pg_restore"), another, dump)
    assert migrate(another) == []
    with psycopg.connect(another, autocommit=True) as connection, Ledger(another) as ledger:
        assert connection.execute("select value from dagster.kvs where key = 'seven'").fetchall() == [("7",)]
        assert ledger.story(story) is not None
        assert ledger.forget(story)
