"""Words that belittle a hero, and sentences that can't be so."""

from __future__ import annotations

import pytest

from storytailor_dagster.character.catalogue import TRAITS
from storytailor_dagster.character.hero import Hero, Pronouns, Species
from storytailor_dagster.character.telling import belittling, contradicting


def hero(*traits: str, species: Species = Species.HUMAN) -> Hero:
    return Hero(name="Mira", pronouns=Pronouns.SHE, traits=traits, species=species)


@pytest.mark.parametrize("name", TRAITS)
def test_every_word_to_avoid_is_found_whatever_its_case(name: str) -> None:
    for word in TRAITS[name].avoid:
        assert belittling(f"So it was. {word.capitalize()}, they said.", hero(name)) == (word.casefold(),)


@pytest.mark.parametrize(
    "text",
    [
        "She suffers from it.",
        "Poor Mira!",
        "Everybody stared at Mira.",
        "At last she was cured.",
        "It was her superpower.",
        "She wished to be a normal child.",
    ],
)
def test_pity_cure_and_powers_belittle_whoever_it_is(text: str) -> None:
    assert belittling(text, hero("asthma"))
    assert not belittling(text, hero())


def test_a_superhero_may_have_powers() -> None:
    assert not belittling("It was her superpower.", hero("asthma", species=Species.SUPERHERO))


@pytest.mark.parametrize(
    "text",
    ["A stump in the wood.", "It hopped and ran.", "Time ran on.", "The lamest duck.", "A claw, a leash, a cage."],
)
def test_innocent_words_pass(text: str) -> None:
    every = hero(*TRAITS)
    assert belittling(text, every) == ()
    assert contradicting(text, every) == ()


@pytest.mark.parametrize(
    ("trait", "text"),
    [
        ("wheelchair_manual", "Mira jumped up."),
        ("wheelchair_power", "Mira quickly ran to the gate."),
        ("wheelchair_manual", "Mira and Pip climbed the hill."),
        ("wheelchair_manual", "Mira laughed. She stood there."),
        ("crutches", "Mira ran."),
        ("deaf", "Mira heard it."),
        ("visual_impairment", "“Oh!” said Mira. She saw the moon."),
        ("limb_difference_arm_missing", "Mira took the cake in both hands."),
        ("halo_cervical_orthosis", "Mira slowly shook her head."),
    ],
)
def test_what_the_hero_can_not_have_done_is_found(trait: str, text: str) -> None:
    assert contradicting(text, hero(trait))
    assert not contradicting(text, hero())


def test_a_hero_with_two_names_is_told_of_by_the_first_too() -> None:
    two = hero("wheelchair_manual").model_copy(update={"name": "Mira Rose"})
    assert [bool(contradicting(f"{name} ran.", two)) for name in ("Mira Rose", "Mira", "Rose")] == [True, True, False]


@pytest.mark.parametrize(
    "text",
    [
        "The dog ran to Mira.",
        "Mira's dog jumped.",
        "Mira ran out of string.",
        "Mira called, and Pip ran.",
        "Pip barked. She ran.",
        "Mira rolled to the gate. “I heard you,” said Pip, who stood there.",
        "Mirabel ran.",
    ],
)
def test_what_others_do_is_theirs(text: str) -> None:
    assert contradicting(text, hero("wheelchair_manual", "deaf", "visual_impairment")) == ()
