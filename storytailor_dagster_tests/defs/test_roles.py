"""Runs and sensors under a login of Dagster's role: all of a story's way, and Dagster's own tables with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import dagster as dg
import psycopg
import pytest

from storytailor_dagster.defs.health.job import health
from storytailor_dagster.defs.jobs import new_story, redraw_stories
from storytailor_dagster.defs.sensors.leases import silent_jobs
from storytailor_dagster.defs.storage import PooledPostgresStorage
from storytailor_dagster.errors import NotSetUp
from storytailor_dagster.ledger import Ledger, ensure_dagster_schema, migrate
from storytailor_dagster.local.home import Home, dagster_url
from storytailor_dagster.providers.doubles import doubles
from storytailor_dagster.settings import Settings
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.defs import (
    forgotten,
    test_agreement,
    test_housekeeping,
    test_pulses,
    test_retention,
    test_sensors,
)
from storytailor_dagster_tests.defs.conftest import House
from storytailor_dagster_tests.logins import DAGSTER, login, made_ready


@pytest.fixture
def town(empty_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A house whose ledger and Dagster are under a login of Dagster's role; families are not."""
    made_ready(empty_database, tmp_path)
    with login(empty_database, DAGSTER) as lesser:
        for name, value in Home(Settings(home=tmp_path)).environment(lesser).items():
            monkeypatch.setenv(name, value)
        with dg.DagsterInstance.get() as instance, Ledger(lesser) as ledger:
            yield House(ledger=ledger, instance=instance, folder=tmp_path / "objects", hands=doubles())


@pytest.fixture
def families(town: House, empty_database: str) -> Iterator[House]:
    """What families do, with the owner's rights."""
    with Ledger(empty_database) as ledger:
        yield House(ledger=ledger, instance=town.instance, folder=town.folder, hands=town.hands)


def test_a_story_is_made_by_the_queue_and_again_by_a_person(town: House, families: House) -> None:
    character = families.character()
    assert town.portray(character).success
    story = families.asked(characterId=str(character))
    assert len(test_sensors.requests(test_sensors.look(town))) == 1
    assert town.run(story).success
    assert set(town.states(story).values()) == {"ready"}
    assert town.run(story, [Part.PDF], by_queue=False).success
    job = town.row(story).job(Part.PDF)
    assert job is not None
    assert (job.status, job.attempt) == ("ready", 2)
    assert town.ledger.spending.calls(story)


def test_what_an_operator_asks_for_in_the_ui(town: House, families: House) -> None:
    resources = {"ledger": town.ledger}
    result = new_story.execute_in_process(instance=town.instance, resources=resources)
    assert result.success
    (queued,) = town.ledger.queue(limit=2)
    assert set(town.states(queued.subject_id).values()) == {"generating", "pending"}
    character = families.character()
    story = families.asked(characterId=str(character))
    config = {"ops": {"queue_pictures": {"config": {"character_id": str(character)}}}}
    assert redraw_stories.execute_in_process(instance=town.instance, resources=resources, run_config=config).success
    job = town.row(story).job(Part.COVER)
    assert job is not None
    assert job.attempt == 2


def test_the_sensors_tidy_up(town: House, families: House, empty_database: str) -> None:
    story = families.asked()
    run = test_sensors.a_run(town, story, dg.DagsterRunStatus.STARTED)
    town.ledger.pulses.beat(run.run_id)
    with psycopg.connect(empty_database, autocommit=True) as owner:
        test_pulses.silent_for(owner, 16)
    test_pulses.look(town)
    assert test_pulses.status(town, run) is dg.DagsterRunStatus.FAILURE

    lost = test_agreement.in_work(families, str(uuid4()))
    test_agreement.quiet_for(empty_database, lost, 5)
    test_agreement.looked(town)
    assert town.states(lost)["content"] == "failed"

    made = families.asked(generateAssets=False)
    assert town.run(made, [Part.CONTENT]).success
    test_agreement.made_long_ago(empty_database, made)
    for kept in [path for path in town.folder.rglob("*") if path.is_file()]:
        kept.unlink()
    test_agreement.looked(town)
    assert town.states(made)["content"] == "generating"

    silent = test_agreement.in_work(families, str(uuid4()))
    test_agreement.quiet_for(empty_database, silent, 16)
    silent_jobs(dg.build_sensor_context(instance=town.instance, resources={"ledger": town.ledger}))
    assert town.states(silent)["content"] == "failed"

    test_housekeeping.tidied(town)
    assert families.ledger.forget(made)
    assert forgotten.looked(town) == "1 cleared."
    with psycopg.connect(empty_database) as owner:
        assert owner.execute("select count(*), count(cleared_at) from forgettings").fetchone() == (1, 1)


def test_old_events_and_keys_are_purged(town: House, families: House, empty_database: str) -> None:
    story = families.asked(generateAssets=False)
    town.run(story, [Part.CONTENT])
    test_housekeeping.aged(empty_database, story, 31)
    told = test_housekeeping.tidied(town)
    assert town.instance.get_dynamic_partitions("stories") == []
    assert told.startswith("1 partition keys retired, ")
    assert " 0 log events" not in told


def test_what_was_kept_long_enough_is_deleted(town: House, families: House, empty_database: str) -> None:
    story, character = families.asked(), families.character()
    for one in (story, character):
        test_retention.ended(families, one)
        test_retention.finished_ago(empty_database, one, 31)
    told = test_retention.tidied(town, story_days=30, character_days=30)
    assert told == "Deleted for their age: 0 bought answers, 1 stories, 1 characters."


def test_the_health_job_sees_all_that_it_looks_at(town: House, families: House) -> None:
    families.asked()
    resources = {"ledger": town.ledger, "settings": Settings()}
    assert health.execute_in_process(instance=town.instance, resources=resources).success


def test_without_its_tables_dagster_says_what_to_do(empty_database: str) -> None:
    migrate(empty_database)
    ensure_dagster_schema(empty_database)
    with login(empty_database, DAGSTER) as lesser, pytest.raises(NotSetUp) as told:
        PooledPostgresStorage(dagster_url(lesser))
    assert told.value.code == "DATABASE_BEHIND"
    assert "storytailor_dagster.local.database" in told.value.remedy
