"""Forgetting: rows, objects, partition, runs and logs of what was deleted are gone, and a receipt is left."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import dagster as dg
import psycopg
import pytest
from dagster._core.definitions.job_base import InMemoryJob
from dagster._core.execution.api import execute_run

from storytailor_dagster.defs.jobs import new_story
from storytailor_dagster.defs.keys import asset_key
from storytailor_dagster.defs.tags import MADE_FOR, PARTITION
from storytailor_dagster.keys import BOUGHT
from storytailor_dagster.providers.doubles import Script, doubles
from storytailor_dagster.settings import Settings
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.acceptance.leaks import in_names, in_rows
from storytailor_dagster_tests.defs.conftest import FAMILY, House
from storytailor_dagster_tests.defs.forgotten import everything_of, looked, typed


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


def test_a_run_that_was_made_and_never_submitted_is_not_waited_for_for_ever(home: House, empty_database: str) -> None:
    story = home.asked()
    run = home.instance.add_run(dg.DagsterRun(job_name="make_story", tags={PARTITION: str(story)}))
    home.ledger.forget(story)
    assert looked(home) == "0 cleared."
    with psycopg.connect(empty_database) as connection:
        connection.execute("update dagster.runs set create_timestamp = create_timestamp - interval '11 minutes'")
    assert looked(home) == "1 cleared."
    assert home.instance.get_run_by_id(run.run_id) is None


def test_those_that_can_not_be_cleared_hold_up_no_other(house: House) -> None:
    broken, whole = [house.asked() for _ in range(7)], house.asked()
    (house.folder / "audio" / "stories").mkdir(parents=True)
    for one in broken:
        (house.folder / "audio" / "stories" / str(one)).touch()  # where a folder should be
    for one in (*broken, whole):
        house.ledger.forget(one)
    seen: list[str | None] = [None]
    assert looked(house, seen) == "0 cleared. 5 could not be this time."
    assert looked(house, seen) == "1 cleared. 2 could not be this time."
    for one in broken:
        (house.folder / "audio" / "stories" / str(one)).unlink()
    assert looked(house, seen) == "7 cleared."


class Deleted(Script):
    """While it works, the story is deleted, and all there is of it cleared: somebody took this process for dead."""

    def __init__(self, house: House, story: UUID) -> None:
        super().__init__()
        self._house, self._story = house, story

    def step(self, **_: object) -> None:
        ledger = self._house.ledger
        ledger.forget(self._story)
        for receipt in ledger.forgetting.deleted(limit=9):
            ledger.forgetting.cleared(receipt)


def test_what_is_stored_after_all_was_cleared_goes_too(house: House) -> None:
    story = house.asked()
    house.run(story, [Part.CONTENT])
    assert [path for path in house.folder.rglob("*") if path.is_file()] != []
    result = house.run(story, [Part.COVER], hands=doubles(picture=Deleted(house, story)))
    assert not result.success
    assert [path for path in house.folder.rglob("*") if path.is_file()] == []


def test_what_is_stored_for_a_story_stays_where_only_a_job_of_it_is_gone(house: House, database: str) -> None:
    story = house.asked()
    house.run(story, [Part.CONTENT])
    before = [path for path in house.folder.rglob("*") if path.is_file()]
    gone = Lost(database, story)
    assert not house.run(story, [Part.COVER], hands=doubles(picture=gone)).success
    assert set(before) <= {path for path in house.folder.rglob("*") if path.is_file()}


class Lost(Script):
    """While it works, somebody deletes the job by hand."""

    def __init__(self, database: str, story: UUID) -> None:
        super().__init__()
        self._database, self._story = database, story

    def step(self, **_: object) -> None:
        with psycopg.connect(self._database) as connection:
            connection.execute(
                "delete from asset_generation_jobs where story_id = %s and asset_type = 'cover'", (self._story,)
            )


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
