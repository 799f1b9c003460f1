"""The sensors on a real instance and a real database."""

from __future__ import annotations

import threading
from uuid import UUID

import dagster as dg
import psycopg
import pytest

from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.defs.build import build_defs
from storytailor_dagster.defs.keys import part_of
from storytailor_dagster.defs.sensors.ended import run_canceled, run_failed
from storytailor_dagster.defs.sensors.queue import story_queue
from storytailor_dagster.defs.tags import ASKED, CHARACTER, PARTITION, PRIORITY, RETRIED_BY, RUN_RETRY, WILL_RETRY
from storytailor_dagster.ledger import ClaimMode, Ledger
from storytailor_dagster.settings import Settings
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.defs.conftest import House


def look(house: House, settings: Settings | None = None) -> dg.SensorResult | dg.SkipReason:
    context = dg.build_sensor_context(
        instance=house.instance,
        resources={"ledger": house.ledger, "settings": settings or Settings()},
        definitions=build_defs(),
    )
    found = story_queue(context)
    assert isinstance(found, dg.SensorResult | dg.SkipReason)
    return found


def requests(found: dg.SensorResult | dg.SkipReason) -> list[dg.RunRequest]:
    assert isinstance(found, dg.SensorResult)
    return list(found.run_requests or [])


def a_run(house: House, story: UUID, status: dg.DagsterRunStatus, tags: dict[str, str] | None = None) -> dg.DagsterRun:
    run = dg.DagsterRun(job_name="__ASSET_JOB", status=status, tags={PARTITION: str(story), **(tags or {})})
    return house.instance.add_run(run)


def test_an_empty_queue_is_skipped(house: House) -> None:
    assert isinstance(look(house), dg.SkipReason)


def test_a_request_gets_a_partition_and_a_run_over_all_parts(house: House) -> None:
    story = house.asked()
    found = look(house)
    (request,) = requests(found)
    assert request.partition_key == str(story)
    assert (request.job_name, request.asset_selection) == ("make_story", None)
    assert isinstance(found, dg.SensorResult)
    (add,) = found.dynamic_partitions_requests or []
    assert list(add.partition_keys) == [str(story)]


def test_urgent_comes_before_high_before_normal(house: House) -> None:
    stories = {priority: house.asked(priority=priority) for priority in ("normal", "urgent", "high")}
    found = requests(look(house))
    assert [request.partition_key for request in found] == [str(stories[p]) for p in ("urgent", "high", "normal")]
    assert [request.tags[PRIORITY] for request in found] == ["20", "10", "0"]


def test_one_look_asks_for_no_more_runs_than_set(house: House) -> None:
    for _ in range(5):
        house.asked()
    assert len(requests(look(house, Settings(queue_batch=2)))) == 2


def test_stories_in_work_do_not_stand_in_the_way_of_new_ones(house: House) -> None:
    for _ in range(3):
        story = house.asked()
        (request,) = [found for found in requests(look(house)) if found.partition_key == str(story)]
        a_run(house, story, dg.DagsterRunStatus.STARTED, {ASKED: request.tags[ASKED]})
    new = house.asked()
    assert [request.partition_key for request in requests(look(house, Settings(queue_batch=1)))] == [str(new)]


def test_a_run_that_dagster_runs_again_by_itself_is_waited_for(house: House) -> None:
    story = house.asked()
    (request,) = requests(look(house))
    asked = {ASKED: request.tags[ASKED]}
    lost = a_run(house, story, dg.DagsterRunStatus.FAILURE, {**asked, WILL_RETRY: "true"})
    assert isinstance(look(house), dg.SkipReason)
    house.instance.add_run_tags(lost.run_id, {WILL_RETRY: "false"})
    assert len(requests(look(house))) == 1


@pytest.mark.parametrize(("minutes", "asked_again"), [(4, False), (6, True)])
def test_a_run_that_dagster_never_ran_again_is_waited_for_no_longer_than_it_may_take(
    home: House, empty_database: str, minutes: int, asked_again: bool
) -> None:
    story = home.asked()
    (request,) = requests(look(home))
    a_run(home, story, dg.DagsterRunStatus.FAILURE, {ASKED: request.tags[ASKED], WILL_RETRY: "true"})
    with psycopg.connect(empty_database, autocommit=True) as connection:
        connection.execute("update dagster.runs set end_time = extract(epoch from now()) - %s", (60 * minutes,))
    assert isinstance(look(home), dg.SensorResult) is asked_again


def test_what_a_canceled_run_never_took_fails_with_that_reason_until_somebody_asks_again(house: House) -> None:
    story = house.asked()
    (request,) = requests(look(house))
    a_run(house, story, dg.DagsterRunStatus.CANCELED, {ASKED: request.tags[ASKED]})
    assert isinstance(look(house), dg.SkipReason)
    job = house.row(story).job(Part.CONTENT)
    assert job is not None
    assert (job.status, job.code) == ("failed", "RUN_CANCELED")
    house.ledger.ask(subject_id=story, parts=[Part.COVER])
    assert {part_of(key) for key in requests(look(house))[0].asset_selection or []} >= {Part.COVER}


def test_a_run_that_could_not_be_submitted_is_asked_for_again_under_the_same_key(house: House) -> None:
    story = house.asked()
    (first,) = requests(look(house))
    a_run(house, story, dg.DagsterRunStatus.NOT_STARTED, {ASKED: first.tags[ASKED]})
    (again,) = requests(look(house))
    assert again.run_key == first.run_key


def test_runs_that_were_gone_on_with_count_once(house: House) -> None:
    """A run whose process died and both its retries are one asking, so one more follows."""
    story = house.asked()
    (request,) = requests(look(house))
    asked = {ASKED: request.tags[ASKED]}
    for more in ({RETRIED_BY: "second"}, {RUN_RETRY: "1", RETRIED_BY: "third"}, {RUN_RETRY: "2", WILL_RETRY: "false"}):
        a_run(house, story, dg.DagsterRunStatus.FAILURE, {**asked, **more})
    (again,) = requests(look(house))
    assert again.run_key != request.run_key


def test_a_malformed_request_is_launched_like_any_other(house: House) -> None:
    house.asked(age=99, hero=["no", "hero"], storyType=7)
    assert len(requests(look(house))) == 1


def test_a_job_that_two_runs_left_behind_is_failed_by_the_queue(house: House) -> None:
    story = house.asked()
    for _ in range(2):
        (request,) = requests(look(house))
        a_run(house, story, dg.DagsterRunStatus.FAILURE, {ASKED: request.tags[ASKED]})
    assert isinstance(look(house), dg.SkipReason)
    assert set(house.states(story).values()) == {"failed"}


def test_a_database_that_does_not_answer_is_a_skip(house: House) -> None:
    away = Ledger("postgresql://nobody@127.0.0.1:1/none", wait_seconds=1)
    context = dg.build_sensor_context(
        instance=house.instance, resources={"ledger": away, "settings": Settings()}, definitions=build_defs()
    )
    with away:
        assert isinstance(story_queue(context), dg.SkipReason)


def ended(house: House, sensor: dg.SensorDefinition, run: dg.DagsterRun) -> None:
    """The sensor is shown the run's end."""
    failed = sensor is run_failed
    context = dg.build_run_status_sensor_context(
        sensor_name=sensor.name,
        dagster_instance=house.instance,
        dagster_run=run,
        dagster_event=dg.DagsterEvent(
            event_type_value="PIPELINE_FAILURE" if failed else "PIPELINE_CANCELED", job_name=run.job_name
        ),
        resources={"ledger": house.ledger},
    )
    sensor(context.for_run_failure() if failed else context)


@pytest.mark.parametrize(
    ("sensor", "status"),
    [(run_failed, dg.DagsterRunStatus.FAILURE), (run_canceled, dg.DagsterRunStatus.CANCELED)],
    ids=["failed", "canceled"],
)
class TestAnEndedRun:
    def test_leaves_nothing_unfinished(
        self, house: House, sensor: dg.SensorDefinition, status: dg.DagsterRunStatus
    ) -> None:
        story = house.asked()
        (request,) = requests(look(house))
        run = a_run(house, story, status, {ASKED: request.tags[ASKED]})
        house.ledger.claim(subject_id=story, part=Part.CONTENT, run_id=run.run_id, mode=ClaimMode.QUEUE)
        ended(house, sensor, run)
        assert set(house.states(story).values()) == {"failed"}

    def test_leaves_to_the_queue_what_it_never_took(
        self, house: House, sensor: dg.SensorDefinition, status: dg.DagsterRunStatus
    ) -> None:
        """Which may have asked another run for it by now."""
        story = house.asked()
        (request,) = requests(look(house))
        ended(house, sensor, a_run(house, story, status, {ASKED: request.tags[ASKED]}))
        assert "failed" not in house.states(story).values()
        assert {job.status for job in house.row(story).jobs} == {"queued"}

    def test_leaves_alone_what_will_be_run_again(
        self, house: House, sensor: dg.SensorDefinition, status: dg.DagsterRunStatus
    ) -> None:
        story = house.asked()
        (request,) = requests(look(house))
        run = a_run(house, story, status, {ASKED: request.tags[ASKED], "dagster/will_retry": "true"})
        ended(house, sensor, run)
        assert "failed" not in house.states(story).values()

    def test_leaves_alone_what_another_run_holds(
        self, house: House, sensor: dg.SensorDefinition, status: dg.DagsterRunStatus
    ) -> None:
        story = house.asked()
        run = a_run(house, story, status)
        house.ledger.claim(subject_id=story, part=Part.CONTENT, run_id="another", mode=ClaimMode.PERSON)
        ended(house, sensor, run)
        assert house.states(story)["content"] == "generating"


def test_the_watching_sensors_run_by_default_and_watch_every_job() -> None:
    repository = build_defs().get_repository_def()
    for name in ("story_queue", "run_failed", "run_canceled", "silent_jobs"):
        assert repository.get_sensor_def(name).default_status is dg.DefaultSensorStatus.RUNNING


def test_a_character_gets_a_run_and_a_partition_of_its_own_and_its_stories_are_tagged(house: House) -> None:
    character = house.character()
    story = house.asked(characterId=str(character))
    found = look(house)
    portraits, parts = requests(found)
    assert (portraits.partition_key, parts.partition_key) == (str(character), str(story))
    assert (portraits.job_name, portraits.asset_selection) == ("make_character", None)
    assert portraits.tags[ASKED] == "headshot:1,body:1"
    assert CHARACTER not in portraits.tags
    assert int(portraits.tags[PRIORITY]) > int(parts.tags[PRIORITY])  # stories wait for characters
    assert parts.tags[CHARACTER] == str(character)
    assert isinstance(found, dg.SensorResult)
    added = {add.partitions_def_name: list(add.partition_keys) for add in found.dynamic_partitions_requests or []}
    assert added == {"stories": [str(story)], "characters": [str(character)]}


def test_a_character_whose_run_was_canceled_is_released(house: House) -> None:
    character = house.character()
    run = a_run(house, character, dg.DagsterRunStatus.CANCELED, {ASKED: "headshot:1,body:1"})
    house.ledger.claim(subject_id=character, part=Portrait.HEADSHOT, run_id=run.run_id, mode=ClaimMode.QUEUE)
    ended(house, run_canceled, run)
    assert house.drawn(character).status == "failed"


def test_of_runs_that_failed_together_one_goes_on_and_the_others_are_released(house: House) -> None:
    """As after an outage; where the one that goes on were said to be skipped, Dagster would refuse the whole look."""
    definitions = build_defs()

    def look_at_ends(cursor: str | None) -> str | None:
        context = dg.build_sensor_context(
            instance=house.instance, cursor=cursor, definitions=definitions, resources={"ledger": house.ledger}
        )
        run_failed.evaluate_tick(context)
        return context.cursor

    cursor = look_at_ends(None)
    left, goes_on = house.asked(), house.asked()
    for story, more in ((left, {}), (goes_on, {"dagster/will_retry": "true"})):
        run = a_run(house, story, dg.DagsterRunStatus.STARTED, {ASKED: "content:1", **more})
        house.ledger.claim(subject_id=story, part=Part.CONTENT, run_id=run.run_id, mode=ClaimMode.QUEUE)
        house.instance.report_run_failed(run)
    assert look_at_ends(cursor) != cursor
    assert (house.states(left)["content"], house.states(goes_on)["content"]) == ("failed", "generating")


def test_whether_a_failed_run_is_run_again_is_waited_for(home: House) -> None:
    """Dagster writes it right after the event of the failure, and other processes see what is between."""
    story = home.asked()
    home.instance.add_dynamic_partitions("stories", [str(story)])
    run = a_run(home, story, dg.DagsterRunStatus.FAILURE, {ASKED: "content:1"})
    home.ledger.claim(subject_id=story, part=Part.CONTENT, run_id=run.run_id, mode=ClaimMode.QUEUE)
    written = threading.Timer(0.5, home.instance.add_run_tags, (run.run_id, {WILL_RETRY: "true"}))
    written.start()
    ended(home, run_failed, run)
    written.join()
    assert home.states(story)["content"] == "generating"
