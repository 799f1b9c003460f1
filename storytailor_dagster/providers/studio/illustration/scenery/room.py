"""What rooms share: wall, boards, window with the light outside, curtains, lamps, rugs, shelves, framed pictures."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

from storytailor_dagster.providers.studio.illustration.canvas import Canvas, Palette
from storytailor_dagster.providers.studio.illustration.colour import lum, mix
from storytailor_dagster.providers.studio.illustration.scenery.light import PALETTES, is_dark, tint
from storytailor_dagster.providers.studio.illustration.scenery.nature import ridge
from storytailor_dagster.providers.studio.illustration.scenery.sky import SKIES
from storytailor_dagster.providers.studio.illustration.shapes import H, W, at, ell, g, line, path, rect, smooth
from storytailor_dagster.story.staging import Light

LAMPLIGHT = "#ffc266"
"""The colour of what a lit lamp throws."""

INDOORS = 0.36
"""How much of a day's tint reaches a thing in a room."""

_LAMPLIT = {Light.DUSK: ("#8a5a7a", 0.14, 0.04), Light.NIGHT: ("#4a2f5c", 0.24, 0.08)}
"""When lamps are lit: the colour of the dusk in the corners, its share, and the lightness lost."""


def inside(colour: str, light: Light) -> str:
    """The colour of a thing in a room."""
    if light in _LAMPLIT:
        key, share, dim = _LAMPLIT[light]
        return mix(lum(colour, -dim), key, share)
    return tint(colour, light, INDOORS)


def room_palettes() -> Mapping[Light, Palette]:
    """The five palettes of a room: softer at night, when a lamp is lit."""
    found = {}
    for light, palette in PALETTES.items():
        dark = is_dark(light)
        found[light] = replace(
            palette,
            shade="#3a1d52" if dark else palette.shade,
            light="#ffe2a0" if dark else palette.light,
            toward=(0.75, -0.55) if dark else palette.toward,
            ambient=("#ffd9b4", 0.16) if dark else palette.ambient,
            grade="#ff9d57" if dark else palette.grade,
            grade_op=0.18 if dark else palette.grade_op,
            vignette=0.46 if dark else palette.vignette,
            wash=0.14,
        )
    return found


def wall(cv: Canvas, light: Light, colour: str, floor: float, *, dots: str | None = None) -> None:
    """The wall down to y = floor, with a quiet pattern of dots and sparks, a skirting, and boards in perspective."""
    base = inside(colour, light)
    cv.sky([(0, lum(base, -0.05)), (floor / H * 0.8, base), (1, lum(base, -0.04))])
    if dots:
        mark = mix(base, inside(dots, light), 0.5)
        cv.add(
            "".join(
                ell(i * 96 + (48 if j % 2 else 0), 44 + j * 84, 4, 4, mark, opacity=0.55)
                for j in range(int(floor // 84))
                for i in range(17)
            )
        )


def boards(cv: Canvas, light: Light, floor: float, one: str, other: str) -> None:
    """Boards that run towards the reader, and a skirting."""
    r = cv.random
    cv.add(rect(0, floor, W, H - floor, inside(lum(other, -0.16), light)))
    planks = ""
    for i in range(-12, 13):
        far, far2, near, near2 = 768 + i * 64, 768 + (i + 1) * 64 - 3, 768 + i * 150, 768 + (i + 1) * 150 - 6
        colour = inside(mix(one, other, r.random()), light)
        planks += path(f"M{far} {floor}L{far2} {floor}L{near2} 1040L{near} 1040Z", colour)
    cv.add(g(planks, "gM"))
    cv.add(
        rect(0, floor - 20, W, 24, inside("#f5e6cf", light)), rect(0, floor + 3, W, 6, cv.palette.shade, opacity=0.35)
    )


def window(cv: Canvas, light: Light, x: float, y: float, w: float, h: float) -> None:
    """A window whose glass shows the light outside, with a sill; (x, y) is the glass's corner."""
    frame = inside("#f7e8d0", light)
    top, high, low, ground = SKIES[light]
    cv.add(
        g(rect(x - 24, y - 24, w + 48, h + 48, frame, 20), "gS"),
        rect(x, y, w, h, cv.linear([(0, top), (0.4, high), (0.75, low), (1, ground)]), 8),
    )
    name = cv.uid()
    cv.define(f'<clipPath id="{name}"><rect x="{x}" y="{y}" width="{w}" height="{h}"/></clipPath>')
    view = path(ridge(cv.random, y + h * 0.82, h * 0.04, 4, x - 10, x + w + 10, y + h + 20), tint("#86a878", light))
    view += path(ridge(cv.random, y + h * 0.92, h * 0.03, 4, x - 10, x + w + 10, y + h + 20), tint("#6d9464", light))
    if is_dark(light):
        view += ell(x + w * 0.68, y + h * 0.28, w * 0.12, w * 0.12, "#fff0c4")
        if light is Light.NIGHT:
            r = cv.random
            view += "".join(
                ell(r.uniform(x, x + w), r.uniform(y, y + h * 0.7), q, q, "#fff6d8") for q in (1.2, 1.6, 2, 2.4) * 7
            )
    elif light is Light.DAY:
        view += ell(x + w * 0.3, y + h * 0.26, w * 0.1, w * 0.1, "#fffbe6")
    else:
        view += ell(x + w * 0.66, y + h * 0.7, w * 0.13, w * 0.13, "#fff3d0")
    cv.add(g(view, None, None, clip_path=f"url(#{name})"))
    cv.add(rect(x + w / 2 - 7, y, 14, h, frame), rect(x, y + h * 0.52 - 7, w, 14, frame))
    cv.add(g(rect(x - 40, y + h + 18, w + 80, 24, lum(frame, 0.02), 8), "gS"))


def curtains(cv: Canvas, light: Light, x: float, y: float, w: float, h: float, colour: str) -> None:
    """A curtain on either side of a window and the rod above it."""
    cloth, fold = inside(colour, light), inside(lum(colour, -0.09), light)
    for side in (-1, 1):
        cx = x + w / 2 + side * (w / 2 + 22)
        body = smooth(
            [
                (cx - side * 60, y - 50),
                (cx + side * 48, y - 50),
                (cx + side * 52, y + h * 0.45),
                (cx + side * 40, y + h + 70),
                (cx - side * 8, y + h + 64),
                (cx - side * 10, y + h * 0.75),
                (cx - side * 40, y + h * 0.28),
            ],
            k=1 / 8,
        )
        folds = "".join(
            line(
                f"M{cx + side * a:.0f} {y - 40:.0f}Q{cx + side * (a + 6):.0f} {y + h / 2:.0f} {cx + side * a * 0.8:.0f} {y + h + 50:.0f}",
                fold,
                5,
                opacity=0.6,
            )
            for a in (-14, 10, 32)
        )
        cv.add(g(path(body, cloth) + folds, "gM"))
    rod = inside("#8a5646", light)
    cv.add(line(f"M{x - 90} {y - 52}L{x + w + 90} {y - 52}", lum(rod, -0.08), 12))
    cv.add(ell(x - 92, y - 52, 13, 13, rod), ell(x + w + 92, y - 52, 13, 13, rod))


def lamp(cv: Canvas, light: Light, x: float, y: float, s: float = 1.0) -> None:
    """A table lamp standing on y; lit at dusk and night."""
    lit = is_dark(light)
    stem = rect(-10, -84, 20, 84, inside("#e8b04a", light), 6) + ell(0, -8, 46, 12, inside("#c98f3a", light))
    shade = path("M-64 -66L-38 -186L38 -186L66 -66Q0 -50 -64 -66Z", "#ffe9b8" if lit else inside("#f4dcb0", light))
    cv.add(at(stem, x, y, s, flt="gS"))
    if lit:
        cv.glow(x, y - 130 * s, 420 * s, LAMPLIGHT, 0.62)
    cv.add(at(shade, x, y, s, flt="gS"))


def pendant(cv: Canvas, light: Light, x: float, y: float) -> None:
    """A lamp hung from the ceiling, its shade's rim at y; lit at dusk and night."""
    lit = is_dark(light)
    cord, shade = inside("#5a5f66", light), "#ffcf73" if lit else inside("#f2c14e", light)
    if lit:
        cv.glow(x, y + 16, 420, LAMPLIGHT, 0.5)
    bulb = ell(0, 2, 20, 16, "#fff3cf" if lit else inside("#fff6e0", light))
    body = bulb + path("M-52 0Q-44 -50 0 -56Q44 -50 52 0Z", shade) + line(f"M0 -54V{-y - 10}", cord, 5)
    cv.add(at(body, x, y, 1, flt="gS"))


def lamplight(cv: Canvas, light: Light, x: float, y: float) -> None:
    """What falls over the figures: the lamp's warmth at night, the window's light by day."""
    if is_dark(light):
        cv.glow(x, y, 860, "#ff9f4a", 0.26)
    elif light is not Light.DAY:
        cv.glow(400, 300, 820, "#ffc98a", 0.24)


def moonbeam(cv: Canvas, light: Light, x: float, y: float, w: float) -> None:
    """The window's light across the floor."""
    colour = "#a9c4ff" if is_dark(light) else "#fff0c8"
    beam = path(f"M{x} {y}L{x + w} {y}L{x + w * 1.9} 1020L{x + w * 0.5} 1020Z", colour, opacity=0.12)
    cv.add(g(beam, "b20", style="mix-blend-mode:screen"))


def rug(cv: Canvas, light: Light, x: float, y: float, rx: float, one: str, other: str) -> None:
    ry = rx * 0.12
    body = ell(x, y, rx, ry, inside(one, light)) + ell(x, y - 2, rx * 0.85, ry * 0.78, inside("#f7e4bc", light))
    cv.add(g(body + ell(x, y - 4, rx * 0.68, ry * 0.58, inside(other, light)), "gM"))


def books(r: random.Random, x: float, y: float, w: float, h: float, light: Light) -> str:
    """A row of spines standing on y."""
    colours = ("#d9604f", "#e8a94f", "#4f86a8", "#6fa58a", "#8a6bb0", "#f0d9a8", "#b5505f", "#3f6f7a", "#d98bb0")
    found, at_x = "", x
    while at_x < x + w - 12:
        width, tall = r.uniform(13, 30), h * r.uniform(0.68, 0.98)
        colour = inside(r.choice(colours), light)
        found += rect(at_x, y - tall, width - 2, tall, colour, 2)
        if r.random() < 0.6:
            found += rect(at_x + 3, y - tall * 0.8, width - 8, 5, lum(colour, 0.14))
        at_x += width
    return found


def framed(x: float, y: float, w: float, h: float, light: Light, picture: str) -> str:
    """A framed picture without letters: `sun`, `hill`, `heart` or `fish`."""
    wood, sheet = inside("#b87a4e", light), inside("#fff4df", light)
    found = rect(x - 12, y - 12, w + 24, h + 24, wood, 6) + rect(x, y, w, h, sheet, 3)
    cx, cy = x + w / 2, y + h / 2
    match picture:
        case "sun":
            found += ell(cx, cy, w * 0.2, w * 0.2, inside("#f2b53c", light))
            found += "".join(
                at(rect(-2.5, -w * 0.36, 5, w * 0.1, inside("#f2b53c", light), 2), cx, cy, 1, i * 45) for i in range(8)
            )
        case "hill":
            found += path(
                f"M{x} {y + h}Q{x + w * 0.3} {y + h * 0.35} {x + w * 0.6} {y + h * 0.8}T{x + w} {y + h * 0.6}V{y + h}Z",
                inside("#7fb07a", light),
            )
            found += ell(x + w * 0.72, y + h * 0.3, w * 0.1, w * 0.1, inside("#e8634f", light))
        case "heart":
            found += path(
                f"M{cx} {cy + h * 0.26}C{cx - w * 0.5} {cy - h * 0.06} {cx - w * 0.22} {cy - h * 0.36} {cx} {cy - h * 0.1}"
                f"C{cx + w * 0.22} {cy - h * 0.36} {cx + w * 0.5} {cy - h * 0.06} {cx} {cy + h * 0.26}Z",
                inside("#e06a7a", light),
            )
        case _:
            blue = inside("#4f9fb8", light)
            found += ell(cx - w * 0.06, cy, w * 0.24, h * 0.18, blue) + path(
                f"M{cx + w * 0.14} {cy}l{w * 0.18} {-h * 0.16}v{h * 0.32}Z", blue
            )
            found += ell(cx - w * 0.18, cy - h * 0.04, 4, 4, "#22304f")
    return found


def frame_corners(cv: Canvas, colour: str) -> None:
    """Dark soft shapes in the two bottom corners: cushions at the edge of the picture."""
    dark = mix(cv.palette.shade, colour, 0.5)
    left = path("M-40 1060L-40 940Q40 914 86 962Q140 984 130 1060Z", dark)
    right = path(
        f"M{W + 40} 1060L{W + 40} 930Q{W - 44} 910 {W - 92} 964Q{W - 146} 988 {W - 132} 1060Z", lum(dark, 0.02)
    )
    cv.add(g(left, "gM"), g(right, "gM"))
