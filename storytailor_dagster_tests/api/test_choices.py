"""What a form is told to ask is what the API asks for."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from storytailor_dagster.character.catalogue import TRAITS
from storytailor_dagster.story.types import StoryType


@pytest.fixture
def choices(family: httpx.Client) -> dict[str, Any]:
    answer = family.get("/api/v1/story-types")
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()["data"]
    return told


def filled(field: dict[str, Any]) -> Any:
    if field["input"] == "choice":
        return field["choices"][-1][0]
    return {"number": field["least"], "list": ["Roma"]}.get(field["input"], "Zuzka")


def body(kind: dict[str, Any]) -> dict[str, Any]:
    """A request with all that a type's fields ask for."""
    given: dict[str, Any] = {"storyType": kind["name"], "generateAssets": False}
    if kind["object"]:
        given[kind["object"]] = {field["name"]: filled(field) for field in kind["fields"]}
    consent = kind["consent"]
    if consent:
        if consent["onlyWith"]:
            given[kind["object"]][consent["onlyWith"]["field"]] = consent["onlyWith"]["value"]
        given["therapeuticConsent"] = {field["name"]: True for field in consent["fields"]}
    return given


def test_all_that_can_be_chosen_is_there(choices: dict[str, Any]) -> None:
    assert [kind["name"] for kind in choices["types"]] == list(StoryType)
    assert [trait["value"] for trait in choices["traits"]] == list(TRAITS)
    assert choices["ages"] == {"least": 3, "most": 10}
    assert all(choice["label"] for name in ("species", "pronouns", "traits") for choice in choices[name])


def test_every_type_is_taken_when_its_questions_are_answered(family: httpx.Client, choices: dict[str, Any]) -> None:
    for kind in choices["types"]:
        answer = family.post("/api/v1/stories", json=body(kind))
        assert answer.status_code == 201, answer.text


def test_every_choice_is_taken(family: httpx.Client, choices: dict[str, Any]) -> None:
    for kind in choices["types"]:
        for field in kind["fields"]:
            for value, _ in field["choices"]:
                asked = body(kind)
                asked[kind["object"]][field["name"]] = value
                told = family.post("/api/v1/stories", json=asked).json()
                assert told["success"] or told["code"] == "INVALID_RELATIONSHIP_FOR_LOSS_TYPE", (field["name"], value)
    for name, field in (("species", "species"), ("pronouns", "pronouns"), ("traits", "inclusivityTraits")):
        for choice in choices[name]:
            value = choice["value"]
            hero = {"name": "Zuzka", field: [value] if name == "traits" else value}
            answer = family.post("/api/v1/stories", json={"storyType": "music", "hero": hero, "generateAssets": False})
            assert answer.status_code == 201, choice


def test_what_is_missing_is_refused_with_the_code_that_the_form_was_told(
    family: httpx.Client, choices: dict[str, Any]
) -> None:
    for kind in choices["types"]:
        for field in kind["fields"]:
            asked = body(kind)
            del asked[kind["object"]][field["name"]]
            assert family.post("/api/v1/stories", json=asked).json()["code"] == field["code"]
        for field in (kind["consent"] or {"fields": ()})["fields"]:
            asked = body(kind)
            del asked["therapeuticConsent"][field["name"]]
            assert family.post("/api/v1/stories", json=asked).json()["code"] == field["code"]
