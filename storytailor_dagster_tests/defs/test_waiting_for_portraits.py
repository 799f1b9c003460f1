"""The cover's wait for its character's portraits: what waits, from when, and all that ends it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import dagster as dg
import psycopg
from dagster._core.definitions.job_base import InMemoryJob
from dagster._core.execution.api import execute_run

from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.defs.build import build_defs
from storytailor_dagster.defs.executor import threads_executor
from storytailor_dagster.defs.keys import asset_key
from storytailor_dagster.defs.tags import ASKED, PARTITION, asked_tag
from storytailor_dagster.errors import Permanent
from storytailor_dagster.ledger import SubjectRow
from storytailor_dagster.providers.doubles import Script, doubles
from storytailor_dagster.providers.hands import Hands
from storytailor_dagster.settings import Settings
from storytailor_dagster.story.parts import Part
from storytailor_dagster.subjects import AnyPart
from storytailor_dagster_tests.defs.conftest import House
from storytailor_dagster_tests.defs.test_characters import LOOKS, Events, metadata, sent

Connection = psycopg.Connection[tuple[object, ...]]


@contextmanager
def meanwhile(work: Callable[[], Any], *, once: Callable[[], bool]) -> Iterator[None]:
    """Does the work in a thread, as soon as it is so; what goes wrong there fails the test."""

    def later() -> None:
        end = time.monotonic() + 240
        while not once():
            if time.monotonic() > end:
                raise TimeoutError("It never was so.")
            time.sleep(0.02)
        work()

    with ThreadPoolExecutor(1) as thread:
        done = thread.submit(later)
        yield
        done.result()


def state(house: House, story: UUID, part: Part) -> str:
    job = house.row(story).job(part)
    assert job is not None
    return job.status


def ended(row: SubjectRow, part: AnyPart) -> datetime:
    job = row.job(part)
    assert job is not None
    assert job.completed_at is not None
    return job.completed_at


def began(row: SubjectRow, part: AnyPart) -> datetime:
    job = row.job(part)
    assert job is not None
    assert job.started_at is not None
    return job.started_at


def run_side_by_side(
    house: House, story: UUID, parts: Sequence[Part], *, hands: Hands, home: Path
) -> dg.JobExecutionResult:
    """One run of the queue's, its steps in threads as in a deployment."""
    keys = {asset_key(part) for part in parts}
    defs = build_defs(resources=house.resources(hands), executor=threads_executor)
    job = defs.resolve_implicit_global_asset_job_def().get_subset(asset_selection=keys)
    asked = [(one.part, one.attempt) for one in house.row(story).jobs]
    with dg.DagsterInstance.local_temp(str(home)) as instance:
        instance.add_dynamic_partitions("stories", [str(story)])
        tags = {PARTITION: str(story), ASKED: asked_tag(asked)}
        begun = instance.create_run_for_job(job, asset_selection=frozenset(keys), tags=tags)
        return execute_run(InMemoryJob(job), begun, instance)


def test_the_cover_waits_for_portraits_and_nothing_else_does(house: House, tmp_path: Path) -> None:
    house.settings = Settings(portrait_seconds=600)
    picture = Script()
    character = house.character(**LOOKS)
    story = house.asked(characterId=str(character))
    others = (Part.CONTENT, Part.AUDIO, Part.ACTIVITIES)

    def the_cover_alone_is_left() -> bool:
        ready = all(state(house, story, part) == "ready" for part in others)
        return ready and state(house, story, Part.COVER) == "generating"

    with meanwhile(lambda: house.portray(character), once=the_cover_alone_is_left):
        assert run_side_by_side(house, story, tuple(Part), hands=doubles(picture=picture), home=tmp_path).success
    assert sent(picture)[0] == ["headshot", "body"]
    row, drawn = house.row(story), house.drawn(character)
    assert max(ended(row, part) for part in others) < min(began(drawn, portrait) for portrait in Portrait)
    assert began(row, Part.COVER) < began(drawn, Portrait.HEADSHOT)
    assert ended(drawn, Portrait.BODY) < ended(row, Part.COVER)


def test_the_wait_counts_from_the_request(house: House, connection: Connection) -> None:
    picture = Script()
    character = house.character()
    story = house.asked(characterId=str(character))
    connection.execute(
        "update stories set asset_generation_started_at = now() - interval '1 hour' where id = %s", (story,)
    )
    house.run(story, [Part.CONTENT])
    with meanwhile(lambda: house.portray(character), once=lambda: state(house, story, Part.COVER) != "queued"):
        result = house.run(story, [Part.COVER], hands=doubles(picture=picture))
    assert sent(picture) == [[]]
    assert metadata(result, "['story', 'cover']")["portraits"] == "without headshot, body, still being drawn"


def test_a_wait_has_an_end_and_the_story_says_what_it_lacked(house: House, events: Events) -> None:
    house.settings = Settings(portrait_seconds=0)
    picture = Script()
    character = house.character()
    result = house.run(house.asked(characterId=str(character)), hands=doubles(picture=picture))
    assert result.success
    assert sent(picture)[0] == []
    assert metadata(result, "['story', 'cover']")["portraits"] == "without headshot, body, still being drawn"
    assert "cover was drawn without headshot, body, still being drawn." in events(result)


def test_a_character_that_fails_meanwhile_ends_the_wait(house: House) -> None:
    house.settings = Settings(portrait_seconds=600)
    picture = Script()
    character = house.character()
    refused = doubles(picture=Script([None, Permanent("Nobody will draw this.")]))
    story = house.asked(characterId=str(character))
    house.run(story, [Part.CONTENT])
    waits = partial(state, house, story, Part.COVER)
    with meanwhile(lambda: house.portray(character, hands=refused), once=lambda: waits() == "generating"):
        result = house.run(story, [Part.COVER], hands=doubles(picture=picture))
    assert sent(picture) == [["headshot"]]
    row, drawn = house.row(story), house.drawn(character)
    assert began(row, Part.COVER) < ended(drawn, Portrait.BODY) < ended(row, Part.COVER)
    assert row.asset_generation_started_at is not None
    assert ended(row, Part.COVER) < row.asset_generation_started_at + timedelta(seconds=600)
    assert metadata(result, "['story', 'cover']")["portraits"] == "headshot; without body, could not be drawn"


def test_a_cover_that_was_asked_for_anew_stops_waiting(house: House) -> None:
    picture = Script()
    story = house.asked(characterId=str(house.character()))
    waits = partial(state, house, story, Part.COVER)
    with meanwhile(
        lambda: house.ledger.ask(subject_id=story, parts=[Part.COVER]), once=lambda: waits() == "generating"
    ):
        result = house.run(story, [Part.CONTENT, Part.COVER], hands=doubles(picture=picture))
    assert "SUPERSEDED" in str(result.failure_data_for_node("story__cover"))
    assert picture.calls == []


def test_a_cover_whose_character_is_deleted_meanwhile_stops_waiting(house: House) -> None:
    picture = Script()
    character = house.character()
    story = house.asked(characterId=str(character))
    waits = partial(state, house, story, Part.COVER)
    with meanwhile(lambda: house.ledger.forget(character), once=lambda: waits() == "generating"):
        house.run(story, [Part.CONTENT, Part.COVER], hands=doubles(picture=picture))
    job = house.row(story).job(Part.COVER)
    assert job is not None
    assert (job.status, job.code, picture.calls) == ("failed", "CHARACTER_GONE", [])
