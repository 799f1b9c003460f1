"""What was kept long enough is deleted, and nothing younger, nothing in work, nothing that nobody said to delete."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import dagster as dg
import psycopg
import pytest

from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.defs.calls import Calls
from storytailor_dagster.defs.sensors.retention import MOST, SUBJECT_PAGES, SUBJECTS_AT_ONCE, retention
from storytailor_dagster.errors import Transient
from storytailor_dagster.ledger import Claim, Ledger
from storytailor_dagster.settings import Settings
from storytailor_dagster.story.parts import Part
from storytailor_dagster.subjects import STORY
from storytailor_dagster_tests.defs import forgotten
from storytailor_dagster_tests.defs.conftest import House
from storytailor_dagster_tests.defs.test_calls import ORDER, Shop
from storytailor_dagster_tests.ledger.help import claimed

MONTH = timedelta(days=30)


def tidied(house: House, **days: int) -> str:
    settings = Settings(home=house.folder.parent, **days)  # type: ignore[arg-type]
    resources = {"ledger": house.ledger, "store": house.store, "settings": settings}
    told = retention(dg.build_sensor_context(instance=house.instance, resources=resources))
    assert isinstance(told, dg.SkipReason)
    return told.skip_message or ""


def ended(house: House, subject: UUID) -> None:
    parts = Portrait if house.ledger.story(subject) is None else Part
    house.ledger.give_up(subject_id=subject, jobs=[(part, 1) for part in parts], error="Enough.")


def finished_ago(dsn: str, subject: UUID, days: int) -> None:
    with psycopg.connect(dsn, autocommit=True) as owner:
        for table in ("stories", "characters"):
            owner.execute(f"alter table {table} disable trigger user".encode())
            owner.execute(
                f"update {table} set created_at = created_at - %(by)s,"
                f" asset_generation_completed_at = asset_generation_completed_at - %(by)s where id = %(id)s".encode(),
                {"by": timedelta(days=days), "id": subject},
            )
            owner.execute(f"alter table {table} enable trigger user".encode())


def test_stories_are_kept_for_ever_unless_somebody_says_otherwise(house: House, database: str) -> None:
    story, character = house.asked(), house.character()
    for one in (story, character):
        ended(house, one)
        finished_ago(database, one, 4000)
    assert tidied(house) == "Deleted for their age: 0 bought answers."
    assert house.ledger.subject(story)
    assert house.ledger.subject(character)


def test_an_old_story_is_deleted_with_all_there_is_of_it(house: House, database: str) -> None:
    old, young, unfinished = house.asked(), house.asked(), house.asked()
    house.run(old, [Part.CONTENT])
    for story in (old, young):
        ended(house, story)
    for story, days in ((old, 31), (young, 29), (unfinished, 31)):
        finished_ago(database, story, days)
    assert tidied(house, story_days=30).endswith("1 stories.")
    assert house.ledger.story(old) is None
    assert house.ledger.story(young)
    assert house.ledger.story(unfinished)
    assert forgotten.looked(house) == "1 cleared."
    assert [path for path in house.folder.rglob("*") if path.is_file()] == []
    assert forgotten.everything_of(database, str(old)) == ""


def test_a_character_stays_as_long_as_stories_with_it_are_young_or_in_work(house: House, database: str) -> None:
    alone, loved, waited_for, told, once = (house.character() for _ in range(5))
    house.asked(characterId=str(loved))
    waiting, late, former = (house.asked(characterId=str(one)) for one in (waited_for, told, once))
    for story, asked_for in ((waiting, 31), (late, 31), (former, 31)):
        finished_ago(database, story, asked_for)
    ended(house, late)
    ended(house, former)
    finished_ago(database, former, 31)
    for one in (alone, loved, waited_for, told, once):
        ended(house, one)
        finished_ago(database, one, 31)
    assert tidied(house, character_days=30).endswith("2 characters.")
    gone = [house.ledger.subject(one) is None for one in (alone, loved, waited_for, told, once)]
    assert gone == [True, False, False, False, True]
    assert house.ledger.subject(former)


def test_families_own_deletions_do_not_wait_behind_the_old(house: House, database: str) -> None:
    stories = [house.asked() for _ in range(MOST + 1)]
    for story in stories:
        ended(house, story)
        finished_ago(database, story, 31)
    assert tidied(house, story_days=30).endswith(f"{MOST + 1} stories.")
    last = house.asked()
    ended(house, last)
    finished_ago(database, last, 31)
    assert tidied(house, story_days=30) == "Deleted for their age: 0 bought answers."
    assert forgotten.looked(house) == "50 cleared."
    assert tidied(house, story_days=30).endswith("1 stories.")


def test_a_walk_goes_on_where_the_last_tick_ended(house: House, database: str) -> None:
    stories = sorted(house.asked() for _ in range(SUBJECTS_AT_ONCE * SUBJECT_PAGES + 1))
    settings = Settings(home=house.folder.parent, story_days=30)
    resources = {"ledger": house.ledger, "store": house.store, "settings": settings}
    context = dg.build_sensor_context(instance=house.instance, resources=resources)
    retention(context)
    assert json.loads(context.cursor or "") == {"story": str(stories[-2])}
    ended(house, stories[-1])
    finished_ago(database, stories[-1], 31)
    retention(context)
    assert json.loads(context.cursor or "") == {"story": ""}
    assert house.ledger.story(stories[-1]) is None


def test_a_story_asked_for_again_is_not_deleted(house: House, database: str) -> None:
    story = house.asked()
    ended(house, story)
    finished_ago(database, story, 31)
    house.ledger.ask(subject_id=story, parts=[Part.CONTENT])
    assert tidied(house, story_days=30).endswith("0 stories.")
    assert house.ledger.story(story)


def test_nothing_is_deleted_for_its_age_within_a_day(house: House, database: str) -> None:
    story = house.asked()
    ended(house, story)
    finished_ago(database, story, 2)
    with psycopg.connect(database) as owner, pytest.raises(psycopg.errors.InvalidParameterValue):
        owner.execute("select public.forget_overdue(%s, '1 hour')", (story,))
    assert house.ledger.story(story)


def test_stories_are_walked_a_page_at_a_time(house: House, database: str) -> None:
    stories = sorted(house.asked() for _ in range(3))
    for story in stories:
        ended(house, story)
        finished_ago(database, story, 31)
    first = house.ledger.retention.forget(STORY, after=MONTH, past=None, limit=2)
    assert first == (2, stories[1])
    assert house.ledger.retention.forget(STORY, after=MONTH, past=first[1], limit=2) == (1, None)


def bought(house: House, claim: Claim) -> Path:
    """Where the answer is kept."""
    shop = Shop()
    Calls(ledger=house.ledger, store=house.store, claim=claim, family="f").bought(ORDER, shop)
    key = house.ledger.spending.calls(claim.subject_id)[-1].result_key
    assert key
    return house.folder / key


def called_ago(dsn: str, days: int) -> None:
    with psycopg.connect(dsn, autocommit=True) as owner:
        owner.execute("update generation_attempts set created_at = now() - make_interval(days => %s)", (days,))


def test_bought_answers_go_when_they_are_old_and_what_they_cost_stays(house: House, database: str) -> None:
    claim = claimed(house.ledger, house.asked(), Part.CONTENT)
    answer = bought(house, claim)
    house.ledger.record(claim, columns={}, url=None, object_key=None)
    called_ago(database, 11)
    for days in (None, 12):
        assert tidied(house, **({"answer_days": days} if days else {})) == "Deleted for their age: 0 bought answers."
        assert answer.exists()
    assert tidied(house, answer_days=10) == "Deleted for their age: 1 bought answers."
    assert not answer.exists()
    (call,) = house.ledger.spending.calls(claim.subject_id)
    assert (call.outcome, call.cost, call.result_key) == ("answered", Shop()().usage.cost, None)
    assert tidied(house, answer_days=10) == "Deleted for their age: 0 bought answers."


def test_an_answer_is_kept_as_long_as_its_attempt_may_need_it(house: House, database: str) -> None:
    claim = claimed(house.ledger, house.asked(), Part.CONTENT)
    answer = bought(house, claim)
    called_ago(database, 400)
    assert tidied(house) == "Deleted for their age: 0 bought answers."
    assert answer.exists()
    house.ledger.ask(subject_id=claim.subject_id, parts=[Part.CONTENT])
    assert tidied(house) == "Deleted for their age: 1 bought answers."
    assert not answer.exists()


def test_where_the_database_is_away_the_tick_says_so(house: House) -> None:
    with Ledger("postgresql://127.0.0.1:1/none", wait_seconds=0.1) as away:
        house.ledger = away
        assert tidied(house).startswith("Not everything old was deleted this time.")


def test_the_store_being_away_loses_no_place(house: House, database: str) -> None:
    class Away:
        def delete(self, key: str) -> None:
            del key
            raise Transient("Away.", code="STORE_UNREACHABLE", remedy="Wait.")

    claim = claimed(house.ledger, house.asked(), Part.CONTENT)
    answer = bought(house, claim)
    house.ledger.record(claim, columns={}, url=None, object_key=None)
    called_ago(database, 31)
    resources = {"ledger": house.ledger, "store": Away(), "settings": Settings(home=house.folder.parent)}
    told = retention(dg.build_sensor_context(instance=house.instance, resources=resources))
    assert isinstance(told, dg.SkipReason)
    assert "Away." in (told.skip_message or "")
    assert tidied(house) == "Deleted for their age: 1 bought answers."
    assert not answer.exists()
