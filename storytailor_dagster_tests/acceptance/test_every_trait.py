"""Every trait, all the way: asked for over the API, drawn, told, checked, and in a story's pictures."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import dagster as dg
import httpx
import pytest

from storytailor_dagster.character.catalogue import TRAITS, Shown
from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.character.telling import belittling, contradicting
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.providers.hands import hands_from
from storytailor_dagster.providers.keys import Keys
from storytailor_dagster.settings import Settings
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.api.conftest import FAMILY, client_of, serving, settings
from storytailor_dagster_tests.conftest import emptied
from storytailor_dagster_tests.defs.conftest import House

NO_WAIT = Settings(portrait_seconds=0)
"""Portraits and story are drawn side by side: the studio knows its hero without portraits."""


class NoKeys(Keys):
    """The studio needs none."""

    def key(self, variable: str) -> str:
        raise AssertionError(variable)

    def has(self, variable: str) -> bool:
        return variable == ""


@pytest.fixture(scope="module")
def served(postgres_18: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, httpx.Client]]:
    """The API, and a house of the studio, on one database."""
    dsn, folder = emptied(postgres_18), tmp_path_factory.mktemp("objects")
    studio = hands_from(Settings(), NoKeys())
    with (
        serving(settings(dsn, requests_per_minute=None)) as url,
        client_of(url, FAMILY) as family,
        Ledger(dsn) as ledger,
        dg.DagsterInstance.ephemeral() as instance,
    ):
        yield House(ledger=ledger, instance=instance, folder=Path(folder), hands=studio, settings=NO_WAIT), family


THREES = [tuple(TRAITS)[first :: len(TRAITS) // 3] for first in range(len(TRAITS) // 3)]
"""Every trait once, three to a child, each of another kind than the others."""


@pytest.mark.parametrize("traits", THREES, ids="+".join)
def test_a_child_with_these_traits_is_herself_in_portraits_and_story(
    served: tuple[House, httpx.Client], traits: tuple[str, ...]
) -> None:
    house, family = served
    spelled = [(TRAITS[trait].also or (trait,))[0] for trait in traits]
    body = {"name": "Mira", "gender": "girl", "age": 6, "inclusivityTraits": spelled}
    character = UUID(family.post("/api/v1/characters", json=body).json()["data"]["id"])
    asked = {"storyType": "Adventure", "characterId": str(character), "childAge": 6}
    story = UUID(family.post("/api/v1/stories", json=asked).json()["data"]["id"])
    with ThreadPoolExecutor(1) as beside, dg.DagsterInstance.ephemeral() as its_own:
        portraits = beside.submit(replace(house, instance=its_own).portray, character)
        told = house.run(story, [Part.CONTENT, Part.COVER])
        drawn = portraits.result()
    assert told.success
    assert drawn.success

    checks = [(check.asset_key.path[-1], check) for run in (drawn, told) for check in run.get_asset_check_evaluations()]
    looked_at = {part for part, check in checks if check.check_name == "traits_shown" and check.passed}
    assert looked_at == {*Portrait, Part.COVER}
    assert all(check.passed for _, check in checks if check.check_name in ("told_with_respect", "hero_as_described"))

    hero = house.drawn(character).hero
    assert hero.traits == traits
    text = family.get(f"/api/v1/stories/{story}").json()["data"]["content"]["text"]
    assert "Mira" in text
    assert belittling(text, hero) == ()
    assert contradicting(text, hero) == ()
    ready = family.get(f"/api/v1/characters/{character}").json()["data"]
    assert set(ready["reference_images"]) == {"headshot", "body"}
    for trait in traits:
        assert TRAITS[trait].shown is not Shown.NEVER or trait.replace("_", " ") not in text.casefold()


def test_every_trait_is_among_them() -> None:
    assert sorted(trait for three in THREES for trait in three) == sorted(TRAITS)
