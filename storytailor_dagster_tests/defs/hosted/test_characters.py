"""A character and a story about it through hosted doors: what was sent to whom, what it cost, what was objected to."""

from __future__ import annotations

import json
from decimal import Decimal
from hashlib import sha256

import pytest

from storytailor_dagster.character.catalogue import TRAITS
from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.story.parts import SCENES, Part
from storytailor_dagster_tests.defs.conftest import House
from storytailor_dagster_tests.emulator import Emulator, Fault, Rule


def digests(emulator: Emulator) -> list[list[str]]:
    """What was sent along with each picture, in order."""
    return [[file["sha256"] for file in call.request.get("image[]", ())] for call in emulator.at("picture")]


def of_character(house: House, character: object, portrait: Portrait) -> str:
    job = house.drawn(character).job(portrait)  # type: ignore[arg-type]
    assert job is not None
    return sha256(house.store.get(str(job.metadata["object_key"]))).hexdigest()


def of_story(house: House, story: object, part: Part) -> str:
    """The picture as others see it: a cover without its letters."""
    job = house.row(story).job(part)  # type: ignore[arg-type]
    assert job is not None
    key = job.metadata["plain_key" if part is Part.COVER else "object_key"]
    return sha256(house.store.get(str(key))).hexdigest()


def test_portraits_are_square_and_the_body_is_drawn_after_the_headshot(home: House, emulator: Emulator) -> None:
    character = home.character(inclusivity_traits=["wheelchair_user", "hearing aids"], appearance="red hair")
    assert home.portray(character).success
    headshot, body = emulator.at("picture")
    assert {call.request["size"] for call in (headshot, body)} == {"1024x1024"}
    assert digests(emulator) == [[], [of_character(home, character, Portrait.HEADSHOT)]]
    assert TRAITS["hearing_aids"].headshot in headshot.request["prompt"]
    assert TRAITS["wheelchair_manual"].picture not in headshot.request["prompt"]
    assert TRAITS["wheelchair_manual"].picture in body.request["prompt"]


def test_the_references_of_each_picture_are_exactly_the_ones_decided(home: House, emulator: Emulator) -> None:
    character = home.character(appearance="red hair")
    story = home.asked(characterId=str(character))
    assert home.portray(character).success
    assert home.run(story).success
    child = [of_character(home, character, portrait) for portrait in Portrait]
    cover, first, second, third = (of_story(home, story, part) for part in (Part.COVER, *SCENES[:3]))
    assert digests(emulator)[2:] == [
        child,
        [cover, *child],
        [cover, first, *child],
        [first, second, *child],
        [second, third, *child],
    ]


def test_no_name_of_a_character_leaves_the_house_but_for_the_voice(home: House, emulator: Emulator) -> None:
    character = home.character("Zuzka", appearance="Zuzka has red hair", personality="Zuzka is brave")
    assert home.portray(character).success
    assert home.run(home.asked(characterId=str(character))).success
    others = json.dumps([call.request for call in emulator.calls if call.door != "speech"], ensure_ascii=False)
    assert "Zuzka" not in others
    assert "is brave" in json.dumps(emulator.at("text")[0].request)


@pytest.mark.parametrize("portrait", Portrait)
@pytest.mark.parametrize(
    ("fault", "says"), [(Fault.OBJECTS_TRAIT, "A trait is not shown"), (Fault.OBJECTS_HERO, "The hero is not")]
)
def test_what_is_objected_to_changes_the_prompt_and_in_the_end_fails_with_its_reason(
    home: House, emulator: Emulator, portrait: Portrait, fault: Fault, says: str
) -> None:
    character = home.character(inclusivity_traits=["vitiligo"])
    if portrait is Portrait.BODY:
        assert home.portray(character, Portrait.HEADSHOT).success
    before = len(emulator.at("picture"))
    emulator.rule(Rule(door="check", fault=fault, times=None))
    assert not home.portray(character, portrait).success
    prompts = [call.request["prompt"] for call in emulator.at("picture")[before:]]
    assert len(prompts) == 4
    assert ["Mend this above all" in prompt for prompt in prompts] == [False, True, True, True]
    row = home.drawn(character)
    assert row.asset_generation_status["assets"][portrait.value]["error"].startswith(says)
    assert row.status == "failed"
    assert portrait.value not in (row.reference_images or {})
    assert not list((home.folder / "images").glob(f"**/{portrait.value}-*"))


def test_a_story_s_picture_of_another_child_is_drawn_anew_after_the_same_portraits(
    home: House, emulator: Emulator
) -> None:
    character = home.character()
    home.portray(character)
    story = home.asked(characterId=str(character))
    assert home.run(story, [Part.CONTENT]).success
    emulator.rule(Rule(door="check", fault=Fault.OBJECTS_HERO, times=1))
    before = len(emulator.at("picture"))
    assert home.run(story, [Part.COVER]).success
    tries = digests(emulator)[before:]
    assert len(tries) == 2
    assert tries[0] == tries[1] == [of_character(home, character, portrait) for portrait in Portrait]


def test_a_portrait_that_was_bought_is_not_bought_again(home: House, emulator: Emulator) -> None:
    character = home.character()
    home.portray(character)
    calls = len(emulator.calls)
    home.portray(character)
    assert len(emulator.calls) == calls
    assert emulator.bought_twice() == []


def test_every_call_for_a_character_is_a_row_and_counts_under_its_cap(home: House, emulator: Emulator) -> None:
    character = home.character()
    home.portray(character)
    rows = [row for row in home.ledger.spending.calls(character) if row.provider != "studio"]
    assert len(rows) == len(emulator.calls)
    assert {row.part for row in rows} == set(Portrait)
    for job in home.drawn(character).jobs:
        cost = sum((row.cost for row in rows if row.part is job.part), Decimal(0))
        assert cost > 0
        assert abs((job.cost or 0) - cost) < Decimal("0.0001")
