"""The studio's pictures: every place in every light, covers lettered, heroes who stay themselves, and a check."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageStat

from storytailor_dagster.character.hero import Hero, Species
from storytailor_dagster.errors import Permanent
from storytailor_dagster.providers.studio.check import StudioCheck
from storytailor_dagster.providers.studio.illustration.compose import Composition, compose
from storytailor_dagster.providers.studio.illustration.render import render
from storytailor_dagster.providers.studio.illustration.scenery.plan import Plan, Spot
from storytailor_dagster.providers.studio.illustration.scenery.registry import PLACES
from storytailor_dagster.providers.studio.illustration.shapes import H, W
from storytailor_dagster.providers.studio.pictures import StudioPictures
from storytailor_dagster.providers.till import OpenTill
from storytailor_dagster.story.parts import SCENES, Part
from storytailor_dagster.story.picture_checks import check_picture
from storytailor_dagster.story.pictures import Picture, PictureBrief
from storytailor_dagster.story.staging import Companion, Feeling, Light, Pose, Prop, Setting, Staging
from storytailor_dagster.story.verdict import Matter

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


def test_a_lighthouse_is_dark_where_somebody_carries_the_light() -> None:
    """As in the story of the hundred small lights, which tells that its lamp is out."""

    def lamp(*props: Prop) -> float:
        shown = compose(brief(Part.COVER, setting=Setting.BEACH, light=Light.NIGHT, props=props))
        picture = Image.open(io.BytesIO(render(shown.svg))).convert("L").resize((W, H))
        return ImageStat.Stat(picture.crop((157, 328, 177, 346))).mean[0]

    assert lamp(Prop.LANTERN) < 0.5 * lamp(Prop.BASKET)


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
    picture = StudioPictures().draw(till=OpenTill(), brief=asked).value
    assert Image.open(io.BytesIO(picture.png)).size == (W, H)
    assert all(found.passed for found in check_picture(picture.png))
    assert StudioCheck().look(till=OpenTill(), brief=asked, picture=picture).value.objections == ()
    assert StudioPictures().draw(till=OpenTill(), brief=asked).value == picture


def test_pictures_that_look_the_other_way_are_drawn_and_checked_like_any_other() -> None:
    turned = next(asked for seed in range(20) if compose(asked := brief(seed=seed)).mirrored)
    picture = StudioPictures().draw(till=OpenTill(), brief=turned).value
    assert all(found.passed for found in check_picture(picture.png))


@pytest.mark.parametrize("trait", ["prosthetic_leg", "vitiligo", "burn_scars", "limb_difference_arm_missing"])
def test_what_is_on_one_side_of_the_hero_stays_on_that_side(trait: str) -> None:
    hero = HERO.model_copy(update={"traits": (trait,)})
    pictures = [compose(brief(part, hero=hero, seed=seed)) for part in SCENES for seed in range(6)]
    assert not any(picture.mirrored for picture in pictures)
    assert any(compose(brief(part, seed=seed)).mirrored for part in SCENES for seed in range(6))


def place_of(markup: str, picture: Composition) -> tuple[float, float]:
    """Where in the picture the innermost placed group around the markup has its origin."""
    before = picture.svg[: picture.svg.index(markup)]
    x, y = re.findall(r"translate\(([\d.]+) ([\d.]+)\) rotate\(0\) scale", before)[-1]
    return float(x), float(y)


CHAIR = "M-66 -200Q-84 -214 -104 -208"
"""The push handle of a wheelchair."""


@pytest.mark.parametrize("pose", [Pose.SIT, Pose.SLEEP])
@pytest.mark.parametrize("setting", [Setting.BEDROOM, Setting.CLINIC, Setting.LIBRARY])
def test_a_wheelchair_stands_on_the_floor_however_its_owner_rests(setting: Setting, pose: Pose) -> None:
    hero = HERO.model_copy(update={"traits": ("wheelchair_manual",)})
    picture = compose(brief(hero=hero, setting=setting, pose=pose))
    floor = PLACES[setting].plan.hero
    assert place_of(CHAIR, picture) == (floor.x, floor.y)
    assert "part:wheelchair_manual" in picture.drawn


@pytest.mark.parametrize("setting", [setting for setting in Setting if setting not in {"bedroom", "clinic"}])
def test_nothing_is_put_before_the_face_of_a_sleeper_on_the_ground(setting: Setting) -> None:
    things = (Prop.BASKET, Prop.CAKE, Prop.DRUM)
    picture = compose(brief(setting=setting, pose=Pose.SLEEP, props=things))
    spots = re.findall(r"translate\(([\d.]+) ([\d.]+)\) rotate\(0\) scale", picture.svg)
    plan = PLACES[setting].plan
    first, pillow = plan.things[0], plan.hero.x - 250 * plan.hero.scale
    assert (f"{first.x:.1f}", f"{first.y:.1f}") not in spots
    assert any(0 < float(x) < pillow and y == f"{first.y:.1f}" for x, y in spots)
    assert {f"prop:{thing}" for thing in things} <= set(picture.drawn)


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
    left, top, right, bottom = PLACES[Setting.MEADOW].plan.title
    points = list(on_the_outline(outline))
    assert len(points) > 10
    assert left <= min(x for x, _ in points) < max(x for x, _ in points) <= right
    assert top <= min(y for _, y in points) < max(y for _, y in points) <= bottom


def on_the_outline(d: str) -> Iterator[tuple[float, float]]:
    """The points of path data in capital letters, control points included."""
    x = y = 0.0
    for command, given in re.findall(r"([MLHVQC])([^MLHVQCZ]*)", d):
        numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", given)]
        if command == "H":
            numbers.append(y)
        elif command == "V":
            numbers.insert(0, x)
        for x, y in zip(numbers[::2], numbers[1::2], strict=True):
            yield x, y


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ("hero", "the hero"),
        ("companion:fox", "companion fox"),
        ("light:day", "light day"),
        ("prop:basket", "prop basket"),
    ],
)
def test_what_is_not_drawn_is_objected_to(missing: str, says: str) -> None:
    asked = brief()
    picture = Picture(png=b"", drawn=compose(asked).drawn)
    without = replace(picture, drawn=tuple(name for name in picture.drawn if name != missing))
    verdict = StudioCheck().look(till=OpenTill(), brief=asked, picture=without).value
    assert [found.says for found in verdict.objections] == [f"It does not show {says}."]


def test_letters_in_a_scene_are_objected_to() -> None:
    asked = brief()
    picture = Picture(png=b"", drawn=compose(asked).drawn)
    lettered = replace(picture, drawn=(*picture.drawn, "title"))
    verdict = StudioCheck().look(till=OpenTill(), brief=asked, picture=lettered).value
    assert [(found.matter, found.says) for found in verdict.objections] == [
        (Matter.LETTERS, "There are letters in a scene.")
    ]


def test_a_document_that_is_none_is_refused() -> None:
    with pytest.raises(Permanent):
        render("<svg")
