"""Many workers, crashes, failures, new requests and deletions at once: jobs and status objects never disagree."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import UUID

import psycopg
import pytest

from storytailor_dagster.errors import Gone, Superseded
from storytailor_dagster.ledger import ClaimMode, Ledger
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.ledger.help import DISAGREEMENTS, Connection, new_story

WORKERS = 16
STORIES = 20
TURNS = 100


def one_turn(ledger: Ledger, chance: random.Random, story: UUID, run: str) -> None:
    part = chance.choice(list(Part))
    luck = chance.random()
    if luck < 0.02:
        ledger.forget(story)
        return
    if luck < 0.12:
        ledger.ask(subject_id=story, parts=chance.sample(list(Part), 3))
        return
    if luck < 0.16:
        ledger.release(run_id=run, subject_id=story, asked=[(part, 1), (Part.PDF, 1)], error="canceled")
        return
    if luck < 0.18:
        ledger.expire(error="late")
        return
    mode = ClaimMode.PERSON if luck < 0.3 else ClaimMode.QUEUE
    claim = ledger.claim(subject_id=story, part=part, run_id=run, mode=mode)
    if luck > 0.95:
        return  # crashed: nobody says anything more
    if luck > 0.85:
        ledger.retrying(claim, error="again")
    if luck > 0.75:
        ledger.fail(claim, error="no")
        return
    ledger.record(claim, columns={"hue": {part.value: run}}, url="u", object_key=None)


def test_a_deadlock_with_somebody_who_deletes_the_story_is_tried_again(connection: Connection, database: str) -> None:
    """A plain delete locks the story first and its jobs then; the ledger's own writes do it the other way round."""
    connection.execute("set deadlock_timeout = '20s'")  # so that it is the ledger who has to give way
    with Ledger(f"{database}?options=-cdeadlock_timeout%3D2s") as ledger, ThreadPoolExecutor(1) as threads:
        story = new_story(ledger)
        with connection.transaction():
            connection.execute("select from stories where id = %s for update", (story,))
            waiting = threads.submit(
                ledger.claim, subject_id=story, part=Part.COVER, run_id="run", mode=ClaimMode.QUEUE
            )
            with psycopg.connect(database, autocommit=True) as other:
                while other.execute("select count(*) from pg_locks where not granted").fetchone() == (0,):
                    assert not waiting.done()
            connection.execute("delete from stories where id = %s", (story,))
        with pytest.raises(Gone):
            waiting.result(timeout=30)


def test_jobs_and_status_agree_at_every_look_of_a_chaotic_hour(ledger: Ledger, database: str) -> None:
    stories = [new_story(ledger) for _ in range(STORIES)]
    over = Event()
    looks: list[list[tuple[object, ...]]] = []

    def work(number: int) -> int:
        chance = random.Random(f"worker {number}")
        refused = 0
        for turn in range(TURNS):
            try:
                one_turn(ledger, chance, chance.choice(stories), f"run {number}.{turn // 9}")
            except (Superseded, Gone):
                refused += 1
        return refused

    def look() -> None:
        with psycopg.connect(database, autocommit=True) as connection:
            while not over.is_set():
                looks.append(connection.execute(DISAGREEMENTS).fetchall())
                over.wait(0.05)

    with ThreadPoolExecutor(WORKERS + 1) as threads:
        watching = threads.submit(look)
        try:
            refusals = sum(threads.map(work, range(WORKERS)))
        finally:
            over.set()
        watching.result()
    with psycopg.connect(database) as connection:
        looks.append(connection.execute(DISAGREEMENTS).fetchall())
        left = connection.execute("select count(*), max(revision) > 20 from stories").fetchone()
    assert [look for look in looks if look] == []
    assert len(looks) > 2
    assert 0 < refusals < WORKERS * TURNS
    assert left is not None
    assert 0 < left[0] < STORIES
    assert left[1]
