"""What is asked for while something it needs failed, or was never asked for: that is made too, or it is refused."""

from __future__ import annotations

from uuid import UUID

import httpx
import pytest

from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.ledger import ClaimMode, Ledger
from storytailor_dagster.story.parts import NEEDS, Part
from storytailor_dagster.subjects import AnyPart
from storytailor_dagster_tests.api import test_characters
from storytailor_dagster_tests.api.conftest import FAMILY, client_of, serving, settings
from storytailor_dagster_tests.api.test_characters import CHARACTERS
from storytailor_dagster_tests.api.test_stories import STORIES, asked, code, made

BOOK = ["content", "cover", "scene_1", "scene_2", "scene_3", "scene_4", "activities", "pdf"]


def fail(ledger: Ledger, subject: str, part: AnyPart) -> None:
    ledger.fail(ledger.claim(subject_id=UUID(subject), part=part, run_id="r", mode=ClaimMode.QUEUE), error="No.")


def queued(ledger: Ledger) -> list[str]:
    return [part.value for one in ledger.queue(limit=5) for part, _ in one.jobs]


def without_a_cover(family: httpx.Client, ledger: Ledger) -> str:
    story = asked(family, generateAssets=["scene_2"])
    made(ledger, story, Part.CONTENT)
    fail(ledger, story, Part.COVER)
    assert queued(ledger) == []
    return story


@pytest.mark.parametrize(
    ("wanted", "makes"),
    [
        (["pdf"], BOOK),
        (["audio"], ["content", "audio"]),
        (["scene_2", "audio"], ["content", "cover", "scene_1", "scene_2", "audio"]),
        ([], ["content"]),
    ],
)
def test_a_list_of_parts_makes_what_they_need_too(
    family: httpx.Client, ledger: Ledger, wanted: list[str], makes: list[str]
) -> None:
    answer = family.post(STORIES, json={"title": "T", "generateAssets": wanted}).json()["data"]
    assert list(answer["asset_generation_status"]["assets"]) == makes
    assert queued(ledger) == makes


def test_scenes_that_lean_on_the_cover_alone_need_no_other(database: str, ledger: Ledger) -> None:
    with serving(settings(database, scene_references="cover")) as url, client_of(url, FAMILY) as family:
        asked(family, generateAssets=["scene_4"])
    assert queued(ledger) == ["content", "cover", "scene_4"]


def test_parts_that_are_asked_for_later_bring_what_they_need_and_is_not_there(
    family: httpx.Client, ledger: Ledger
) -> None:
    story = asked(family, generateAssets=["cover"])
    made(ledger, story, Part.CONTENT)
    made(ledger, story, Part.COVER)
    answer = family.post(f"{STORIES}/{story}/assets", json={"assetTypes": ["pdf"]})
    expected = [part for part in BOOK if part not in ("content", "cover")]
    assert [job["assetType"] for job in answer.json()["data"]["jobs"]] == expected
    assert queued(ledger) == expected


def test_parts_that_are_asked_for_again_bring_what_failed_above_them(family: httpx.Client, ledger: Ledger) -> None:
    story = without_a_cover(family, ledger)
    answer = family.post(f"{STORIES}/{story}/assets", json={"assetTypes": ["scene_2"]})
    assert [job["assetType"] for job in answer.json()["data"]["jobs"]] == ["cover", "scene_1", "scene_2"]


@pytest.mark.parametrize("verb", ["retry", "regenerate"])
def test_one_part_alone_is_refused_while_what_it_needs_failed(family: httpx.Client, ledger: Ledger, verb: str) -> None:
    story = without_a_cover(family, ledger)
    refused = family.post(f"{STORIES}/{story}/assets/scene_2/{verb}")
    assert code(refused) == (409, "NEEDS_ANOTHER_PART")
    assert "cover" in refused.json()["error"]
    assert queued(ledger) == []
    assert family.post(f"{STORIES}/{story}/assets/cover/{verb}").status_code == 202
    assert queued(ledger) == ["cover", "scene_1", "scene_2"]


def test_one_part_alone_is_refused_where_what_it_needs_was_never_asked_for(family: httpx.Client) -> None:
    story = asked(family, generateAssets=False)
    for part in (part for part, needs in NEEDS.items() if Part.COVER in needs):
        assert code(family.post(f"{STORIES}/{story}/assets/{part}/retry")) == (409, "NEEDS_ANOTHER_PART")
    assert family.post(f"{STORIES}/{story}/assets/cover/retry").status_code == 202


def test_a_body_is_drawn_with_its_headshot_where_that_failed(family: httpx.Client, ledger: Ledger) -> None:
    character = test_characters.asked(family)
    fail(ledger, character, Portrait.HEADSHOT)
    answer = family.post(f"{CHARACTERS}/{character}/assets", json={"assetTypes": ["body"]})
    assert [job["assetType"] for job in answer.json()["data"]["jobs"]] == ["headshot", "body"]
