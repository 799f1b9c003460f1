"""The sky of the five lights: its colours, sun, moon and stars, and clouds where a place wants them."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import mix
from storytailor_dagster.providers.studio.illustration.scenery.light import tint
from storytailor_dagster.providers.studio.illustration.shapes import W, ell, g, path, rect
from storytailor_dagster.story.staging import Light

SKIES = {
    Light.DAWN: ("#8f9bd0", "#d7a9c4", "#f6b9a6", "#ffe0b8"),
    Light.DAY: ("#7cc3d8", "#b5dfd8", "#e9efcf", "#fbe9c2"),
    Light.GOLDEN: ("#6b62a8", "#c9759c", "#ff9f7c", "#ffd98f"),
    Light.DUSK: ("#2b2a66", "#55499a", "#9a6fae", "#e7a49c"),
    Light.NIGHT: ("#0b1a3f", "#17406a", "#3f8089", "#5f9a98"),
}
SUN = {
    Light.DAWN: (1130.0, 470.0, 78.0, "#fff0d8", "#ffd2b0"),
    Light.DAY: (130.0, 150.0, 66.0, "#fffbe6", "#fff2c2"),
    Light.GOLDEN: (1120.0, 480.0, 88.0, "#fff3c6", "#ffdf8f"),
    Light.DUSK: (1290.0, 200.0, 54.0, "#fdf3da", "#d9c6f6"),
    Light.NIGHT: (1290.0, 180.0, 80.0, "#f6f3d8", "#d8f3e4"),
}
"""x, y, radius, colour of the disc, colour of its glow."""
_CLOUDS = {
    Light.DAWN: "#f6c9c6",
    Light.DAY: "#fffaf0",
    Light.GOLDEN: "#e98a94",
    Light.DUSK: "#6d5aa6",
    Light.NIGHT: "#24507a",
}


def paint_sky(cv: Canvas, light: Light, *, horizon: float = 620.0, clouds: int = 3, disc: bool = True) -> None:
    """Sky down to the horizon (y in pixels), with stars at dusk and night, and the light's sun or moon."""
    top, high, low, ground = SKIES[light]
    end = horizon / 1024
    cv.sky([(0, top), (end * 0.45, high), (end * 0.82, low), (end, ground), (1, ground)])
    if light is Light.NIGHT:
        stars(cv, 60, horizon * 0.7)
    elif light is Light.DUSK:
        stars(cv, 26, horizon * 0.45)
    if disc:
        x, y, r, colour, glow = SUN[light]
        y = min(y, horizon - r * 0.4)
        cv.glow(x, y, r * 7, glow, 0.8)
        moon = (
            ell(x - 30, y - 20, 17, 14, "#e3e0c0") + ell(x + 22, y + 38, 22, 18, "#e3e0c0")
            if light is Light.NIGHT
            else ""
        )
        cv.add(g(ell(x, y, r, r, colour) + moon, "gS"))
        cv.glow(x, y, r * 2.4, glow, 0.7)
    spots = (
        (640, 120, 330, 0.6),
        (1400, 372, 230, 0.0),
        (90, 310, 250, 0.0),
        (900, 370, 220, 0.0),
        (360, 380, 200, 0.0),
    )
    for x, y, w, faint in spots[:clouds]:
        colour = mix(_CLOUDS[light], high, faint)
        cv.add(g(cloud(cv.random, x, y * horizon / 620, w, colour), "gM"))


def cloud(r: random.Random, x: float, y: float, w: float, colour: str, height: float = 0.13) -> str:
    """A flat-bottomed cloud `w` wide."""
    h = w * height
    puffs = ""
    for i in range(7):
        t = i / 6
        lift = math.sin(t * math.pi) * h * r.uniform(0.5, 1.1)
        puffs += ell(
            x - w * 0.42 + w * 0.84 * t,
            y - h * 0.35 - lift,
            w * 0.13 * r.uniform(0.8, 1.2),
            h * r.uniform(0.6, 0.95),
            colour,
        )
    base = rect(x - w * 0.58, y - h * 0.62, w * 1.16, h * 1.06, colour, h * 0.53)
    return puffs + base + rect(x - w * 0.36, y - h * 0.9, w * 0.72, h, colour, h * 0.4)


def stars(cv: Canvas, count: int, bottom: float, colour: str = "#fff4d2", left: float = 0, right: float = W) -> None:
    """Dots and a few four-pointed sparks above `bottom`."""
    r = cv.random
    found = ""
    for _ in range(count):
        q = r.uniform(0.8, 2.6)
        found += ell(r.uniform(left, right), r.uniform(0, bottom), q, q, colour, opacity=f"{r.uniform(0.35, 1):.2f}")
    for _ in range(max(3, count // 14)):
        found += spark(r.uniform(left + 40, right - 40), r.uniform(20, bottom * 0.9), r.uniform(7, 13), colour)
    cv.add(found)


def spark(x: float, y: float, q: float, colour: str) -> str:
    return path(
        f"M{x:.1f} {y - q:.1f}Q{x:.1f} {y:.1f} {x + q:.1f} {y:.1f}Q{x:.1f} {y:.1f} {x:.1f} {y + q:.1f}"
        f"Q{x:.1f} {y:.1f} {x - q:.1f} {y:.1f}Q{x:.1f} {y:.1f} {x:.1f} {y - q:.1f}Z",
        colour,
    )


def mist(cv: Canvas, y: float, light: Light, op: float = 0.26, ry: float = 70) -> None:
    """A pale blurred band between two layers."""
    cv.add(ell(768, y, 900, ry, tint("#f4f6e8", light, 0.5), opacity=op, filter="url(#b45)"))


def fireflies(cv: Canvas, boxes: Sequence[tuple[float, float, float, float]], count: int = 20) -> None:
    """Lights in the air within the boxes (left, top, right, bottom)."""
    r = cv.random
    for _ in range(count):
        left, top, right, bottom = r.choice(list(boxes))
        x, y, q = r.uniform(left, right), r.uniform(top, bottom), r.uniform(2, 4)
        cv.glow(x, y, q * 9, "#ffe88a", 0.8)
        cv.add(ell(x, y, q, q, "#fff7c8"))
