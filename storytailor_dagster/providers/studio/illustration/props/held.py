"""The same things in a hand: where they hang, stand or are hugged. The hand's fingers are drawn over them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.props import keepsakes, toys
from storytailor_dagster.providers.studio.illustration.props.standing import STANDING
from storytailor_dagster.providers.studio.illustration.shapes import Point, at, g, line
from storytailor_dagster.story.staging import Prop


@dataclass(frozen=True, kw_only=True)
class Held:
    """Something in a hand: `under` goes under the hand's arm; `light` is where it shines, `top` its highest point."""

    under: str
    light: Point | None = None
    top: float = 0


def hold(cv: Canvas, prop: Prop, hand: Point, *, size: float = 1.0) -> Held:
    """The thing in a hand at this point of the figure's space, `size` for a smaller or taller child."""
    x, y = hand
    draw = _IN_HAND.get(prop)
    if prop is Prop.CRADLE:
        return Held(under=at(STANDING[prop][0](cv), x + 70 if x > 0 else x - 90, 4))
    if draw is None:
        body, height = STANDING[prop]
        return Held(under=at(body(cv), x + 6, y + 34 * size, 0.72 * size), top=y + (34 - height * 0.72) * size)
    body_text, top = draw(cv)
    light = {Prop.LANTERN: (x, y + 70 * size), Prop.STAR: (x + 4, y - 62 * size)}.get(prop)
    return Held(under=at(body_text, x, y, size), light=light, top=y + top * size)


_InHand = Callable[[Canvas], tuple[str, float]]


def _lantern(cv: Canvas) -> tuple[str, float]:
    return keepsakes.halo(cv, 0, 70, 130) + g(keepsakes.lantern(cv), "gH"), 0


def _kite(cv: Canvas) -> tuple[str, float]:
    string = line("M0 0Q64 -60 122 -178", "#fff6e6", 3)
    return string + g(
        g(toys.sail(cv), "gC") + g(toys.ribbons(0.6), "gH"), None, "translate(138 -240) rotate(26) scale(.78)"
    ), -320


def _book(cv: Canvas) -> tuple[str, float]:
    return g(toys.covers(cv), "gH", "translate(4 36) scale(.62)"), -40


def _key(cv: Canvas) -> tuple[str, float]:
    return g(keepsakes.key(cv), None, "translate(0 -16) rotate(180) translate(0 62) scale(.72)"), -30


def _flower(cv: Canvas) -> tuple[str, float]:
    return g(keepsakes.bloom(cv), "gH", "translate(-2 16) rotate(10) scale(.92)"), -84


def _star(cv: Canvas) -> tuple[str, float]:
    return g(keepsakes.shining_star(cv), None, "translate(4 -12) scale(.9)"), -98


def _map(cv: Canvas) -> tuple[str, float]:
    return g(keepsakes.sheet(cv), "gH", "translate(8 -10) rotate(-4) scale(.86)"), -50


def _letter(cv: Canvas) -> tuple[str, float]:
    return g(keepsakes.letter(cv), None, "translate(6 20) scale(.7)"), -34


def _umbrella(_cv: Canvas) -> tuple[str, float]:
    handle = line("M0 -200V14Q0 28 -12 28Q-22 28 -22 16", "#8a5a36", 8)
    return g(handle, "gH") + g(keepsakes.shade(), "gC", "translate(-44 -98) rotate(-5) scale(1.55)"), -316


def _basket(cv: Canvas) -> tuple[str, float]:
    return g(keepsakes.basket(cv), None, "translate(0 84) scale(.88)"), 0


def _ball(cv: Canvas) -> tuple[str, float]:
    return g(toys.ball(cv), None, "translate(16 10) scale(.8)"), -60


_IN_HAND: Mapping[Prop, _InHand] = MappingProxyType(
    {
        Prop.LANTERN: _lantern,
        Prop.KITE: _kite,
        Prop.BOOK: _book,
        Prop.KEY: _key,
        Prop.FLOWER: _flower,
        Prop.STAR: _star,
        Prop.MAP: _map,
        Prop.LETTER: _letter,
        Prop.UMBRELLA: _umbrella,
        Prop.BASKET: _basket,
        Prop.BALL: _ball,
    }
)
