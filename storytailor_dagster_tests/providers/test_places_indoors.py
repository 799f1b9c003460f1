"""The rooms: whole in every light, lamps lit after dark, and plans that keep figures and things apart."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import combinations

import pytest

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.scenery.plan import Place, Plan, Spot
from storytailor_dagster.providers.studio.illustration.scenery.registry import PLACES
from storytailor_dagster.providers.studio.illustration.shapes import H, W
from storytailor_dagster.story.staging import Light, Setting

Box = tuple[float, float, float, float]

ROOMS = (Setting.BEDROOM, Setting.KITCHEN, Setting.LIBRARY, Setting.CLASSROOM, Setting.CLINIC)
LAMP_GLOW = "#ffc266"

every_room = pytest.mark.parametrize("room", [PLACES[setting] for setting in ROOMS], ids=ROOMS)
every_light = pytest.mark.parametrize("light", Light)


def scene(room: Place, light: Light, seed: int = 5) -> str:
    cv = Canvas(room.palettes[light], seed)
    room.behind(cv, light)
    room.before(cv, light)
    return cv.finish()


def around(spot: Spot, half_width: float, height: float) -> Box:
    """Left, top, right and bottom of what stands on the spot, given at scale 1."""
    return spot.x - half_width * spot.scale, spot.y - height * spot.scale, spot.x + half_width * spot.scale, spot.y


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def boxes(plan: Plan) -> dict[str, Box]:
    """A child, a companion, the feet's part of three things, and a cover's lettering."""
    found = {"hero": around(plan.hero, 90, 400), "companion": around(plan.companion, 90, 240), "title": plan.title}
    return found | {f"thing {i}": around(spot, 50, 80) for i, spot in enumerate(plan.things)}


@every_room
@every_light
def test_a_room_is_a_whole_document_in_every_light(room: Place, light: Light) -> None:
    svg = scene(room, light)
    ids = re.findall(r'\bid="([^"]+)"', svg)
    assert ET.fromstring(svg).get("viewBox") == f"0 0 {W} {H}"
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(ids)
    assert not re.search(r"\b(nan|inf)\b", svg)


@every_room
def test_a_room_is_the_same_for_the_same_seed(room: Place) -> None:
    assert scene(room, Light.GOLDEN) == scene(room, Light.GOLDEN)


@every_room
def test_a_room_looks_different_in_every_light(room: Place) -> None:
    assert len({scene(room, light) for light in Light}) == len(Light)


@every_room
def test_a_lamp_is_lit_at_dusk_and_at_night_only(room: Place) -> None:
    lit = {light for light in Light if LAMP_GLOW in scene(room, light)}
    assert lit == {Light.DUSK, Light.NIGHT}


@every_room
def test_nobody_and_nothing_stands_in_the_way(room: Place) -> None:
    for (name, box), (other, its) in combinations(boxes(room.plan).items(), 2):
        assert not overlap(box, its), f"{name} and {other}"


@every_room
def test_everything_is_inside_the_picture(room: Place) -> None:
    for name, (left, top, right, bottom) in boxes(room.plan).items():
        assert 0 <= left < right <= W, name
        assert 0 <= top < bottom <= H, name


@every_room
def test_a_title_has_room(room: Place) -> None:
    left, top, right, bottom = room.plan.title
    assert right - left >= 900
    assert bottom - top >= 230


@every_room
def test_a_room_is_cheap_enough_to_paint(room: Place) -> None:
    svg = scene(room, Light.NIGHT)
    assert len(re.findall(r'filter="url\(#g[SMLXRCH]\)"', svg)) <= 35
    assert len(re.findall(r'filter="url\(#g[LX]\)"', svg)) <= 8
