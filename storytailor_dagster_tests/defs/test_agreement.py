"""Ledger, runs and store held against each other: what disagrees is mended, and what agrees is left alone."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import dagster as dg
import psycopg
import pytest

from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.defs.sensors.agreement import agreement
from storytailor_dagster.defs.sensors.lost_objects import MOST_ATTEMPTS
from storytailor_dagster.defs.tags import PARTITION, RETRIED_BY, WILL_RETRY
from storytailor_dagster.ledger import ClaimMode
from storytailor_dagster.ledger.rows import LEASE
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.defs.conftest import House

SUCCESS, FAILURE, STARTED = dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.STARTED


def looked(house: House) -> str:
    context = dg.build_sensor_context(instance=house.instance, resources={"ledger": house.ledger, "store": house.store})
    told = agreement(context)
    assert isinstance(told, dg.SkipReason)
    return told.skip_message or ""


def in_work(house: House, run_id: str) -> UUID:
    story = house.asked()
    house.ledger.claim(subject_id=story, part=Part.CONTENT, run_id=run_id, mode=ClaimMode.QUEUE)
    return story


def quiet_for(dsn: str, story: UUID, minutes: int) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(
            "update asset_generation_jobs set lease_expires_at = now() + %s - make_interval(mins => %s)"
            " where subject_id = %s and status = 'generating'",
            (LEASE, minutes, story),
        )


def made_long_ago(dsn: str, subject: UUID) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(
            "update asset_generation_jobs set completed_at = now() - interval '10 minutes' where subject_id = %s",
            (subject,),
        )


def a_run(house: House, story: UUID, status: dg.DagsterRunStatus, tags: Mapping[str, str]) -> str:
    run = dg.DagsterRun(job_name="make_story", status=status, tags={PARTITION: str(story), **tags})
    return house.instance.add_run(run).run_id


def test_where_all_agree_nothing_is_changed(house: House) -> None:
    story = house.asked()
    assert house.run(story).success
    assert looked(house) == "0 parts without a run, 0 without an object."
    assert set(house.states(story).values()) == {"ready"}


@pytest.mark.parametrize(("minutes", "left"), [(4, False), (6, True)])
def test_a_part_in_work_for_a_run_nobody_knows_fails_after_five_quiet_minutes(
    house: House, database: str, minutes: int, left: bool
) -> None:
    story = in_work(house, "a-run-that-was-deleted")
    quiet_for(database, story, minutes)
    looked(house)
    job = house.row(story).job(Part.CONTENT)
    assert job is not None
    assert (job.status, job.code) == (("failed", "RUN_GONE") if left else ("generating", None))
    if left:
        assert house.states(story)["pdf"] == "failed"


@pytest.mark.parametrize(
    ("status", "tags", "left"),
    [
        (SUCCESS, {}, True),
        (FAILURE, {}, True),
        (FAILURE, {WILL_RETRY: "true"}, False),
        (FAILURE, {WILL_RETRY: "true", RETRIED_BY: "another"}, False),
        (STARTED, {}, False),
    ],
)
def test_a_part_left_behind_by_a_run_that_ended_fails_unless_it_runs_again(
    house: House, database: str, status: dg.DagsterRunStatus, tags: dict[str, str], left: bool
) -> None:
    story = house.asked()
    run = a_run(house, story, status, tags)
    house.ledger.claim(subject_id=story, part=Part.CONTENT, run_id=run, mode=ClaimMode.QUEUE)
    quiet_for(database, story, 2)
    looked(house)
    assert house.states(story)["content"] == ("failed" if left else "generating")


def test_a_ready_part_whose_object_is_gone_is_made_again_with_what_was_made_of_it(house: House, database: str) -> None:
    story, character = house.asked(), house.character()
    house.run(story)
    house.portray(character)
    for subject, part in ((story, Part.SCENE_4), (character, Portrait.BODY)):
        row = house.ledger.subject(subject)
        assert row is not None
        job = row.job(part)
        assert job is not None
        house.store.delete(str(job.metadata["object_key"]))
        made_long_ago(database, subject)
    assert looked(house) == "0 parts without a run, 2 without an object."
    assert [job.part for job in house.row(story).jobs if job.status == "queued"] == [Part.SCENE_4, Part.PDF]
    assert [job.part for job in house.drawn(character).jobs if job.status == "queued"] == [Portrait.BODY]
    assert house.run(story, [Part.SCENE_4, Part.PDF]).success
    made_long_ago(database, story)
    assert looked(house) == "0 parts without a run, 0 without an object."


def test_what_is_lost_again_and_again_is_reported_and_not_paid_for_again(house: House, database: str) -> None:
    story = house.asked()
    for _ in range(MOST_ATTEMPTS - 1):
        house.ledger.ask(subject_id=story, parts=[Part.CONTENT])
    house.run(story, [Part.CONTENT])
    job = house.row(story).job(Part.CONTENT)
    assert job is not None
    house.store.delete(str(job.metadata["object_key"]))
    made_long_ago(database, story)
    assert looked(house) == "0 parts without a run, 1 without an object."
    assert house.states(story)["content"] == "ready"
