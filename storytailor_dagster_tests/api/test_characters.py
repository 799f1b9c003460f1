"""Characters over REST: asked for in every shape that clients send, drawn, changed, listed, deleted; whose they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from storytailor_dagster.character.catalogue import TRAITS, Shown
from storytailor_dagster.character.hero import Species
from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.ledger import ClaimMode, Ledger
from storytailor_dagster_tests.api.conftest import FAMILY, NEIGHBOURS, client_of, serving, settings
from storytailor_dagster_tests.api.test_stories import code

Client = Callable[[UUID | None], httpx.Client]
CHARACTERS = "/api/v1/characters"
BODY = {
    "name": "Alex",
    "age": 7,
    "species": "human",
    "inclusivityTraits": ["wheelchair_user"],
    "appearance": "Friendly and adventurous",
}
CAPTURED = {
    "name": "Ada Lovelace King",
    "gender": "girl",
    "species": "animal",
    "age": 6,
    "ethnicity": ["Nigerian", "Irish"],
    "inclusivityTraits": [],
    "appearance": {"hair": "short and red", "clothing": "a blue jumper", "accessories": "round glasses"},
}


@pytest.fixture
def family(client: Client) -> httpx.Client:
    return client(FAMILY)


@pytest.fixture
def neighbours(client: Client) -> httpx.Client:
    return client(NEIGHBOURS)


def asked(family: httpx.Client, **other: Any) -> str:
    answer = family.post(CHARACTERS, json={**BODY, **other})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["data"]["id"])


def read(family: httpx.Client, character: str) -> dict[str, Any]:
    found: dict[str, Any] = family.get(f"{CHARACTERS}/{character}").json()["data"]
    return found


def draw(ledger: Ledger, character: str, *portraits: Portrait, run: str = "run") -> None:
    for portrait in portraits:
        claim = ledger.claim(subject_id=UUID(character), part=portrait, run_id=run, mode=ClaimMode.QUEUE)
        url = f"https://cdn.test/{portrait}.png"
        columns = {"reference_image": {"cdnUrl": url, "s3Url": url}}
        if portrait is Portrait.HEADSHOT:
            columns |= {"appearance_url": url, "color_palette": ["#111111", "#222222", "#333333"]}  # type: ignore[dict-item]
        ledger.record(claim, columns=columns, url=url, object_key=None)


def test_the_seed_s_request_is_answered_as_the_seed_has_it(family: httpx.Client) -> None:
    answer = family.post(CHARACTERS, json=BODY)
    told = answer.json()["data"]
    assert (answer.status_code, told["name"], told["status"], told["reference_images"]) == (
        201,
        "Alex",
        "generating",
        None,
    )
    assert told["realtimeChannel"] == f"characters:id={told['id']}"
    assert told["subscribePattern"]["table"] == "characters"
    assert answer.headers["location"] == f"{CHARACTERS}/{told['id']}"


def test_a_character_is_ready_when_both_portraits_are(family: httpx.Client, ledger: Ledger) -> None:
    character = asked(family)
    draw(ledger, character, Portrait.HEADSHOT)
    half = read(family, character)
    assert (half["status"], set(half["reference_images"])) == ("generating", {"headshot"})
    draw(ledger, character, Portrait.BODY)
    whole = read(family, character)
    assert whole["status"] == "ready"
    assert {name: set(found) for name, found in whole["reference_images"].items()} == {
        "headshot": {"cdnUrl", "s3Url"},
        "body": {"cdnUrl", "s3Url"},
    }
    assert whole["appearance_url"] == whole["reference_images"]["headshot"]["cdnUrl"]
    assert len(whole["color_palette"]) == 3


def test_what_production_sends_is_taken_and_kept(family: httpx.Client) -> None:
    told = read(family, asked(family, **CAPTURED))
    assert told["traits"] == {
        "fullName": "Ada Lovelace King",
        "firstName": "Ada",
        "lastName": "Lovelace King",
        **{name: CAPTURED[name] for name in ("age", "gender", "ethnicity", "appearance")},
    }


@pytest.mark.parametrize("trait", TRAITS)
def test_every_trait_is_taken_in_every_shape(client: Client, ledger: Ledger, trait: str) -> None:
    shapes: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (trait, ()),
        ({"id": trait, "label": trait}, ()),
        ({"type": trait, "detail": "blue"}, ("blue",)),
        ({"type": trait, "description": "with stars"}, ("with stars",)),
        ({"type": trait, "detail": "blue", "notes": "with stars"}, ("blue", "with stars")),
    )
    for shape, told in shapes:
        row = ledger.characters.row(UUID(asked(client(uuid4()), inclusivityTraits=[shape])))
        assert row is not None
        assert row.hero.traits == (trait,)
        is_shown = TRAITS[trait].shown is not Shown.NEVER
        assert [words in row.hero.appearance for words in ("blue", "with stars")] == [
            is_shown and words in told for words in ("blue", "with stars")
        ]


def test_an_unknown_trait_is_refused_with_the_nearest_known(family: httpx.Client) -> None:
    answer = family.post(CHARACTERS, json={**BODY, "inclusivityTraits": ["wheelchiar_user"]})
    assert code(answer) == (400, "UNKNOWN_TRAIT")
    assert "wheelchair_manual" in answer.json()["error"]


@pytest.mark.parametrize("species", [one.value for one in Species])
def test_every_species_is_known(family: httpx.Client, species: str) -> None:
    assert read(family, asked(family, species=species))["species"] == species


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"species": "ghost train"}, (400, "UNKNOWN_SPECIES")),
        ({"age": 40}, (400, "AGE_OUT_OF_RANGE")),
        ({"name": "  "}, (400, "EMPTY_FIELD")),
        ({"name": None}, (422, "INVALID_BODY")),
        ({"ethnicity": "Irish"}, (422, "INVALID_BODY")),
        ({"libraryId": "mine"}, (400, "INVALID_FIELD")),
        ({"appearance": "red\x00hair"}, (400, "CONTROL_CHARACTER")),
    ],
)
def test_what_can_t_become_a_character_is_refused(
    family: httpx.Client, wrong: dict[str, Any], expected: tuple[int, str]
) -> None:
    assert code(family.post(CHARACTERS, json={**BODY, **wrong})) == expected
    assert family.get(CHARACTERS).json()["pagination"]["total"] == 0


def test_new_looks_ask_for_new_portraits_and_fence_off_the_old(family: httpx.Client, ledger: Ledger) -> None:
    character = asked(family)
    draw(ledger, character, Portrait.HEADSHOT, Portrait.BODY)
    told = family.patch(f"{CHARACTERS}/{character}", json={"appearance": {"hair": "long"}}).json()["data"]
    assert (told["status"], told["traits"]["appearance"], told["species"]) == ("generating", {"hair": "long"}, "human")
    assert told["reference_images"]["headshot"]["cdnUrl"]  # the old ones are shown until then
    row = ledger.characters.row(UUID(character))
    assert row is not None
    assert [(job.status, job.attempt) for job in row.jobs] == [("queued", 2), ("queued", 2)]


def test_another_name_alone_asks_for_no_portrait(family: httpx.Client, ledger: Ledger) -> None:
    character = asked(family)
    draw(ledger, character, Portrait.HEADSHOT, Portrait.BODY)
    told = family.patch(f"{CHARACTERS}/{character}", json={"name": "Sam Hill"}).json()["data"]
    assert (told["name"], told["traits"]["firstName"], told["status"]) == ("Sam Hill", "Sam", "ready")


def test_a_change_that_can_t_be_drawn_changes_nothing(family: httpx.Client) -> None:
    character = asked(family)
    before = read(family, character)
    assert code(family.patch(f"{CHARACTERS}/{character}", json={"species": "ghost train"})) == (400, "UNKNOWN_SPECIES")
    assert read(family, character) == before


def test_portraits_are_drawn_anew_with_a_note_and_the_body_follows(family: httpx.Client, ledger: Ledger) -> None:
    character = asked(family)
    draw(ledger, character, Portrait.HEADSHOT, Portrait.BODY)
    wish = {"assetTypes": ["headshot"], "note": "Let her smile.", "priority": "high"}
    told = family.post(f"{CHARACTERS}/{character}/assets", json=wish)
    assert told.status_code == 202
    assert [job["assetType"] for job in told.json()["data"]["jobs"]] == ["headshot", "body"]
    row = ledger.characters.row(UUID(character))
    assert row is not None
    assert [job.metadata.get("objection") for job in row.jobs] == ["Let her smile.", None]
    draw(ledger, character, Portrait.HEADSHOT, Portrait.BODY, run="again")
    body = family.post(f"{CHARACTERS}/{character}/assets", json={"assetTypes": ["body"]}).json()["data"]["jobs"]
    assert [job["assetType"] for job in body] == ["body"]


def test_another_family_finds_nothing(family: httpx.Client, neighbours: httpx.Client) -> None:
    character = asked(family)
    for method, path in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/assets"), ("GET", "/events")):
        answer = neighbours.request(method, f"{CHARACTERS}/{character}{path}", json={} if method != "GET" else None)
        assert code(answer) == (404, "CHARACTER_NOT_FOUND"), path
    assert neighbours.get(CHARACTERS).json()["data"] == []
    story = neighbours.post("/api/v1/stories", json={"storyType": "Adventure", "characterId": character})
    assert code(story) == (404, "CHARACTER_NOT_FOUND")


def test_a_list_has_pages_and_the_newest_first(family: httpx.Client) -> None:
    for number in range(3):
        asked(family, name=f"Child {'abc'[number]}")
    told = family.get(CHARACTERS, params={"limit": 2}).json()
    assert [one["name"] for one in told["data"]] == ["Child c", "Child b"]
    assert told["pagination"]["totalPages"] == 2


def test_the_same_key_asks_once(family: httpx.Client) -> None:
    key = {"Idempotency-Key": "k"}
    first, again = (family.post(CHARACTERS, json=BODY, headers=key) for _ in range(2))
    assert first.json()["data"]["id"] == again.json()["data"]["id"]
    other = family.post(CHARACTERS, json={**BODY, "age": 8}, headers=key)
    assert code(other) == (409, "IDEMPOTENCY_KEY_REUSED")
    story = family.post("/api/v1/stories", json={"storyType": "Adventure"}, headers=key)
    assert story.status_code == 201


def test_a_quota_is_counted_apart_from_stories(database: str) -> None:
    with serving(settings(database, characters_per_month=1)) as url, client_of(url, uuid4()) as family:
        asked(family)
        refused = family.post(CHARACTERS, json=BODY)
        assert (refused.status_code, refused.json()["code"]) == (402, "CHARACTER_QUOTA_EXCEEDED")
        assert family.post("/api/v1/stories", json={"storyType": "Adventure"}).status_code == 201


def test_deleting_removes_portraits_and_rows(database: str, tmp_path: Path) -> None:
    with serving(settings(database, home=tmp_path)) as url, client_of(url, FAMILY) as family:
        character = asked(family)
        portrait = tmp_path / "objects" / "images" / "characters" / character / "headshot-1.png"
        portrait.parent.mkdir(parents=True)
        portrait.write_bytes(b"png")
        assert family.delete(f"{CHARACTERS}/{character}").json()["data"] == {"id": character, "deleted": True}
        assert not portrait.exists()
        assert code(family.get(f"{CHARACTERS}/{character}")) == (404, "CHARACTER_NOT_FOUND")


def test_a_story_knows_its_character(family: httpx.Client) -> None:
    character = asked(family)
    story = family.post("/api/v1/stories", json={"storyType": "Adventure", "characterId": character}).json()["data"]
    told = family.get(f"/api/v1/stories/{story['id']}").json()["data"]
    assert told["character"]["name"] == "Alex"
    family.delete(f"{CHARACTERS}/{character}")
    assert family.get(f"/api/v1/stories/{story['id']}").json()["data"]["character"] is None


def test_a_character_is_followed_by_events(family: httpx.Client, ledger: Ledger) -> None:
    character = asked(family)
    draw(ledger, character, Portrait.HEADSHOT, Portrait.BODY)
    with family.stream("GET", f"{CHARACTERS}/{character}/events") as answer:
        lines = [line for line in answer.iter_lines() if line]
    assert "event: character" in lines
    assert any('"status": "ready"' in line for line in lines)
