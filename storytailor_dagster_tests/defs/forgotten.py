"""What the tests of forgetting do and look for."""

from __future__ import annotations

import dagster as dg
import psycopg
from typer.testing import CliRunner

from storytailor_dagster.defs.sensors.forgetting import forgetting
from storytailor_dagster.local.cli import app
from storytailor_dagster.settings import Settings
from storytailor_dagster_tests.defs.conftest import House


def looked(house: House, seen: list[str | None] | None = None) -> str:
    """What it says; with `seen` it goes on from the last of these cursors, and adds its own."""
    resources = {"ledger": house.ledger, "store": house.store, "settings": Settings(home=house.folder.parent)}
    context = dg.build_sensor_context(instance=house.instance, resources=resources, cursor=seen[-1] if seen else None)
    told = forgetting(context)
    if seen is not None:
        seen.append(context.cursor)
    assert isinstance(told, dg.SkipReason)
    return told.skip_message or ""


def typed(database: str, house: House, *words: object) -> str:
    environment = {"DATABASE_URL": database, "STORYTAILOR_HOME": str(house.folder.parent)}
    result = CliRunner().invoke(app, [str(word) for word in words], env=environment)
    assert result.exit_code == 0, result.output
    return result.output


def everything_of(dsn: str, name: str) -> str:
    """All rows of all tables of ours that hold the word."""
    found = []
    with psycopg.connect(dsn) as connection:
        for (table,) in connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall():
            rows = connection.execute(f'select to_jsonb(t)::text from public."{table}" t'.encode()).fetchall()
            found += [f"{table}: {row[0]}" for row in rows if name in row[0]]
    return "\n".join(found)
