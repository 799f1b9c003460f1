"""Growth: the same questions to a database with one story and to one with very many, in turns, so that both meet the
same weather. The many are copies of the one, with all that was written for it, made by SQL.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

import httpx
import psycopg
from psycopg import sql

from benchmarks.reference.databases import copy, fresh
from benchmarks.reference.measures import Bench, say
from benchmarks.reference.ours import FAMILY, SETUPS, on_database, serving, warm
from benchmarks.reference.provider import Provider
from benchmarks.reference.workload import critical_path
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.story.parts import Part

ASKED = 200
_SECRET = "a-secret-for-measurements-that-signs-nothing-else"
_BODY = {"title": "Adventure Story", "storyType": "adventure", "userAge": 7, "theme": "friendship"}
_COLUMNS = """
select column_name from information_schema.columns
where table_schema = %s and table_name = %s and is_generated = 'NEVER' and is_identity = 'NO'
  and coalesce(column_default, '') not like 'nextval%%'"""
_TABLES = "select table_name from information_schema.columns where table_schema = %s and column_name = %s"
_MANY = """
create temp table many as
select n, gen_random_uuid() as id, gen_random_uuid()::text as run, md5((n / 50)::text)::uuid as family
from generate_series(1, %s) as n"""

Expressions = dict[str, str]


def measured(
    *, postgres: str, provider: Provider, folder: Path, stories: int, events: int, pickups: int
) -> dict[str, Any]:
    """Medians in seconds on both, by what was asked."""
    say("growth: one story")
    few, many = fresh(postgres, "few"), ""
    setup = SETUPS["threads"]
    with on_database(setup, dsn=few, provider=provider, folder=folder / "few", at_once=2) as system:
        warm(system)
        bench = Bench(system, provider, 0)
        found = bench.single(1, critical_path())
        story = UUID(found["last"])
    say(f"growth: {stories} stories, {events} events")
    many = copy(postgres, "few", "many")
    sizes = _fill(many, story=story, stories=stories, events=events)
    say("growth: questions")
    answers = _asked(few, many, story)
    for name, dsn in (("few", few), ("many", many)):
        say(f"growth: pick-up, {name}")
        # One home for both: the copies are copies of what lies in its store.
        with on_database(setup, dsn=dsn, provider=provider, folder=folder / "few", at_once=2) as system:
            warm(system)
            seconds = Bench(system, provider, 0).pickup(pickups)["seconds"]
            answers.setdefault("a row until its first call", {})[name] = median(seconds)
    return {"stories": stories, "events": events, "sizes": sizes, "answers": answers}


def _fill(dsn: str, *, story: UUID, stories: int, events: int) -> dict[str, int]:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")  # no triggers, which would make jobs anew
        connection.execute(_MANY, (stories,), prepare=False)
        run = connection.execute("select run_id from asset_generation_jobs where story_id = %s", (story,)).fetchone()
        assert run is not None
        _copy_rows(connection, "public", "stories", f"t.id = '{story}'", {"id": "many.id", "creator_user_id": "family"})
        for (table,) in connection.execute(_TABLES, ("public", "story_id")).fetchall():
            changed = {"id": "gen_random_uuid()", "story_id": "many.id", "run_id": "many.run"}
            _copy_rows(connection, "public", table, f"t.story_id = '{story}'", changed)
        for (table,) in connection.execute(_TABLES, ("dagster", "run_id")).fetchall():
            where = f"t.run_id = '{run[0]}'"
            limit = stories
            if table == "event_logs":
                counted = connection.execute(
                    "select count(*) from dagster.event_logs where run_id = %s", run
                ).fetchone()
                limit = min(stories, events // max(1, counted[0] if counted else 1))
            _copy_rows(connection, "dagster", table, f"{where} and n <= {limit}", _of_dagster(run[0], story))
        partitions = f"t.partition = '{story}'"
        _copy_rows(connection, "dagster", "dynamic_partitions", partitions, {"partition": "many.id::text"})
        connection.execute("vacuum analyze")
        connection.execute("checkpoint")  # else writes pay for the filling: each page they touch is logged whole
        sizes = {}
        for table in ("public.stories", "public.asset_generation_jobs", "dagster.runs", "dagster.event_logs"):
            row = connection.execute(sql.SQL("select count(*) from {}").format(sql.SQL(table))).fetchone()
            sizes[table] = int(row[0]) if row else 0
        return sizes


def _of_dagster(run: str, story: UUID) -> Expressions:
    """What differs from run to run, in whichever of Dagster's tables."""
    own = f"replace(replace(t.{{}}, '{run}', many.run), '{story}', many.id::text)"
    return {
        "run_id": "many.run",
        "partition": "case when t.partition is not null then many.id::text end",
        "run_body": own.format("run_body"),
        "event": own.format("event"),
        "value": own.format("value"),
    }


def _copy_rows(connection: psycopg.Connection, schema: str, table: str, where: str, changed: Expressions) -> None:
    names = [name for (name,) in connection.execute(_COLUMNS, (schema, table)).fetchall()]
    values = [changed.get(name, f"t.{name}") for name in names]
    text = f"insert into {schema}.{table} ({', '.join(names)}) select {', '.join(values)} from {schema}.{table} t, many"
    connection.execute(f"{text} where {where}".encode())


def _asked(few: str, many: str, story: UUID) -> dict[str, dict[str, float]]:
    """The queue's own question, a status write, and the API's two."""
    questions: dict[str, dict[str, Callable[[], object]]] = {}
    with ExitStack() as stack:
        for name, dsn in (("few", few), ("many", many)):
            for what, ask in stack.enter_context(_questions(dsn, story)).items():
                questions.setdefault(what, {})[name] = ask
        return {what: _in_turns(both) for what, both in questions.items()}


def _in_turns(both: dict[str, Callable[[], object]]) -> dict[str, float]:
    taken: dict[str, list[float]] = {name: [] for name in both}
    for number in range(ASKED + 20):
        for name, ask in both.items():
            began = time.perf_counter()
            ask()
            if number >= 20:
                taken[name].append(time.perf_counter() - began)
    return {name: median(seconds) for name, seconds in taken.items()}


@contextmanager
def _questions(dsn: str, story: UUID) -> Iterator[dict[str, Callable[[], object]]]:
    with (
        serving(dsn, _SECRET, FAMILY) as (url, token),
        Ledger(dsn) as ledger,
        httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=60) as client,
    ):
        yield {
            "what waits in the queue": lambda: ledger.queue(limit=25),
            "a status is written": lambda: ledger.ask(subject_id=story, parts=[Part.COVER]),
            "POST /api/v1/stories": lambda: client.post("/api/v1/stories", json=_BODY).raise_for_status(),
            "GET /api/v1/stories/{id}": lambda: client.get(f"/api/v1/stories/{story}").raise_for_status(),
            "GET /api/v1/stories": lambda: client.get("/api/v1/stories").raise_for_status(),
        }
        with psycopg.connect(dsn) as connection:
            # What was asked for is no longer to be made.
            connection.execute("delete from stories where status = 'generating' and id <> %s", (story,))
            connection.execute(
                "update asset_generation_jobs set status = 'ready' where story_id = %s and status = 'queued'", (story,)
            )
