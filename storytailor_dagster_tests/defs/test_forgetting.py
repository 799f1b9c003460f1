"""Forgetting: rows, objects, partition, runs and logs of what was deleted are gone, and a receipt is left."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

import dagster as dg
import psycopg
import pytest
from dagster._core.definitions.job_base import InMemoryJob
from dagster._core.execution.api import execute_run
from typer.testing import CliRunner

from storytailor_dagster.defs.jobs import new_story
from storytailor_dagster.defs.keys import asset_key
from storytailor_dagster.defs.sensors.forgetting import forgetting
from storytailor_dagster.defs.tags import MADE_FOR, PARTITION
from storytailor_dagster.keys import BOUGHT
from storytailor_dagster.local.cli import app
from storytailor_dagster.settings import Settings
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.acceptance.leaks import in_names, in_rows
from storytailor_dagster_tests.defs.conftest import FAMILY, House


def looked(house: House) -> str:
    resources = {"ledger": house.ledger, "store": house.store, "settings": Settings(home=house.folder.parent)}
    told = forgetting(dg.build_sensor_context(instance=house.instance, resources=resources))
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


@pytest.mark.parametrize("kind", ["story", "character"])
def test_nothing_of_it_is_left_but_a_receipt(house: House, database: str, kind: str) -> None:
    subject = house.asked() if kind == "story" else house.character()
    result = house.run(subject) if kind == "story" else house.portray(subject)
    house.store.put(f"{BOUGHT}/{subject}/x.json", b"{}", content_type="application/json")
    typed(database, house, "forget", kind, subject)
    assert house.ledger.subject(subject) is None
    assert looked(house) == "1 cleared."
    assert house.instance.get_run_by_id(result.run_id) is None
    assert house.instance.all_logs(result.run_id) == []
    assert house.instance.get_dynamic_partitions({"story": "stories", "character": "characters"}[kind]) == []
    assert [path for path in house.folder.rglob("*") if path.is_file()] == []
    assert everything_of(database, str(subject)) == ""
    assert sha256(str(subject).encode()).hexdigest() in everything_of(database, kind)
    assert looked(house) == "0 cleared."


def test_dagster_keeps_nothing_of_it_and_all_of_others(home: House, empty_database: str, tmp_path: Path) -> None:
    """Its lists of checks and of each asset's last materialization, and what the run printed, are not the log."""
    other, story = home.asked(), home.asked()
    kept, gone = home.run(other), home.run(story)
    content = asset_key(Part.CONTENT)
    words = {"story": str(story), "run": gone.run_id}
    with psycopg.connect(empty_database) as connection:  # what the UI makes of an asset's page
        connection.execute("update dagster.asset_keys set cached_status_data = %s", (json.dumps([str(story)]),))
    found = in_rows(empty_database, words, schemas=["dagster"])
    assert {
        ("run", "dagster.asset_keys.last_materialization"),
        ("run", "dagster.asset_check_executions.run_id"),
    } < found
    home.ledger.forget(story)
    assert looked(home) == "1 cleared."
    assert in_rows(empty_database, words, schemas=["dagster"]) == set()
    assert in_names(tmp_path, words) == set()
    assert home.instance.get_latest_materialization_event(content) == last_of(home, kept.run_id)
    checks = in_rows(empty_database, {"run": kept.run_id}, schemas=["dagster"])
    assert ("run", "dagster.asset_check_executions.run_id") in checks


def last_of(house: House, run_id: str) -> dg.EventLogEntry:
    """The run's materialization of the text."""
    (found,) = (
        entry
        for entry in house.instance.all_logs(run_id, of_type=dg.DagsterEventType.ASSET_MATERIALIZATION)
        if entry.dagster_event and entry.dagster_event.asset_key == asset_key(Part.CONTENT)
    )
    return found


def test_the_run_whose_config_holds_names_goes_with_its_story(house: House) -> None:
    config = {"ops": {"put_into_queue": {"config": {"hero": "Zuzka"}}}}
    asked = new_story.execute_in_process(run_config=config, resources={"ledger": house.ledger}, instance=house.instance)
    (queued,) = house.ledger.queue(limit=5)
    house.ledger.forget(queued.subject_id)
    looked(house)
    assert house.instance.get_run_by_id(asked.run_id) is None


def test_a_request_in_the_launchpad_that_is_run_again_is_one_story(house: House) -> None:
    definitions = dg.Definitions(jobs=[new_story], resources={"ledger": house.ledger}, executor=dg.in_process_executor)
    job = definitions.resolve_job_def("new_story")
    first = house.instance.create_run_for_job(job)
    again = house.instance.create_run_for_job(job, root_run_id=first.run_id, parent_run_id=first.run_id)
    for run in (first, again):
        assert execute_run(InMemoryJob(job), run, house.instance).success
    (queued,) = house.ledger.queue(limit=5)
    tagged = house.instance.get_runs(filters=dg.RunsFilter(tags={MADE_FOR: str(queued.subject_id)}))
    assert {run.run_id for run in tagged} == {first.run_id, again.run_id}


def test_a_run_that_has_not_ended_is_waited_for(house: House) -> None:
    story = house.asked()
    run = house.instance.add_run(
        dg.DagsterRun(job_name="make_story", status=dg.DagsterRunStatus.STARTED, tags={PARTITION: str(story)})
    )
    house.ledger.forget(story)
    assert looked(house) == "0 cleared."
    house.instance.report_run_canceled(run)
    assert looked(house) == "1 cleared."


def test_a_request_that_is_repeated_keeps_its_objects_until_it_is_deleted_too(house: House, database: str) -> None:
    """Under the same id, as the same `Idempotency-Key` gives it."""
    story = house.asked()
    house.run(story)
    house.ledger.forget(story)
    house.ledger.insert_story(creator_user_id=FAMILY, metadata={"hero": {"name": "Zuzka"}}, age=5, story_id=story)
    house.run(story)
    assert looked(house) == "0 cleared."
    assert all(house.store.size(key) for key in keys_of(house, story))
    house.ledger.forget(story)
    assert looked(house) == "2 cleared."
    assert everything_of(database, str(story)) == ""
    assert [path for path in house.folder.rglob("*") if path.is_file()] == []


def keys_of(house: House, story: UUID) -> list[str]:
    keys = [str(job.metadata["object_key"]) for job in house.row(story).jobs]
    assert len(keys) == len(Part)
    return keys


def test_what_a_person_was_given_to_open_goes_too(house: House) -> None:
    story, other = house.asked(), house.asked()
    exports = Settings(home=house.folder.parent).exports_folder
    for one in (story, other):
        (exports / str(one)).mkdir(parents=True)
        (exports / str(one) / "story.txt").write_text("Zuzka")
    house.ledger.forget(story)
    looked(house)
    assert [path.name for path in exports.iterdir()] == [str(other)]


def test_a_user_is_forgotten_whole_and_nobody_else(house: House, database: str) -> None:
    mine, child = house.asked(), house.character()
    other = house.ledger.insert_story(creator_user_id=uuid4(), metadata={})
    assert "2 stories and characters" in typed(database, house, "forget", "user", FAMILY)
    assert house.ledger.subject(mine) is house.ledger.subject(child) is None
    assert house.ledger.story(other) is not None
    assert looked(house) == "2 cleared."
    assert everything_of(database, str(FAMILY)) == ""


def test_everything_of_a_user_is_taken_out(house: House, database: str, tmp_path: Path) -> None:
    story, child = house.asked(), house.character("Zuzka")
    house.run(story)
    house.portray(child)
    begun: UUID = house.asked()
    told = typed(database, house, "takeout", FAMILY, tmp_path / "out")
    names = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert {
        f"stories/{story}/{name}" for name in ("request.json", "story.json", "cover.png", "audio.mp3", "story.pdf")
    } <= names
    assert {f"characters/{child}/{name}" for name in ("character.json", "headshot.png", "body.png")} <= names
    assert {name for name in names if str(begun) in name} == {f"stories/{begun}/request.json"}
    assert len(told.splitlines()) == len(names)
    assert "Zuzka" in (tmp_path / "out" / "characters" / str(child) / "character.json").read_text()


def test_what_a_backup_brings_back_is_forgotten_again_by_its_receipts(
    house: House, database: str, tmp_path: Path
) -> None:
    story, character, receipts = house.asked(), house.character(), tmp_path / "receipts"
    house.ledger.webhooks.add(
        FAMILY, url="https://a.test", events=["story.ready"], description=None, secret="s" * 32, most=9
    )
    tables = ("stories", "characters", "webhook_endpoints")
    with psycopg.connect(database, autocommit=True) as connection:
        for table in tables:
            connection.execute(f"create temp table kept_{table} as table {table}".encode())
        typed(database, house, "forget", "user", FAMILY)
        receipts.write_text(typed(database, house, "forget", "receipts"))
        for table in tables:
            connection.execute(f"insert into {table} table kept_{table}".encode())
    assert str(story) not in receipts.read_text()
    house.store.put(f"{BOUGHT}/{story}/x.json", b"{}", content_type="application/json")
    later = house.asked()
    again = typed(database, house, "forget", "again", receipts)
    assert again.splitlines()[0] == "Forgotten again: 3"
    assert [house.ledger.subject(one) for one in (story, character)] == [None, None]
    assert house.ledger.subject(later) is not None
    assert house.ledger.webhooks.endpoints(FAMILY) == ()
    assert [path for path in house.folder.rglob("*") if path.is_file()] == []
    assert typed(database, house, "forget", "again", receipts).splitlines()[0] == "Forgotten again: 0"


def test_a_file_of_something_else_forgets_nothing(house: House, database: str, tmp_path: Path) -> None:
    story = house.asked()
    (tmp_path / "letter").write_text(f"story {sha256(str(story).encode()).hexdigest()} soon\n")
    environment = {"DATABASE_URL": database, "STORYTAILOR_HOME": str(house.folder.parent)}
    result = CliRunner().invoke(app, ["forget", "again", str(tmp_path / "letter")], env=environment)
    assert (result.exit_code, "(BAD_RECEIPTS)" in result.output) == (1, True)
    assert house.ledger.subject(story) is not None
