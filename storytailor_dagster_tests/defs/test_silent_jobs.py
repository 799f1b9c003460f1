"""A part that gave no sign of life for fifteen minutes fails, and is said to within one more."""

from __future__ import annotations

import dagster as dg
import psycopg

from storytailor_dagster.defs.build import build_defs
from storytailor_dagster.defs.sensors.leases import silent_jobs
from storytailor_dagster.ledger import ClaimMode
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.defs.conftest import House


def look_for_silence(house: House) -> str | None:
    context = dg.build_sensor_context(instance=house.instance, resources={"ledger": house.ledger})
    found = silent_jobs(context)
    assert isinstance(found, dg.SkipReason)
    return found.skip_message


def test_silence_is_looked_for_and_found_nowhere(house: House) -> None:
    story = house.asked()
    house.ledger.claim(subject_id=story, part=Part.CONTENT, run_id="run", mode=ClaimMode.QUEUE)
    assert look_for_silence(house) == "All give signs of life."
    assert house.states(story)["content"] == "generating"


def test_a_part_that_was_silent_for_fifteen_minutes_fails_at_the_next_look_and_its_story_says_so(
    house: House, connection: psycopg.Connection[tuple[object, ...]]
) -> None:
    def minutes_pass(minutes: int) -> None:
        connection.execute(
            "update asset_generation_jobs set lease_expires_at = lease_expires_at - make_interval(mins => %s)",
            (minutes,),
        )

    story = house.asked()
    house.ledger.claim(subject_id=story, part=Part.CONTENT, run_id="run", mode=ClaimMode.QUEUE)
    minutes_pass(10)
    look_for_silence(house)
    assert house.states(story)["content"] == "generating"
    minutes_pass(5)
    assert look_for_silence(house) == "9 ended."
    job = house.row(story).job(Part.CONTENT)
    assert job is not None
    assert (job.status, job.code) == ("failed", "NO_SIGN_OF_LIFE")
    assert "storytailor retry" in str(job.remedy)
    row = house.row(story)
    assert (row.status, row.asset_generation_status["overall"]) == ("failed", "failed")
    assert row.asset_generation_status["assets"]["content"]["error"] == "It gave no sign of life for 15 minutes."
    assert look_for_silence(house) == "All give signs of life."


def test_silence_is_looked_for_every_minute_at_least() -> None:
    seconds = build_defs().get_repository_def().get_sensor_def("silent_jobs").minimum_interval_seconds
    assert seconds is not None
    assert 0 < seconds <= 60
