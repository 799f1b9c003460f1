"""The catalogue of traits: complete, as agreed, and read in one place by whoever speaks of a trait."""

from __future__ import annotations

import csv
import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from storytailor_dagster.character import catalogue
from storytailor_dagster.character.catalogue import TRAITS, WAYS, Shown, read, shown_parts, shown_traits, ways_that_jar
from storytailor_dagster.character.hero import Hero
from storytailor_dagster.providers.studio.illustration.figures.aids.catalogue import DRAWN

AGREED = Path(__file__).with_name("agreed.csv")


def rows() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files(catalogue.__package__) / "traits.toml").read_text(encoding="utf-8"))


def hero(*traits: str, appearance: str = "") -> Hero:
    return Hero(name="Mira", traits=traits, appearance=appearance)


def test_the_traits_and_when_each_is_shown_are_the_agreed_ones() -> None:
    with AGREED.open(encoding="utf-8") as agreed:
        assert {row["id"]: row["shown"] for row in csv.DictReader(agreed)} == {
            name: trait.shown.value for name, trait in TRAITS.items()
        }


def test_a_catalogue_that_lacks_one_does_not_load() -> None:
    fewer = rows()
    fewer.popitem()
    with pytest.raises(ValueError, match="38 traits"):
        read(fewer)


def test_a_catalogue_that_shows_one_otherwise_does_not_load() -> None:
    other = rows()
    other["dyslexia"]["shown"] = "always"
    with pytest.raises(ValueError, match="otherwise than agreed"):
        read(other)


@pytest.mark.parametrize("trait", TRAITS.values(), ids=TRAITS)
def test_every_row_says_all_that_painters_checkers_and_writers_need(trait: catalogue.Trait) -> None:
    assert re.match(r"(?:is|has|wears|uses|walks|gets) ", trait.label)
    assert trait.picture.endswith(".")
    assert "hero" not in trait.picture.split()[:3]
    assert trait.yes
    assert trait.no
    assert all(question.endswith("?") for question in (*trait.yes, *trait.no))
    assert [question.right for question in trait.questions] == [True] * len(trait.yes) + [False] * len(trait.no)
    assert trait.never
    assert trait.also
    assert len(trait.say) >= 2
    assert len(trait.avoid) >= 3
    assert set(trait.jars) <= set(WAYS)


@pytest.mark.parametrize("trait", TRAITS.values(), ids=TRAITS)
def test_no_word_to_use_is_a_word_to_avoid_and_no_row_avoids_its_own_words(trait: catalogue.Trait) -> None:
    spoken = " ".join((trait.label, trait.picture, *trait.say)).casefold()
    assert [word for word in trait.avoid if re.search(rf"\b{re.escape(word)}\b", spoken)] == []


@pytest.mark.parametrize("name", [name for name, trait in TRAITS.items() if trait.shown is Shown.IF_MENTIONED])
def test_what_is_shown_if_mentioned_needs_the_family_s_words(name: str) -> None:
    trait = TRAITS[name]
    assert shown_traits(hero(name)) == ()
    for part, words in trait.mentions.items():
        for word in words:
            assert part in shown_parts(hero(name, appearance=f"red hair and {word}")), word
            assert shown_traits(hero(name, appearance=f"red hair, no {word}")) == (), word


def test_words_that_only_look_like_a_mention_are_none() -> None:
    words = "a designer dress, a sporty shirt, a bandana, a cape with a big button, a hot dog"
    every = hero(*TRAITS, appearance=words)
    assert set(shown_traits(every)) == {name for name, trait in TRAITS.items() if trait.shown is Shown.ALWAYS}


def test_the_longer_of_two_mentions_is_meant() -> None:
    assert shown_parts(hero("cerebral_palsy", appearance="a red power wheelchair")) == ("wheelchair_power",)
    assert set(shown_parts(hero("visual_impairment", appearance="a white cane and a guide dog"))) == {
        "white_cane",
        "guide_dog",
    }


def test_every_part_that_may_be_shown_can_be_drawn() -> None:
    parts = {part for trait in TRAITS.values() for part in trait.mentions}
    parts |= {name for name, trait in TRAITS.items() if trait.shown is Shown.ALWAYS}
    assert parts <= DRAWN


def test_an_aid_that_is_mentioned_brings_its_own_way_of_moving() -> None:
    assert ways_that_jar(hero("cerebral_palsy")) == ()
    assert "walking" in ways_that_jar(hero("cerebral_palsy", appearance="a blue wheelchair"))
