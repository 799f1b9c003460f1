"""Under the sea: shafts of light, a whale far away, weed, coral, small fish, sand. Lights are depths of the water."""

from __future__ import annotations

import math
import random
from dataclasses import replace

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum, mix
from storytailor_dagster.providers.studio.illustration.scenery.light import PALETTES
from storytailor_dagster.providers.studio.illustration.scenery.nature import hill, ridge
from storytailor_dagster.providers.studio.illustration.scenery.plan import Place, Plan, Spot
from storytailor_dagster.providers.studio.illustration.shapes import W, at, blob, ell, g, line, pad, path, smooth
from storytailor_dagster.story.staging import Light

PLAN = Plan(
    hero=Spot(x=600, y=915, scale=1.2),
    companion=Spot(x=1030, y=925, scale=1.15, faces=-1),
    things=(Spot(x=300, y=950, scale=1.1), Spot(x=1270, y=950, scale=1.05), Spot(x=830, y=988, scale=1.0)),
    title=(70, 24, 970, 256),
)
_WATERS = {
    Light.DAWN: ("#f2d3c9", "#9fc3cf", "#5a90b8", "#3a5f96"),
    Light.DAY: ("#a5ecd8", "#4cc0c4", "#1f7fa6", "#164a86"),
    Light.GOLDEN: ("#ffd9a0", "#8fc2a8", "#3f8f98", "#23567a"),
    Light.DUSK: ("#8f8fd6", "#5a6cc0", "#3a4796", "#241f62"),
    Light.NIGHT: ("#3f8aa0", "#1d5580", "#10325f", "#081a40"),
}
"""From the surface to the ground."""


def behind(cv: Canvas, light: Light) -> None:
    r = cv.random
    surface, high, low, deep = _WATERS[light]
    cv.sky([(0, surface), (0.25, high), (0.6, low), (1, deep)])
    cv.glow(620, -40, 760, "#f2fff0", 0.8 if light is not Light.NIGHT else 0.4)
    rays = "".join(
        path(f"M{560 + i * 50} -20L{left} 1040L{right} 1040L{600 + i * 50} -20Z", "#e8fff4", opacity=op)
        for i, (left, right, op) in enumerate(
            ((-60, 160, 0.14), (300, 470, 0.18), (620, 860, 0.14), (1050, 1200, 0.16), (1380, 1640, 0.1))
        )
    )
    cv.add(g(rays, "b20", style="mix-blend-mode:screen"))
    _whale(cv, mix(low, high, 0.4), mix(surface, high, 0.4))
    for y, share in ((640, 0.35), (720, 0.12)):
        hill(cv, y, 50, mix(low, high, share), 6)
    cv.add(ell(768, 740, 900, 80, surface, opacity=0.22, filter="url(#b45)"))
    weeds = (
        (90, 400, "#2f8f7c"),
        (150, 300, "#37a084"),
        (30, 480, "#277c74"),
        (1330, 280, "#2f8f7c"),
        (1400, 430, "#277c74"),
        (1470, 330, "#37a084"),
    )
    for x, h, colour in weeds:
        cv.add(g(weed(x, 880, h, mix(colour, deep, 0.2), 24), "gM"))
    sand = mix("#f0dcab", low, 0.16 if light is Light.DAY else 0.34)
    ground = cv.linear([(0, sand), (0.4, mix(sand, low, 0.25)), (1, mix(sand, deep, 0.5))])
    cv.add(g(path(ridge(r, 820, 16), ground), "gL"))
    for _ in range(36):
        left, top, w = r.uniform(0, W), r.uniform(850, 1010), r.uniform(40, 130)
        cv.add(line(f"M{left:.0f} {top:.0f}q{w * 0.5:.0f} -8 {w:.0f} 0", lum(sand, 0.06), 3, opacity=0.35))
    for x, y, s, colour in (
        (1370, 900, 1.0, "#f2708a"),
        (1470, 950, 0.9, "#f7a35a"),
        (150, 930, 1.0, "#f7a35a"),
        (40, 960, 1.1, "#d96aa8"),
    ):
        cv.add(coral(r, x, y, s, mix(colour, deep, 0.12)))
    _school(cv, deep)


def weed(x: float, base: float, h: float, colour: str, w: float) -> str:
    """A broad swaying blade."""
    n, w = 6, w * 1.7
    sway = [x + math.sin(i * 1.1 + x) * 22 for i in range(n + 1)]
    left = [(sway[i] - w * (1 - i / n) / 2, base - h * i / n) for i in range(n + 1)]
    right = [(sway[i] + w * (1 - i / n) / 2, base - h * i / n) for i in range(n, -1, -1)]
    return path(smooth(left + right), colour)


def coral(r: random.Random, x: float, y: float, s: float, colour: str) -> str:
    """A branching coral about 220 units tall."""

    def branch(x0: float, y0: float, angle: float, length: float, width: float, depth: int) -> str:
        x1, y1 = x0 + math.sin(math.radians(angle)) * length, y0 - math.cos(math.radians(angle)) * length
        found = line(
            f"M{x0:.0f} {y0:.0f}Q{x0 + (x1 - x0) * 0.2:.0f} {y0 - length * 0.6:.0f} {x1:.0f} {y1:.0f}", colour, width
        )
        if depth:
            for turn in (-32 + r.uniform(-8, 8), 30 + r.uniform(-8, 8)):
                found += branch(x1, y1, angle + turn, length * 0.74, width * 0.76, depth - 1)
        return found

    return at(pad((-120, -220), (120, 0), m=4) + branch(0, 0, r.uniform(-6, 6), 66, 24, 3), x, y, s, flt="gM")


def _whale(cv: Canvas, skin: str, belly: str) -> None:
    body = smooth([(-330, 10), (-290, -80), (-140, -120), (60, -96), (220, -40), (320, -30), (400, -96), (420, -60),
                   (380, -10), (420, 40), (390, 60), (310, 20), (180, 60), (-40, 96), (-240, 84)])  # fmt: skip
    under = smooth([(-322, 24), (-240, 50), (-60, 60), (60, 62), (-40, 96), (-240, 84)])
    whale = (
        path(body, skin)
        + path(under, belly)
        + path(smooth([(-90, 60), (-40, 130), (20, 150), (0, 80)]), lum(skin, -0.04))
    )
    whale += (
        ell(-236, 0, 8, 10, lum(skin, -0.25))
        + ell(-233, -4, 3, 3, "#fff")
        + line("M-300 28Q-262 44 -226 26", lum(skin, -0.12), 5)
    )
    cv.add(at(whale, 1240, 300, 0.66, 6, flt="gL"))


def _school(cv: Canvas, deep: str) -> None:
    for x, y, s, colour, fin, flip in (
        (290, 380, 0.7, "#f7a35a", "#e8704a", False),
        (200, 450, 0.56, "#f7d25a", "#e8a03a", False),
        (250, 330, 0.45, "#f7a35a", "#e8704a", False),
        (1320, 560, 0.8, "#f2708a", "#c94a78", True),
        (1400, 640, 0.56, "#f7d25a", "#e8a03a", True),
    ):
        c, f = mix(colour, deep, 0.1), mix(fin, deep, 0.1)
        fish = path("M-46 0L-80 -26Q-70 0 -80 26Z", f) + path(
            "M-54 0Q-20 -42 30 -26Q54 -12 60 2Q46 28 10 30Q-24 30 -54 0Z", c
        )
        fish += path("M-10 -28Q10 -52 26 -27Z", f) + path("M0 -30Q10 0 0 30L-14 27Q-4 0 -14 -26Z", "#fff4df")
        fish += ell(36, -6, 6, 7, "#17213f") + ell(38, -9, 2.2, 2.2, "#fff") + line("M50 10q-6 6 -12 4", "#17213f", 3)
        cv.add(at(fish, x, y, s, flip=flip, flt="gS"))


def before(cv: Canvas, light: Light) -> None:
    r = cv.random
    for x0, y0 in ((1210, 640), (330, 700), (1320, 500)):
        for i in range(5):
            q = r.uniform(4, 15)
            x, y = x0 + r.uniform(-40, 40), y0 - i * 46
            cv.add(ell(x, y, q, q, "#fff", fill_opacity=0.16, stroke="#f0fffa", stroke_width=2.4))
    cv.glow(620, -60, 900, "#b8fff0", 0.3)
    dark = mix(_WATERS[light][3], cv.palette.shade, 0.4)
    for x, h, step in ((20, 340, 0.0), (100, 220, 0.04), (1510, 360, 0.0), (1440, 220, 0.04)):
        cv.add(g(weed(x, 1060, h, lum(dark, step), 40), "gM"))
    cv.add(g("".join(path(blob(r, x, 1044, 150, 56, 9, 0.1), lum(dark, 0.02)) for x in (230, 1330)), "gM"))


PLACE = Place(
    plan=PLAN,
    palettes={
        light: replace(palette, wash=0.4, toward=(-0.15, -0.95), shade="#12306e", light="#d8fff0", grade="#2fb0c0",
                       grade_op=0.12, ambient=("#c4eaf2", 0.14), vignette=0.44, body_shade_op=0.38)
        for light, palette in PALETTES.items()
    },
    behind=behind,
    before=before,
)  # fmt: skip
