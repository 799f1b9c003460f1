"""Objects that vanish are found whenever they do: the newest at the next look, all others within a round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import dagster as dg
import psycopg
import pytest

from storytailor_dagster.defs.sensors.agreement import agreement
from storytailor_dagster.defs.sensors.lost_objects import A_FEW, A_ROUND, IN_TURN, Position
from storytailor_dagster.keys import CAPTIONS_KEY, PLAIN_KEY, object_key
from storytailor_dagster.ledger import ClaimMode, Place
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.defs.conftest import FAMILY, House

FOUND = "0 parts without a run, {} without an object."


@dataclass
class Sensor:
    """Looks again and again, and goes on each time from where it was."""

    house: House
    cursor: str | None = None

    def looks(self) -> str:
        resources = {"ledger": self.house.ledger, "store": self.house.store}
        context = dg.build_sensor_context(instance=self.house.instance, resources=resources, cursor=self.cursor)
        told = agreement(context)
        assert isinstance(told, dg.SkipReason)
        self.cursor = context.cursor
        return told.skip_message or ""

    def looks_round(self) -> None:
        """Until a round has ended; all of it agrees."""
        assert self.looks() == FOUND.format(0)
        while self.is_on_its_round:
            assert self.looks() == FOUND.format(0)

    @property
    def is_on_its_round(self) -> bool:
        return self.position.turn is not None

    @property
    def position(self) -> Position:
        return Position.model_validate_json(self.cursor or "")

    def a_day_passes(self) -> None:
        before = self.position
        self.cursor = before.model_copy(update={"began": before.began - A_ROUND}).model_dump_json()


@pytest.fixture
def sensor(house: House) -> Sensor:
    return Sensor(house)


def stored(house: House, story: UUID) -> str:
    key = object_key(subject_id=story, part=Part.CONTENT, data=str(story).encode(), extension="json")
    house.store.put(key, b"{}", content_type="application/json")
    return key


def told(house: House, database: str) -> tuple[UUID, str]:
    """A story whose text was ready ten minutes ago, and the text's key."""
    story = house.asked()
    key = stored(house, story)
    claim = house.ledger.claim(subject_id=story, part=Part.CONTENT, run_id="run", mode=ClaimMode.QUEUE)
    house.ledger.record(claim, columns={}, url=None, object_key=key)
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(
            "update asset_generation_jobs set completed_at = now() - interval '10 minutes'"
            " where subject_id = %s and status = 'ready'",
            (story,),
        )
    return story, key


def many(house: House, database: str, stories: int) -> list[UUID]:
    """Stories whose nine parts became ready at one moment, all of them one object; the first and the last of them."""
    key = stored(house, UUID(int=1))
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(
            "insert into stories (creator_user_id, status) select %s, 'archived' from generate_series(1, %s)",
            (FAMILY, stories),
        )
        connection.execute(
            "insert into asset_generation_jobs (story_id, asset_type, status, completed_at, metadata)"
            " select s.id, part, 'ready', now() - interval '1 year', jsonb_build_object('object_key', %s::text)"
            " from stories s, unnest(public.story_assets()) as part",
            (key,),
        )
        rows = connection.execute("select subject_id from asset_generation_jobs order by completed_at, id").fetchall()
    return [rows[0][0], rows[-1][0]]


def lose(database: str, *stories: UUID) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(
            "update asset_generation_jobs set metadata = jsonb_build_object('object_key', %s::text)"
            " where subject_id = any (%s)",
            ("private/stories/gone/text.json", list(stories)),
        )


def made(house: House, database: str, *parts: Part) -> UUID:
    """A story of these parts, the later in the graph the longer ago, and without any of their objects."""
    story = house.asked(generateAssets=list(parts))
    assert house.run(story, parts).success
    with psycopg.connect(database, autocommit=True) as connection:
        for minutes, part in enumerate(parts, start=10):
            connection.execute(
                "update asset_generation_jobs set completed_at = now() - make_interval(mins => %s)"
                " where subject_id = %s and asset_type = %s",
                (minutes, story, part),
            )
    return story


def lose_objects(house: House, story: UUID, *parts: Part) -> None:
    for job in house.row(story).jobs:
        if job.part in parts:
            house.store.delete(str(job.metadata["object_key"]))


def queued(house: House, story: UUID) -> list[str]:
    return [job.part.value for job in house.row(story).jobs if job.status == "queued" and job.attempt > 1]


def test_an_object_that_vanishes_long_after_it_was_seen_is_made_again(
    house: House, sensor: Sensor, database: str
) -> None:
    (story, key), (other, _) = told(house, database), told(house, database)
    sensor.looks_round()
    house.store.delete(key)
    assert sensor.looks() == FOUND.format(0)  # all was looked at today
    sensor.a_day_passes()
    assert sensor.looks() == FOUND.format(1)
    assert queued(house, story) == ["content"]
    assert queued(house, other) == []
    assert sensor.looks() == FOUND.format(0)


def test_a_story_whose_text_is_lost_is_told_anew_as_a_whole(house: House, sensor: Sensor, database: str) -> None:
    parts = (Part.CONTENT, Part.COVER, Part.AUDIO)
    story = made(house, database, *parts)
    lose_objects(house, story, Part.CONTENT)
    assert sensor.looks() == FOUND.format(1)
    assert queued(house, story) == ["content", "cover", "audio"]
    assert house.run(story, parts).success
    assert {job.part: job.attempt for job in house.row(story).jobs if job.status == "ready"} == dict.fromkeys(parts, 2)


def test_a_part_that_nothing_was_made_of_is_made_again_alone(house: House, sensor: Sensor, database: str) -> None:
    story = made(house, database, Part.CONTENT, Part.COVER, Part.AUDIO)
    lose_objects(house, story, Part.COVER, Part.AUDIO)
    assert sensor.looks() == FOUND.format(2)
    assert queued(house, story) == ["cover", "audio"]


def test_parts_of_a_story_that_are_lost_together_are_asked_for_once(
    house: House, sensor: Sensor, database: str
) -> None:
    story = made(house, database, Part.CONTENT, Part.COVER)
    lose_objects(house, story, Part.CONTENT, Part.COVER)
    assert sensor.looks() == FOUND.format(2)
    assert [job.attempt for job in house.row(story).jobs if job.status == "queued"] == [2, 2]


@pytest.mark.parametrize(("part", "name"), [(Part.COVER, PLAIN_KEY), (Part.AUDIO, CAPTIONS_KEY)])
def test_what_lies_beside_a_part_s_object_is_looked_for_too(
    house: House, sensor: Sensor, database: str, part: Part, name: str
) -> None:
    story = house.asked(generateAssets=[Part.CONTENT, part])
    assert house.run(story, [Part.CONTENT, part]).success
    (job,) = (job for job in house.row(story).jobs if job.part is part)
    house.store.delete(str(job.metadata[name]))
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("update asset_generation_jobs set completed_at = now() - interval '10 minutes'")
    assert sensor.looks() == FOUND.format(1)
    assert queued(house, story) == [part.value]


def test_what_others_wrote_into_rows_holds_up_nothing(house: House, sensor: Sensor, database: str) -> None:
    """A part that is none of ours, and a key that is none."""
    (story, key), (other, _) = told(house, database), told(house, database)
    house.store.delete(key)
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(
            "update asset_generation_jobs set metadata = jsonb_build_object('object_key', '../x') where subject_id = %s"
            " and status = 'ready'",
            (other,),
        )
        connection.execute(
            "insert into asset_generation_jobs (story_id, asset_type) values (%s, 'qr')",
            (other,),
        )
        for status in ("generating", "ready"):
            connection.execute(
                "update asset_generation_jobs set status = %s, run_id = 'x',"
                " lease_expires_at = now() - interval '1 hour',"
                " completed_at = now() - interval '9 minutes' where asset_type = 'qr'",
                (status,),
            )
            sensor.cursor = None
            assert sensor.looks() == FOUND.format(1 if status == "generating" else 0)
    assert queued(house, story) == ["content"]


def test_what_is_new_is_looked_at_without_waiting_for_a_round(house: House, sensor: Sensor, database: str) -> None:
    sensor.looks_round()
    an_hour_ago = Place(datetime.now(UTC) - timedelta(hours=1), UUID(int=0))
    sensor.cursor = sensor.position.model_copy(update={"newest": an_hour_ago}).model_dump_json()
    story, key = told(house, database)
    house.store.delete(key)
    assert sensor.looks() == FOUND.format(1)
    assert queued(house, story) == ["content"]


def test_a_round_goes_on_where_the_last_look_ended_and_ends(house: House, sensor: Sensor, database: str) -> None:
    stories = IN_TURN // 9 + 2
    first, last = many(house, database, stories)
    sensor.looks_round()
    lose(database, first, last)
    sensor.a_day_passes()
    assert sensor.looks() != FOUND.format(0)
    on_its_round = [sensor.is_on_its_round]
    sensor.looks()
    assert [*on_its_round, sensor.is_on_its_round] == [True, False]
    for story in (first, last):
        assert len(queued(house, story)) == 9
        assert house.row(story).status == "archived"


def test_a_store_that_is_gone_as_a_whole_has_nothing_made_again(house: House, sensor: Sensor, database: str) -> None:
    first, _ = many(house, database, A_FEW // 9 + 1)
    house.store.delete(stored(house, UUID(int=1)))
    assert sensor.looks() == FOUND.format((A_FEW // 9 + 1) * 9)
    assert queued(house, first) == []
    stored(house, UUID(int=1))
    sensor.a_day_passes()
    assert sensor.looks() == FOUND.format(0)


@pytest.mark.parametrize("cursor", ["2026-11-21T12:00:00+00:00", "{}"])
def test_a_cursor_that_nobody_reads_begins_a_round(house: House, sensor: Sensor, database: str, cursor: str) -> None:
    story, key = told(house, database)
    house.store.delete(key)
    sensor.cursor = cursor
    assert sensor.looks() == FOUND.format(1)
    assert queued(house, story) == ["content"]
