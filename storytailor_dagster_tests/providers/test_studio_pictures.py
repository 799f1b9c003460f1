"""The studio's pictures: every place in every light, covers lettered, heroes who stay themselves, exact checks."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import product
from xml.etree import ElementTree

import pytest
from PIL import Image

from storytailor_dagster.errors import Permanent
from storytailor_dagster.providers.studio.check import StudioCheck
from storytailor_dagster.providers.studio.illustration.compose import compose
from storytailor_dagster.providers.studio.illustration.render import render
from storytailor_dagster.providers.studio.illustration.scenery.plan import Plan, Spot
from storytailor_dagster.providers.studio.illustration.scenery.registry import PLACES
from storytailor_dagster.providers.studio.illustration.shapes import H, W
from storytailor_dagster.providers.studio.pictures import StudioPictures
from storytailor_dagster.story.hero import Hero, Species
from storytailor_dagster.story.parts import SCENES, Part
from storytailor_dagster.story.picture_checks import check_picture
from storytailor_dagster.story.pictures import PictureBrief
from storytailor_dagster.story.staging import Companion, Feeling, Light, Pose, Prop, Setting, Staging

HERO = Hero(name="Mira", age=6)


def brief(
    part: Part = Part.SCENE_1, *, hero: Hero = HERO, seed: int = 3, title: str | None = None, **staged: object
) -> PictureBrief:
    given = {
        "setting": Setting.MEADOW,
        "light": Light.DAY,
        "pose": Pose.WAVE,
        "feeling": Feeling.HAPPY,
        "companion": Companion.FOX,
        "props": (Prop.LANTERN, Prop.BASKET),
        **staged,
    }
    staging = Staging.model_validate(given)
    return PictureBrief(part=part, hero=hero, staging=staging, description="Mira waves.", title=title, seed=seed)


def boxes(plan: Plan) -> list[tuple[float, float, float, float]]:
    def box(spot: Spot, half: float, height: float) -> tuple[float, float, float, float]:
        return spot.x - half * spot.scale, spot.y - height * spot.scale, spot.x + half * spot.scale, spot.y

    return [box(plan.hero, 90, 420), box(plan.companion, 70, 180), *(box(spot, 45, 60) for spot in plan.things)]


@pytest.mark.parametrize(("setting", "light"), list(product(Setting, Light)), ids=lambda value: str(value))
def test_every_place_is_drawn_in_every_light(setting: Setting, light: Light) -> None:
    svg = compose(brief(setting=setting, light=light)).svg
    tree = ElementTree.fromstring(svg)
    known = {element.get("id") for element in tree.iter()} - {None}
    used = set(re.findall(r"url\(#([^)]+)\)", svg)) | set(re.findall(r'href="#([^"]+)"', svg))
    assert used <= known


@pytest.mark.parametrize("setting", list(Setting))
def test_nobody_stands_in_anothers_place_or_beyond_the_edge(setting: Setting) -> None:
    plan = PLACES[setting].plan
    found = boxes(plan)
    for left, top, right, bottom in [*found, plan.title]:
        assert left >= 0
        assert top >= 0
        assert right <= W
        assert bottom <= H
    for i, (left, _, right, _) in enumerate(found):
        for other_left, _, other_right, _ in found[i + 1 :]:
            assert right <= other_left or other_right <= left
    assert plan.title[2] - plan.title[0] >= 640
    assert plan.title[3] - plan.title[1] >= 180


@pytest.mark.parametrize("species", list(Species))
def test_every_species_is_drawn_and_named(species: Species) -> None:
    drawn = compose(brief(hero=HERO.model_copy(update={"species": species}))).drawn
    assert "hero" in drawn
    assert "companion:fox" in drawn


def test_a_picture_is_what_was_asked_for_to_the_pixel_count() -> None:
    asked = brief(Part.COVER, title="The Lantern on the Hill", light=Light.NIGHT, setting=Setting.FOREST)
    picture = StudioPictures().draw(brief=asked).value
    assert Image.open(io.BytesIO(picture.png)).size == (W, H)
    assert all(found.passed for found in check_picture(picture.png, part=Part.COVER, drawn=picture.drawn))
    assert StudioCheck().look(brief=asked, picture=picture).value.objections == ()
    assert StudioPictures().draw(brief=asked).value == picture


def test_pictures_that_look_the_other_way_are_drawn_and_checked_like_any_other() -> None:
    turned = next(asked for seed in range(20) if compose(asked := brief(seed=seed)).mirrored)
    picture = StudioPictures().draw(brief=turned).value
    assert all(found.passed for found in check_picture(picture.png, part=turned.part, drawn=picture.drawn))


def test_the_five_pictures_of_a_story_differ_even_in_one_place() -> None:
    assert len({compose(brief(part)).svg for part in (Part.COVER, *SCENES)}) >= 4


def test_a_place_stays_the_same_place_through_a_story() -> None:
    def place(part: Part) -> list[str]:
        svg = compose(brief(part)).svg
        return [element.get("d", "") for element in ElementTree.fromstring(svg).iter() if element.tag.endswith("path")][
            :60
        ]

    assert place(Part.SCENE_1) == place(Part.SCENE_2)


def test_another_objection_gives_another_picture() -> None:
    asked = brief(Part.SCENE_2)
    again = asked.model_copy(update={"objection": "The hero is too small."})
    assert compose(asked).svg != compose(again).svg


def test_only_a_cover_is_lettered() -> None:
    assert "title" in compose(brief(Part.COVER, title="Hello")).drawn
    assert "title" not in compose(brief(Part.SCENE_1, title="Hello")).drawn


@pytest.mark.parametrize(
    "title",
    ["A", '<b>"Nguyễn Thị Ánh" & Ṣọlá’s long and winding road to the moon and back</b>', "W" * 80, "Żółw, Łucja i Ğül"],
)
def test_any_title_is_lettered_within_the_cover(title: str) -> None:
    lettered, bare = (ElementTree.fromstring(compose(brief(Part.COVER, title=given)).svg) for given in (title, None))
    outlines = [element.get("d", "") for element in lettered.iter() if element.tag.endswith("path")]
    known = {element.get("d") for element in bare.iter()}
    (outline,) = {d for d in outlines if d not in known}
    numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", outline)]
    assert min(numbers) > 0
    assert max(numbers) < W


@pytest.mark.parametrize(
    ("missing", "says"),
    [("hero", "hero"), ("companion:fox", "companion fox"), ("light:day", "light day"), ("prop:basket", "prop basket")],
)
def test_what_is_not_drawn_is_objected_to(missing: str, says: str) -> None:
    asked = brief()
    picture = StudioPictures().draw(brief=asked).value
    without = replace(picture, drawn=tuple(name for name in picture.drawn if name != missing))
    assert StudioCheck().look(brief=asked, picture=without).value.objections == (f"It does not show {says}.",)


def test_letters_in_a_scene_are_objected_to() -> None:
    asked = brief()
    picture = StudioPictures().draw(brief=asked).value
    lettered = replace(picture, drawn=(*picture.drawn, "title"))
    assert StudioCheck().look(brief=asked, picture=lettered).value.objections == ("There are letters in a scene.",)


def test_a_document_that_is_none_is_refused() -> None:
    with pytest.raises(Permanent):
        render("<svg")
