"""A character and a story about it through hosted doors: what was sent to whom, what it cost, what was objected to."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from uuid import UUID

import pytest
from PIL import Image, ImageChops, ImageStat

from storytailor_dagster.character.catalogue import TRAITS
from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.story.parts import SCENES, Part
from storytailor_dagster_tests.defs.conftest import House
from storytailor_dagster_tests.emulator import Emulator, Fault, Rule
from storytailor_dagster_tests.emulator.settings import hosted


def digests(emulator: Emulator) -> list[list[str]]:
    """What was sent along with each picture, in order."""
    return [[file["sha256"] for file in call.request.get("image[]", ())] for call in emulator.at("picture")]


def stored(house: House, character: UUID, portrait: Portrait) -> bytes:
    job = house.drawn(character).job(portrait)
    assert job is not None
    return house.store.get(str(job.metadata["object_key"]))


def stored_plain(house: House, story: UUID, part: Part) -> bytes:
    """The picture as others see it: a cover without its letters."""
    job = house.row(story).job(part)
    assert job is not None
    return house.store.get(str(job.metadata["plain_key" if part is Part.COVER else "object_key"]))


def of_character(house: House, character: UUID, portrait: Portrait) -> str:
    return sha256(stored(house, character, portrait)).hexdigest()


def of_story(house: House, story: UUID, part: Part) -> str:
    return sha256(stored_plain(house, story, part)).hexdigest()


def shown(emulator: Emulator, pictures: Mapping[str, bytes]) -> list[list[str]]:
    """Which of these pictures each check was shown, in order: they are sent smaller, and as JPEGs."""
    looks = {name: small(data) for name, data in pictures.items()}

    def named(data: bytes) -> str:
        seen = small(data)
        unlike = {name: sum(ImageStat.Stat(ImageChops.difference(seen, look)).mean) for name, look in looks.items()}
        best = min(unlike, key=unlike.__getitem__)
        return best if unlike[best] < 6 else "none of them"

    return [[named(data) for _, data in call.shown] for call in emulator.at("check")]


def small(data: bytes) -> Image.Image:
    with Image.open(BytesIO(data)) as opened:
        return opened.convert("RGB").resize((48, 48))


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


def test_a_check_is_shown_exactly_the_portraits_and_last_the_picture_that_it_judges(
    home: House, emulator: Emulator
) -> None:
    character = home.character(appearance="red hair")
    story = home.asked(characterId=str(character))
    assert home.portray(character).success
    assert home.run(story).success
    pictures = {portrait.value: stored(home, character, portrait) for portrait in Portrait}
    pictures |= {part.value: stored_plain(home, story, part) for part in (Part.COVER, *SCENES)}
    assert shown(emulator, pictures) == [
        ["headshot"],
        ["headshot", "body"],
        *[["headshot", "body", part.value] for part in (Part.COVER, *SCENES)],
    ]
    face, whole, judged = emulator.at("check")[-1].shown
    assert [words.partition(":")[0] for words, _ in (face, whole, judged)] == [
        *["A portrait of the hero, not to be judged"] * 2,
        "The picture to judge, which the brief after it asked for",
    ]
    sizes = [Image.open(BytesIO(data)).size for _, data in (face, whole, judged)]
    assert sizes == [(768, 768), (768, 768), (1536, 1024)]


def test_a_hero_without_portraits_is_checked_by_the_brief_alone(home: House, emulator: Emulator) -> None:
    story = home.asked()
    emulator.rule(Rule(door="check", fault=Fault.OBJECTS_LIKENESS, times=None))
    assert home.run(story, [Part.CONTENT, Part.COVER, Part.SCENE_1]).success
    assert [len(call.shown) for call in emulator.at("check")] == [1, 1]


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


@pytest.mark.parametrize(
    ("fault", "says"), [(Fault.OBJECTS_TRAIT, "A trait is not shown"), (Fault.OBJECTS_LIKENESS, "The hero is not")]
)
def test_an_objection_to_a_character_in_a_story_changes_the_prompt_and_in_the_end_fails_with_its_reason(
    home: House, emulator: Emulator, fault: Fault, says: str
) -> None:
    character = home.character(inclusivity_traits=["vitiligo"])
    assert home.portray(character).success
    story = home.asked(characterId=str(character))
    assert home.run(story, [Part.CONTENT]).success
    before = len(emulator.at("picture"))
    emulator.rule(Rule(door="check", fault=fault, says="The nose is as in no portrait.", times=None))
    assert not home.run(story, [Part.COVER]).success
    prompts = [call.request["prompt"] for call in emulator.at("picture")[before:]]
    mended = ["Mend this above all: The nose is as in no portrait." in prompt for prompt in prompts]
    assert mended == [False, True, True, True]
    child = [of_character(home, character, portrait) for portrait in Portrait]
    assert digests(emulator)[before:] == [child] * 4
    row = home.row(story)
    job = row.job(Part.COVER)
    assert job is not None
    assert (job.status, job.code, row.cover_art_url) == ("failed", "CHECK_FAILED", None)
    assert row.asset_generation_status["assets"]["cover"]["error"].startswith(says)
    assert not list((home.folder / "images" / "stories").glob("**/*.png"))


@pytest.mark.parametrize("fault", [Fault.OBJECTS_HERO, Fault.OBJECTS_LIKENESS])
def test_a_story_s_picture_of_another_child_is_drawn_anew_after_the_same_portraits(
    home: House, emulator: Emulator, fault: Fault
) -> None:
    character = home.character()
    home.portray(character)
    story = home.asked(characterId=str(character))
    assert home.run(story, [Part.CONTENT]).success
    emulator.rule(Rule(door="check", fault=fault, times=1))
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


def test_a_portrait_that_would_pass_the_character_s_cap_is_not_bought(
    hosted_house: Callable[..., House], emulator: Emulator
) -> None:
    """The cap would let either be drawn; what the headshot cost leaves too little for the body."""
    house = hosted_house(budget_per_story=Decimal("0.15"))
    character = house.character()
    assert not house.portray(character).success
    headshot, body = (house.drawn(character).job(portrait) for portrait in Portrait)
    assert headshot is not None
    assert body is not None
    assert (headshot.status, body.status, body.code) == ("ready", "failed", "BUDGET_EXCEEDED")
    assert len(emulator.at("picture")) == 1
    house.ledger.ask(subject_id=character, parts=[Portrait.BODY])
    house.settings = hosted(emulator, budget_per_story=Decimal("0.25"))
    assert house.portray(character, Portrait.BODY).success


def test_a_portrait_that_comes_too_late_is_asked_for_again(
    hosted_house: Callable[..., House], emulator: Emulator
) -> None:
    house = hosted_house(picture_seconds=3.0, patience_seconds=0.0)
    character = house.character()
    emulator.rule(Rule(door="picture", fault=Fault.HANG, seconds=60.0))
    assert house.portray(character, Portrait.HEADSHOT).success
    calls = [row for row in house.ledger.spending.calls(character) if row.purpose == "picture"]
    assert [(row.outcome, row.error_code, row.try_number) for row in calls] == [
        ("failed", "NO_ANSWER", 1),
        ("answered", None, 2),
    ]
    assert calls[0].cost > 0  # it may be on the bill


def test_every_call_for_a_character_is_a_row_with_its_cost(home: House, emulator: Emulator) -> None:
    character = home.character()
    home.portray(character)
    rows = [row for row in home.ledger.spending.calls(character) if row.provider != "studio"]
    assert len(rows) == len(emulator.calls)
    assert {row.part for row in rows} == set(Portrait)
    for job in home.drawn(character).jobs:
        cost = sum((row.cost for row in rows if row.part is job.part), Decimal(0))
        assert cost > 0
        assert abs((job.cost or 0) - cost) < Decimal("0.0001")
