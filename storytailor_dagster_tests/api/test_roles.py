"""The API under a login of its own role: all that families ask of it, and nothing that it was not given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.ledger import ClaimMode, Ledger
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.api.conftest import FAMILY, NEIGHBOURS, client_of, serving, settings
from storytailor_dagster_tests.api.test_characters import CHARACTERS
from storytailor_dagster_tests.api.test_characters import asked as asked_character
from storytailor_dagster_tests.api.test_events import following, make
from storytailor_dagster_tests.api.test_stories import ASKED, STORIES, asked, code
from storytailor_dagster_tests.api.webhooks.help import WEBHOOKS, registered, tried, until
from storytailor_dagster_tests.api.webhooks.receiver import Receiver, receiving
from storytailor_dagster_tests.logins import API, DAGSTER, login


@dataclass
class Town:
    """An API and a run, each under a login of its own, and a family that uses the one."""

    url: str
    family: httpx.Client
    runs: Ledger
    receiver: Receiver


@pytest.fixture
def town(database: str, tmp_path: Path) -> Iterator[Town]:
    other = {"webhooks_allow_private": True, "stories_per_month": 2, "characters_per_month": 2, "home": tmp_path}
    with (
        login(database, API) as api,
        login(database, DAGSTER) as dagster,
        Ledger(dagster) as runs,
        receiving() as receiver,
        serving(settings(api, **other)) as url,
        client_of(url, FAMILY) as family,
    ):
        yield Town(url, family, runs, receiver)


def test_a_story_s_whole_way(town: Town) -> None:
    family = town.family
    assert family.get("/health/ready").json()["data"] == {"status": "ready"}
    story = asked(family, generateAssets=["cover"])
    assert [one["id"] for one in family.get(STORIES).json()["data"]] == [story]
    with following(family, UUID(story)) as events:
        next(events)
        for part in (Part.CONTENT, Part.COVER):
            make(town.runs, UUID(story), part)
        *_, (_, last) = events
    assert last["asset_generation_status"]["overall"] == "ready"
    again = family.post(f"{STORIES}/{story}/assets/cover/regenerate", json={"note": "More blue."})
    assert again.status_code == 202
    assert family.post(f"{STORIES}/{story}/assets", json={"assetTypes": ["audio"]}).status_code == 202
    assert family.get(f"{STORIES}/{story}/assets/status").status_code == 200
    with client_of(town.url, NEIGHBOURS) as neighbours:
        assert neighbours.get(STORIES).json()["data"] == []
        assert code(neighbours.delete(f"{STORIES}/{story}")) == (404, "STORY_NOT_FOUND")
    assert family.delete(f"{STORIES}/{story}").status_code == 200
    assert code(family.get(f"{STORIES}/{story}")) == (404, "STORY_NOT_FOUND")
    asked(family)
    assert family.post(STORIES, json=ASKED).json()["code"] == "STORY_QUOTA_EXCEEDED"


def test_a_character_s_whole_way(town: Town) -> None:
    family = town.family
    character = asked_character(family)
    claim = town.runs.claim(subject_id=UUID(character), part=Portrait.HEADSHOT, run_id="r", mode=ClaimMode.QUEUE)
    town.runs.record(claim, columns={"appearance_url": "https://cdn.test/x"}, url="https://cdn.test/x", object_key="k")
    changed = family.patch(f"{CHARACTERS}/{character}", json={"appearance": "A red coat"})
    assert changed.status_code == 200, changed.text
    redrawn = family.post(f"{CHARACTERS}/{character}/assets", json={"assetTypes": ["headshot"], "note": "Smiling."})
    assert redrawn.status_code == 202, redrawn.text
    assert family.get(f"{CHARACTERS}/{character}").json()["data"]["status"] == "generating"
    assert family.get(CHARACTERS).json()["pagination"]["total"] == 1
    assert asked(family, characterId=character)
    assert family.delete(f"{CHARACTERS}/{character}").status_code == 200
    assert code(family.get(f"{CHARACTERS}/{character}")) == (404, "CHARACTER_NOT_FOUND")


def test_a_webhook_s_whole_way(town: Town) -> None:
    family = town.family
    hook = registered(family, town.receiver.url)
    path = f"{WEBHOOKS}/{hook['id']}"
    story = asked(family, generateAssets=False)
    make(town.runs, UUID(story), Part.CONTENT)
    town.receiver.wait(2)
    told = until(family, hook["id"], tried(2, status="delivered"))
    assert family.post(f"{path}/deliveries/{told[0]['id']}/redeliver").status_code == 202
    town.receiver.wait(3)
    assert family.post(f"{path}/secret").json()["data"]["secret"] != hook["secret"]
    assert family.post(f"{path}/test").status_code == 202
    town.receiver.wait(4)
    assert family.patch(path, json={"description": "Ours"}).json()["data"]["description"] == "Ours"
    assert family.delete(path).status_code == 200
    assert family.get(WEBHOOKS).json()["data"] == []


def test_it_says_when_the_database_is_behind_it(empty_database: str) -> None:
    with (
        login(empty_database, API) as api,
        serving(settings(api)) as url,
        httpx.Client(base_url=url, timeout=60.0) as client,
    ):
        answer = client.get("/health/ready")
    assert code(answer) == (503, "DATABASE_BEHIND")
    assert "storytailor_dagster.local.database" in answer.json()["error"]
