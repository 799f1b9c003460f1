"""What was finished long ago leaves Dagster's lists and logs, and its lineage stays. On real databases."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import dagster as dg
import psycopg

from storytailor_dagster.defs.jobs import new_story
from storytailor_dagster.defs.keys import asset_key
from storytailor_dagster.defs.sensors.housekeeping import KEY_PAGES, KEYS_AT_ONCE, housekeeping
from storytailor_dagster.defs.tags import PARTITION
from storytailor_dagster.ledger import Ledger, migrate
from storytailor_dagster.ledger.statements import statement
from storytailor_dagster.providers.doubles import doubles
from storytailor_dagster.settings import Settings
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.acceptance.leaks import in_rows
from storytailor_dagster_tests.defs.conftest import House

MONTH = timedelta(days=30)


def tidied(house: House) -> str:
    context = dg.build_sensor_context(
        instance=house.instance, resources={"ledger": house.ledger, "settings": house.settings}
    )
    told = housekeeping(context)
    assert isinstance(told, dg.SkipReason)
    return told.skip_message or ""


def aged(dsn: str, story: UUID, days: int) -> None:
    """As if the story had been finished that long ago."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        long_ago = f"(now() - interval '{days} days')"
        connection.execute("alter table stories disable trigger user")
        connection.execute(
            f"update stories set asset_generation_completed_at = {long_ago} where id = %s".encode(), (story,)
        )
        connection.execute("alter table stories enable trigger user")
        connection.execute(f"update dagster.event_logs set timestamp = {long_ago} at time zone 'utc'".encode())


def test_a_story_finished_long_ago_leaves_the_lists_and_keeps_its_lineage(home: House, empty_database: str) -> None:
    old, young = home.asked(), home.asked()
    runs = [home.run(story, [Part.CONTENT]) for story in (old, young)]
    for story in (old, young):
        home.ledger.give_up(subject_id=story, jobs=[(part, 1) for part in Part], error="Enough.")
    before = len(home.instance.all_logs(runs[0].run_id))
    aged(empty_database, old, days=31)
    assert tidied(home).startswith("1 partition keys retired")
    assert home.instance.get_dynamic_partitions("stories") == [str(young)]
    left = home.instance.all_logs(runs[0].run_id)
    assert 0 < len(left) < before
    kept = {entry.dagster_event_type for entry in left}
    assert {dg.DagsterEventType.ASSET_MATERIALIZATION, dg.DagsterEventType.RUN_SUCCESS} <= kept
    assert dg.DagsterEventType.STEP_INPUT not in kept
    records = dg.AssetRecordsFilter(asset_key=asset_key(Part.CONTENT), asset_partitions=[str(old)])
    (record,) = home.instance.fetch_materializations(records, limit=5).records
    assert record.partition_key == str(old)
    home.ledger.ask(subject_id=old, parts=[Part.CONTENT])
    assert home.run(old, [Part.CONTENT]).success


def test_nothing_is_retired_under_a_run_or_before_its_time(home: House, empty_database: str) -> None:
    story = home.asked()
    home.run(story, [Part.CONTENT])
    home.ledger.give_up(subject_id=story, jobs=[(part, 1) for part in Part], error="Enough.")
    assert tidied(home).startswith("0 partition keys retired, 0 log")
    aged(empty_database, story, days=31)
    run = home.instance.add_run(
        dg.DagsterRun(job_name="make_story", status=dg.DagsterRunStatus.STARTED, tags={PARTITION: str(story)})
    )
    assert tidied(home).startswith("0 partition keys retired")
    home.instance.delete_run(run.run_id)
    assert tidied(home).startswith("1 partition keys retired")


def test_the_key_of_what_was_deleted_goes_after_an_hour(home: House, empty_database: str) -> None:
    gone = str(uuid4())
    for partitions in ("stories", "characters"):
        home.instance.add_dynamic_partitions(partitions, [gone])
    assert tidied(home).startswith("0 partition keys retired")
    with psycopg.connect(empty_database, autocommit=True) as connection:
        connection.execute(
            "update dagster.dynamic_partitions set create_timestamp = create_timestamp - interval '2 hours'"
        )
    assert tidied(home).startswith("2 partition keys retired")


def test_a_key_that_is_no_id_is_left_alone(home: House, empty_database: str) -> None:
    home.instance.add_dynamic_partitions("stories", ["by-hand"])
    with psycopg.connect(empty_database, autocommit=True) as connection:
        connection.execute("update dagster.dynamic_partitions set create_timestamp = now() - interval '2 days'")
    assert tidied(home).startswith("0 partition keys retired")


def test_keys_are_walked_a_page_at_a_time(home: House, empty_database: str) -> None:
    gone = sorted(str(uuid4()) for _ in range(3))
    home.instance.add_dynamic_partitions("stories", [*gone[:2], "by-hand"])
    home.instance.add_dynamic_partitions("characters", gone[2:])
    with psycopg.connect(empty_database, autocommit=True) as connection:
        connection.execute("update dagster.dynamic_partitions set create_timestamp = now() - interval '2 days'")
    first, place = home.ledger.housekeeping.retirable(after=MONTH, past=0, limit=3)
    assert (sorted(first["stories"]), first["characters"]) == (gone[:2], [])
    rest, end = home.ledger.housekeeping.retirable(after=MONTH, past=place, limit=3)
    assert (rest["stories"], rest["characters"], end) == ([], gone[2:], 0)


def test_the_log_is_walked_a_page_at_a_time_past_what_stays(home: House, empty_database: str) -> None:
    with psycopg.connect(empty_database, autocommit=True) as connection:
        events = [("a", None, 40)] * 4 + [(None, "STEP_INPUT", 40), (None, "RUN_SUCCESS", 40)] + [(None, None, 1)] * 3
        for asset, kind, days in events:
            connection.execute(
                "insert into dagster.event_logs (run_id, event, asset_key, dagster_event_type, timestamp)"
                " values ('gone', '', %s, %s, (now() - make_interval(days => %s)) at time zone 'utc')",
                (asset, kind, days),
            )
        ids = [row[0] for row in connection.execute("select id from dagster.event_logs order by id")]
        pages, place = [], 0
        for _ in range(4):
            went, place = home.ledger.housekeeping.purge_events(after=MONTH, past=place, limit=2)
            pages.append((went, place))
        assert pages == [(0, ids[1]), (0, ids[3]), (1, ids[5]), (0, 0)]
        kept = [row[0] for row in connection.execute("select id from dagster.event_logs order by id")]
        assert kept == [*ids[:4], *ids[5:]]


def test_a_page_of_a_long_log_is_found_by_id(home: House, empty_database: str) -> None:
    """Whatever is kept before it and comes after it is not read."""
    assert home.ledger.housekeeping.sees_dagster()
    with psycopg.connect(empty_database, autocommit=True) as connection:
        connection.execute(
            "insert into dagster.event_logs (run_id, event, asset_key, timestamp)"
            " select 'gone', repeat('x', 200), 'a', now() - interval '40 days' from generate_series(1, 100000)"
        )
        connection.execute("analyze dagster.event_logs")
        values = {"after": MONTH, "past": 40_000, "limit": 1000}
        plan = connection.execute(b"explain (analyze) " + statement("purge_events").encode(), values).fetchall()
    told = "\n".join(row[0] for row in plan)
    assert "Index Scan using event_logs_pkey" in told
    assert "Seq Scan on event_logs" not in told


def test_a_walk_goes_on_where_the_last_one_ended(home: House) -> None:
    home.instance.add_dynamic_partitions("stories", [str(uuid4()) for _ in range(KEYS_AT_ONCE * KEY_PAGES + 1)])
    context = dg.build_sensor_context(
        instance=home.instance, resources={"ledger": home.ledger, "settings": home.settings}
    )
    housekeeping(context)
    assert json.loads(context.cursor or "") == {"keys": KEYS_AT_ONCE * KEY_PAGES, "events": 0, "checks": 0}
    housekeeping(context)
    assert json.loads(context.cursor or "") == {"keys": 0, "events": 0, "checks": 0}


def test_old_results_of_checks_go_but_for_the_latest(home: House, empty_database: str) -> None:
    runs = [home.run(home.asked(), [Part.CONTENT]).run_id for _ in range(2)]

    def results() -> Counter[str]:
        with psycopg.connect(empty_database) as connection:
            found = connection.execute("select run_id from dagster.asset_check_executions").fetchall()
        return Counter(run for (run,) in found)

    before = results()
    assert before[runs[0]] == before[runs[1]] > 0
    with psycopg.connect(empty_database, autocommit=True) as connection:
        connection.execute(
            "update dagster.asset_check_executions set create_timestamp = create_timestamp - interval '11 days'"
        )
        assert " 0 results of checks purged" in tidied(home)
        home.settings = Settings(check_days=10)
        connection.execute("update dagster.runs set status = 'STARTED' where run_id = %s", (runs[0],))
        assert " 0 results of checks purged" in tidied(home)
        connection.execute("update dagster.runs set status = 'SUCCESS' where run_id = %s", (runs[0],))
    assert f" {before[runs[0]]} results of checks purged" in tidied(home)
    assert results() == {runs[1]: before[runs[1]]}


def test_results_of_checks_are_walked_a_page_at_a_time(home: House, empty_database: str) -> None:
    with psycopg.connect(empty_database, autocommit=True) as connection:
        for days, check in [(100, "a"), (100, "b"), (100, "a"), (1, "a"), (1, "c"), (1, "c")]:
            connection.execute(
                "insert into dagster.asset_check_executions (asset_key, check_name, run_id, create_timestamp)"
                " values ('x', %s, 'gone', (now() - make_interval(days => %s)) at time zone 'utc')",
                (check, days),
            )
        ids = [row[0] for row in connection.execute("select id from dagster.asset_check_executions order by id")]
        pages, place = [], 0
        for _ in range(3):
            went, place = home.ledger.housekeeping.purge_checks(after=MONTH, past=place, limit=2)
            pages.append((went, place))
        assert pages == [(1, ids[1]), (1, ids[3]), (0, 0)]
        kept = [row[0] for row in connection.execute("select id from dagster.asset_check_executions order by id")]
    assert kept == [ids[1], *ids[3:]]


def test_a_page_of_many_results_of_checks_is_found_by_id(home: House, empty_database: str) -> None:
    with psycopg.connect(empty_database, autocommit=True) as connection:
        connection.execute(
            "insert into dagster.asset_check_executions"
            " (asset_key, check_name, run_id, evaluation_event, create_timestamp)"
            " select 'x', 'check' || i % 61, 'run' || i, repeat('x', 200), now() - interval '100 days'"
            " from generate_series(1, 100000) i"
        )
        connection.execute("analyze dagster.asset_check_executions")
        values = {"after": MONTH, "past": 0, "limit": 2000}
        plan = connection.execute(b"explain (analyze) " + statement("purge_checks").encode(), values).fetchall()
        left = connection.execute("select count(*) from dagster.asset_check_executions").fetchone()
    told = "\n".join(row[0] for row in plan)
    assert "Seq Scan on asset_check_executions" not in told
    assert left == (98000,)


def test_what_runs_printed_is_kept_as_long_as_their_log(home: House) -> None:
    old, young = (home.run(home.asked(), [Part.CONTENT]).run_id for _ in range(2))
    printed = Path(home.instance.storage_directory())
    assert {old, young} <= {path.name for path in printed.iterdir()}
    long_ago = time.time() - MONTH.total_seconds() - 60
    os.utime(printed / old, (long_ago, long_ago))
    assert "what 1 runs printed" in tidied(home)
    left = {path.name for path in printed.iterdir()}
    assert (old in left, young in left) == (False, True)


def test_a_refused_request_s_run_holds_what_was_typed_as_long_as_its_log(home: House, empty_database: str) -> None:
    config = {"ops": {"put_into_queue": {"config": {"hero": "Zuzka", "species": "no such species"}}}}
    result = new_story.execute_in_process(
        run_config=config, resources={"ledger": home.ledger}, instance=home.instance, raise_on_error=False
    )
    assert not result.success
    assert "0 refused requests" in tidied(home)
    with psycopg.connect(empty_database, autocommit=True) as connection:
        connection.execute("update dagster.runs set update_timestamp = update_timestamp - interval '31 days'")
    assert "1 refused requests" in tidied(home)
    assert in_rows(empty_database, {"name": "Zuzka"}, schemas=["dagster"]) == set()


def test_where_dagster_is_elsewhere_nothing_happens(
    empty_database: str, tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    migrate(empty_database)
    with Ledger(empty_database) as ledger:
        house = House(ledger=ledger, instance=instance, folder=tmp_path / "objects", hands=doubles())
        assert "another database" in tidied(house)
