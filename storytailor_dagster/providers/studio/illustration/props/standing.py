"""A thing on the ground, by its word. The drawings are in toys.py and keepsakes.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.figures.figure import Figure
from storytailor_dagster.providers.studio.illustration.props import keepsakes, toys
from storytailor_dagster.providers.studio.illustration.shapes import g
from storytailor_dagster.story.staging import Prop


def _lantern(cv: Canvas) -> str:
    return keepsakes.halo(cv, 0, -32, 110) + g(keepsakes.lantern(cv), "gH", "translate(0 -97)")


STANDING: Mapping[Prop, tuple[Callable[[Canvas], str], float]] = MappingProxyType(
    {
        Prop.LANTERN: (_lantern, 98),
        Prop.KITE: (toys.kite, 128),
        Prop.BOOK: (toys.book, 106),
        Prop.CAKE: (keepsakes.cake, 124),
        Prop.COIN_JAR: (toys.coin_jar, 98),
        Prop.DRUM: (toys.drum, 106),
        Prop.MAP: (keepsakes.treasure_map, 102),
        Prop.KEY: (keepsakes.key, 122),
        Prop.BASKET: (keepsakes.basket, 100),
        Prop.FLOWER: (keepsakes.flower, 128),
        Prop.STAR: (keepsakes.shining_star, 94),
        Prop.TABLET: (toys.tablet, 92),
        Prop.CRADLE: (toys.cradle, 114),
        Prop.LETTER: (keepsakes.letter, 80),
        Prop.BALL: (toys.ball, 84),
        Prop.UMBRELLA: (keepsakes.umbrella, 120),
    }
)
_LIGHTS = {Prop.LANTERN: (0.0, -32.0), Prop.STAR: (0.0, -44.0)}


def draw_prop(cv: Canvas, prop: Prop) -> Figure:
    """The thing standing on the ground at (0, 0), about 75 to 130 units tall; anchor "light" where it shines."""
    draw, height = STANDING[prop]
    anchors = {"light": _LIGHTS[prop]} if prop in _LIGHTS else {}
    return Figure(markup=draw(cv), height=height, anchors=anchors, drawn=(f"prop:{prop}",))
