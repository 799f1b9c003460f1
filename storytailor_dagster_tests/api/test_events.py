"""Following a story by server-sent events, over real HTTP."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest

from storytailor_dagster.ledger import Change, ClaimMode, Feed, Ledger
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.api.conftest import FAMILY, token

STORIES = "/api/v1/stories"


@contextmanager
def following(client: httpx.Client, story: UUID, **headers: str) -> Iterator[Iterator[tuple[int, dict[str, Any]]]]:
    """The events as (id, data)."""
    with client.stream("GET", f"{STORIES}/{story}/events", headers=headers) as answer:
        assert answer.status_code == 200, answer.read()
        assert answer.headers["content-type"].startswith("text/event-stream")

        def read() -> Iterator[tuple[int, dict[str, Any]]]:
            number = -1
            for line in answer.iter_lines():
                if line.startswith("id: "):
                    number = int(line[4:])
                if line.startswith("data: "):
                    yield number, json.loads(line[6:])

        yield read()


def asked(ledger: Ledger, **metadata: Any) -> UUID:
    return ledger.insert_story(creator_user_id=FAMILY, metadata=metadata)


def make(ledger: Ledger, story: UUID, part: Part) -> None:
    claim = ledger.claim(subject_id=story, part=part, run_id="r", mode=ClaimMode.QUEUE)
    ledger.record(claim, columns={}, url=f"https://cdn.test/{part}", object_key="k/k")


def states(data: dict[str, Any]) -> dict[str, str]:
    return {part: asset["status"] for part, asset in data["asset_generation_status"]["assets"].items()}


def test_each_change_is_told_until_the_story_is_done(family: httpx.Client, ledger: Ledger) -> None:
    story = asked(ledger, generateAssets=["cover"])
    with following(family, story) as events:
        number, first = next(events)
        assert states(first) == {"content": "generating", "cover": "pending"}
        told = [number]
        for part in (Part.CONTENT, Part.COVER):
            make(ledger, story, part)
            while states(first).get(part.value) != "ready":
                number, first = next(events)
                told.append(number)
        assert first["asset_generation_status"]["overall"] == "ready"
        assert told == sorted(set(told))
        assert next(events, None) is None


def test_who_was_away_goes_on_where_it_was(family: httpx.Client, ledger: Ledger) -> None:
    story = asked(ledger, generateAssets=["cover"])
    with following(family, story) as events:
        seen, _ = next(events)
    make(ledger, story, Part.CONTENT)
    with following(family, story, **{"Last-Event-ID": str(seen)}) as events:
        number, data = next(events)
    assert number > seen
    assert states(data)["content"] == "ready"


def test_a_story_that_is_done_is_told_once(family: httpx.Client, ledger: Ledger) -> None:
    story = asked(ledger, generateAssets=False)
    make(ledger, story, Part.CONTENT)
    with following(family, story) as events:
        told = list(events)
    assert len(told) == 1
    again = family.get(f"{STORIES}/{story}/events", headers={"Last-Event-ID": str(told[0][0])})
    assert again.status_code == 204


def test_a_deleted_story_is_said_to_be_gone(family: httpx.Client, ledger: Ledger) -> None:
    story = asked(ledger)
    with following(family, story) as events:
        next(events)
        ledger.forget(story)
        assert next(events)[1] == {}
        assert next(events, None) is None


def test_a_browser_signs_in_by_the_query(url: str, ledger: Ledger) -> None:
    story = asked(ledger, generateAssets=False)
    make(ledger, story, Part.CONTENT)
    path = f"{url}{STORIES}/{story}/events"
    assert httpx.get(path, params={"access_token": token(FAMILY)}).status_code == 200
    assert httpx.get(path).status_code == 401
    assert httpx.get(path, params={"access_token": "forged"}).status_code == 401
    assert httpx.get(path, params={"access_token": token(uuid4())}).status_code == 404


def test_another_familys_changes_are_not_heard(client: Callable[[UUID | None], httpx.Client], ledger: Ledger) -> None:
    story = asked(ledger)
    answer = client(uuid4()).get(f"{STORIES}/{story}/events")
    assert (answer.status_code, answer.json()["code"]) == (404, "STORY_NOT_FOUND")


@pytest.fixture
def heard(database: str) -> Iterator[tuple[Feed, list[Change | None], threading.Condition]]:
    changes: list[Change | None] = []
    news = threading.Condition()
    feed = Feed(database)

    def hears(change: Change | None) -> None:
        with news:
            changes.append(change)
            news.notify_all()

    feed.hear(hears)
    with news:
        assert news.wait_for(lambda: changes == [None], 10)
    yield feed, changes, news
    feed.close()


def test_the_feed_tells_of_every_change_and_nothing_of_what_is_in_it(
    heard: tuple[Feed, list[Change | None], threading.Condition], ledger: Ledger
) -> None:
    _, changes, news = heard
    story = asked(ledger, hero={"name": "Zuzka"}, generateAssets=False)
    make(ledger, story, Part.CONTENT)
    ledger.forget(story)
    with news:
        assert news.wait_for(lambda: any(one is not None and one.kind == "DELETE" for one in changes), 10)
    told = [one for one in changes if one is not None]
    assert [one.kind for one in told] == ["INSERT", "UPDATE", "UPDATE", "DELETE"]
    assert {one.id for one in told} == {story}
    revisions = [one.revision for one in told[:-1]]
    assert revisions == sorted(set(revisions))


def test_a_notification_of_somebody_else_s_leaves_nobody_deaf(
    heard: tuple[Feed, list[Change | None], threading.Condition], connection: psycopg.Connection[Any], ledger: Ledger
) -> None:
    _, changes, news = heard
    for words in ("hello", "{}", '{"table": "stories", "id": 7}'):
        connection.execute("select pg_notify('storytailor', %s)", (words,))
    story = asked(ledger, generateAssets=False)
    with news:
        assert news.wait_for(lambda: changes[-1] is not None, 10)
    assert changes[:-1] == [None] * 4  # so all look again
    assert changes[-1] is not None
    assert changes[-1].id == story


def test_a_feed_that_was_cut_off_tells_everybody_to_look_again(
    heard: tuple[Feed, list[Change | None], threading.Condition], connection: psycopg.Connection[Any], ledger: Ledger
) -> None:
    _, changes, news = heard
    connection.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = current_database() and query ilike 'listen%' and pid <> pg_backend_pid()"
    )
    with news:
        assert news.wait_for(lambda: changes.count(None) == 2, 15)
    story = asked(ledger)
    with news:
        assert news.wait_for(lambda: any(one is not None and one.id == story for one in changes), 10)
