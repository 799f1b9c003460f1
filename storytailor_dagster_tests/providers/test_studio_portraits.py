"""Portraits by the studio: the character of the stories, alone, with what is in view of their traits."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from storytailor_dagster.character.catalogue import TRAITS, Shown
from storytailor_dagster.character.hero import Species
from storytailor_dagster.character.portraits import SIDE, Portrait, PortraitBrief
from storytailor_dagster.providers.studio.check import StudioCheck
from storytailor_dagster.providers.studio.illustration.portrait import compose_portrait
from storytailor_dagster.providers.studio.pictures import StudioPictures
from storytailor_dagster.providers.till import OpenTill
from storytailor_dagster.story.pictures import PART, Picture
from storytailor_dagster.story.verdict import Matter
from storytailor_dagster_tests.trait_samples import hero

BELOW = {
    *("wheelchair_manual", "wheelchair_power", "prosthetic_leg", "prosthetic_arm", "crutches", "walker"),
    *("scoliosis_brace", "orthotic_devices", "limb_length_discrepancy"),
}
"""What head and shoulders do not show."""


@pytest.mark.parametrize("portrait", Portrait)
@pytest.mark.parametrize("trait", [name for name, row in TRAITS.items() if row.shown is not Shown.NEVER])
def test_what_is_in_view_is_drawn_and_checked(trait: str, portrait: Portrait) -> None:
    species = list(Species)[list(TRAITS).index(trait) % len(Species)]
    brief = PortraitBrief(portrait=portrait, hero=hero(trait, species=species), seed=5)
    drawn = compose_portrait(brief).drawn
    assert {f"{PART}{part}" for part in brief.parts} <= set(drawn)
    picture = Picture(png=b"", drawn=drawn)
    assert StudioCheck().look(till=OpenTill(), brief=brief, picture=picture).value.objections == ()
    bare = Picture(png=b"", drawn=("hero",))
    objections = StudioCheck().look(till=OpenTill(), brief=brief, picture=bare).value.objections
    assert [found.matter for found in objections] == [Matter.TRAIT] * len(brief.traits)


def test_head_and_shoulders_show_what_is_worn_there() -> None:
    always = [name for name, row in TRAITS.items() if row.shown is Shown.ALWAYS]
    in_view = {name for name in always if PortraitBrief(portrait=Portrait.HEADSHOT, hero=hero(name)).traits == (name,)}
    assert set(always) - in_view == BELOW
    assert all(PortraitBrief(portrait=Portrait.BODY, hero=hero(name)).traits == (name,) for name in always)


def test_an_aid_below_the_shoulders_is_not_asked_of_a_headshot() -> None:
    asked = hero("cerebral_palsy", "visual_impairment")
    assert PortraitBrief(portrait=Portrait.HEADSHOT, hero=asked).parts == ()
    assert set(PortraitBrief(portrait=Portrait.BODY, hero=asked).parts) == {"walker", "white_cane"}


def test_a_portrait_is_a_square_picture() -> None:
    brief = PortraitBrief(portrait=Portrait.BODY, hero=hero("wheelchair_manual", "vitiligo"), seed=9)
    answer = StudioPictures().draw(brief=brief, till=OpenTill())
    with Image.open(io.BytesIO(answer.value.png)) as picture:
        assert picture.size == (SIDE, SIDE)
    assert {"hero", "portrait:body", "part:wheelchair_manual", "part:vitiligo"} == set(answer.value.drawn)


@pytest.mark.parametrize("portrait", Portrait)
def test_the_same_character_has_the_same_portrait(portrait: Portrait) -> None:
    brief = PortraitBrief(portrait=portrait, hero=hero("hearing_aids"), seed=9)
    assert compose_portrait(brief) == compose_portrait(brief)
    assert compose_portrait(brief).svg != compose_portrait(brief.model_copy(update={"seed": 10})).svg


def test_the_two_portraits_show_one_character() -> None:
    def tones(portrait: Portrait) -> set[str]:
        svg = compose_portrait(PortraitBrief(portrait=portrait, hero=hero(appearance="red hair, a blue dress"))).svg
        return {colour for colour in ("#b5532e", "#4a86c5") if colour in svg}

    assert tones(Portrait.HEADSHOT) == tones(Portrait.BODY) == {"#b5532e", "#4a86c5"}
