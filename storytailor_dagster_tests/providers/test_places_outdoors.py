"""Places outdoors: whole in every light, a calm title, and plans and frames that leave the figures free."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
import resvg_py
from PIL import Image

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.scenery.plan import Place, Spot
from storytailor_dagster.providers.studio.illustration.scenery.registry import PLACES
from storytailor_dagster.providers.studio.illustration.scenery.sky import SUN
from storytailor_dagster.providers.studio.illustration.shapes import H, W
from storytailor_dagster.story.staging import Light, Setting

Box = tuple[float, float, float, float]

OUTDOORS = (
    Setting.FOREST,
    Setting.BEACH,
    Setting.PARK,
    Setting.SPACE,
    Setting.UNDERSEA,
    Setting.MEADOW,
    Setting.MOUNTAIN,
    Setting.TOWN,
)
UNDER_THE_SKY = (Setting.FOREST, Setting.BEACH, Setting.PARK, Setting.MEADOW, Setting.MOUNTAIN, Setting.TOWN)

every_place = pytest.mark.parametrize("place", [PLACES[setting] for setting in OUTDOORS], ids=OUTDOORS)
every_light = pytest.mark.parametrize("light", Light)


def scene(place: Place, light: Light, seed: int = 5) -> str:
    cv = Canvas(place.palettes[light], seed)
    place.behind(cv, light)
    place.before(cv, light)
    return cv.finish()


def around(spot: Spot, half_width: float, height: float) -> Box:
    return spot.x - half_width, spot.y - height, spot.x + half_width, spot.y


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def boxes(place: Place) -> dict[str, Box]:
    """What stands where: a child with outstretched arms, a companion, things, and a cover's title."""
    plan = place.plan
    return {
        "hero": around(plan.hero, 110 * plan.hero.scale, 400 * plan.hero.scale),
        "companion": around(plan.companion, 100 * plan.companion.scale, 240 * plan.companion.scale),
        "title": plan.title,
    }


@every_place
@every_light
def test_a_place_is_a_whole_document_in_every_light(place: Place, light: Light) -> None:
    svg = scene(place, light)
    ids = re.findall(r'\bid="([^"]+)"', svg)
    assert ET.fromstring(svg).get("viewBox") == f"0 0 {W} {H}"
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(ids)
    assert not re.search(r"\b(nan|inf)\b", svg)


@every_place
def test_a_place_looks_different_in_every_light(place: Place) -> None:
    assert len({scene(place, light) for light in Light}) == len(Light)


@every_place
def test_a_place_is_the_same_for_the_same_seed_only(place: Place) -> None:
    assert scene(place, Light.DAY) == scene(place, Light.DAY)
    assert scene(place, Light.DAY, seed=5) != scene(place, Light.DAY, seed=6)


@every_place
def test_nobody_stands_in_anybodys_way_or_in_the_title(place: Place) -> None:
    found = list(boxes(place).items())
    for i, (name, box) in enumerate(found):
        for other, its in found[i + 1 :]:
            assert not overlap(box, its), f"{name} and {other}"


@every_place
def test_things_stand_beside_the_figures_and_apart(place: Place) -> None:
    plan = place.plan
    feet = [around(plan.hero, 60 * plan.hero.scale, 60), around(plan.companion, 80 * plan.companion.scale, 60)]
    things = [around(spot, 62 * spot.scale, 100 * spot.scale) for spot in plan.things]
    for i, thing in enumerate(things):
        assert not any(overlap(thing, other) for other in feet + things[i + 1 :]), plan.things[i]


@every_place
def test_everybody_is_inside_the_picture(place: Place) -> None:
    plan = place.plan
    things = [around(spot, 62 * spot.scale, 100 * spot.scale) for spot in plan.things]
    for left, top, right, bottom in [*boxes(place).values(), *things]:
        assert left >= 0
        assert top >= 0
        assert right <= W
        assert bottom <= H


@every_place
def test_a_hero_fills_half_the_height_and_looks_into_the_open_side(place: Place) -> None:
    hero, companion = place.plan.hero, place.plan.companion
    assert 0.45 <= 400 * hero.scale / H <= 0.6
    assert hero.x < W / 2 < companion.x
    assert (hero.faces, companion.faces) == (1, -1)


@every_place
def test_a_title_has_room(place: Place) -> None:
    left, top, right, bottom = place.plan.title
    assert right - left >= 900
    assert bottom - top >= 230


@pytest.mark.parametrize("place", [PLACES[setting] for setting in UNDER_THE_SKY], ids=UNDER_THE_SKY)
@every_light
def test_no_title_is_written_on_the_sun_or_the_moon(place: Place, light: Light) -> None:
    x, y, r, *_ = SUN[light]
    assert not overlap((x - r, y - r, x + r, y + r), place.plan.title)


@every_place
@every_light
def test_what_frames_a_picture_covers_neither_hero_nor_companion(place: Place, light: Light) -> None:
    cv = Canvas(replace(place.palettes[light], grade_op=0, vignette=0, grain=0), 5)
    place.before(cv, light)
    small = cv.finish().replace(f'width="{W}" height="{H}"', 'width="192" height="128"', 1)
    picture = Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=small, skip_system_fonts=True))))
    opaque = picture.getchannel("A").point(lambda alpha: 255 * (alpha > 150))
    for box in (around(place.plan.hero, 190, 620), around(place.plan.companion, 130, 330)):
        left, top, right, bottom = (value / 8 for value in box)
        assert opaque.crop((round(left), round(top), round(right), round(bottom))).getbbox() is None
