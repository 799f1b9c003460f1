"""Among the stars: a ringed planet, moons, a rocket that has landed, soft ground with craters. Lights are moods."""

from __future__ import annotations

from dataclasses import replace

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum, mix
from storytailor_dagster.providers.studio.illustration.scenery.light import PALETTES
from storytailor_dagster.providers.studio.illustration.scenery.plan import Place, Plan, Spot
from storytailor_dagster.providers.studio.illustration.scenery.sky import stars
from storytailor_dagster.providers.studio.illustration.shapes import H, W, blob, ell, g, line, path, rect, smooth
from storytailor_dagster.story.staging import Light

PLAN = Plan(
    hero=Spot(x=560, y=930, scale=1.28),
    companion=Spot(x=950, y=940, scale=1.2, faces=-1),
    things=(Spot(x=310, y=950, scale=1.15), Spot(x=1180, y=960, scale=1.1), Spot(x=750, y=990, scale=1.0)),
    title=(60, 30, 970, 285),
)
_MOODS = {
    Light.DAWN: ("#2a2560", "#6a4a96", "#d97fa0", "#f6b9a0", "#e9d3dc"),
    Light.DAY: ("#1d2f74", "#3a66b0", "#6fb2d0", "#c9e0dc", "#dfe4ee"),
    Light.GOLDEN: ("#231650", "#6a2f7a", "#d9645f", "#ffb36a", "#f0d2b0"),
    Light.DUSK: ("#151243", "#2f2a78", "#6a3f91", "#b05f94", "#d9cfe6"),
    Light.NIGHT: ("#070d2c", "#10265a", "#1d4f7a", "#3f8a8f", "#a9bfd0"),
}
"""Sky from top to bottom, and the ground."""


def behind(cv: Canvas, light: Light) -> None:
    r = cv.random
    top, high, low, edge, ground = _MOODS[light]
    cv.sky([(0, top), (0.4, high), (0.72, low), (1, edge)])
    for x, y, rx, ry, colour in ((420, 280, 420, 90, high), (900, 420, 520, 80, low), (260, 540, 300, 60, edge)):
        cloud = ell(0, 0, rx, ry, lum(colour, 0.12), opacity=0.5)
        cv.add(g(cloud, "spraybig", f"translate({x} {y}) rotate(-24)", style="mix-blend-mode:screen"))
    stars(cv, 170, 820)
    _planet(cv, mix("#f2905f", edge, 0.25), lum(mix("#e06a5a", low, 0.3), 0))
    cv.add(
        g(ell(250, 400, 46, 46, "#8fd0c8") + ell(236, 390, 12, 9, "#74b8b4") + ell(264, 414, 15, 11, "#74b8b4"), "gM")
    )
    cv.add(g(ell(1010, 84, 22, 22, "#f2d5e4"), "gS"))
    cv.add(line("M850 560L1000 502", "#fff6d8", 4, opacity=0.7), line("M926 531L1010 498", "#fff6d8", 6))
    _rocket(cv)
    moon = f"M-60 860Q300 780 760 790T{W + 60} 840L{W + 60} 1100L-60 1100Z"
    cv.add(g(path(moon, ground), "gL"))
    for x, y, rx in (
        (200, 880, 90),
        (1010, 866, 70),
        (1400, 930, 110),
        (470, 1000, 90),
        (820, 890, 44),
        (1290, 1000, 70),
    ):
        crater = ell(x, y, rx, rx * 0.26, lum(ground, -0.1)) + ell(
            x + 4, y + 5, rx * 0.86, rx * 0.19, lum(ground, -0.17)
        )
        cv.add(g(crater, "gS"))
    rocks = "".join(
        path(blob(r, x, y, s, s * 0.7, 8, 0.14), lum(ground, -0.07))
        for x, y, s in ((90, 860, 44), (1500, 846, 52), (1110, 838, 22))
    )
    cv.add(g(rocks, "gM"))


def _planet(cv: Canvas, body: str, band: str) -> None:
    x, y, radius = 1180, 280, 170
    cv.glow(x, y, 460, "#ffb48a", 0.5)
    disc = cv.clip(f"M{x - radius} {y}a{radius} {radius} 0 1 0 {2 * radius} 0a{radius} {radius} 0 1 0 {-2 * radius} 0Z")
    ring = ell(0, 0, 292, 66, "none", stroke="#ffd9a0", stroke_width=26) + ell(
        0, 0, 254, 52, "none", stroke="#e88f7a", stroke_width=11
    )
    tilt = f"translate({x} {y}) rotate(-18)"
    cv.add(g(ring + rect(-340, -120, 680, 240, "#000", fill_opacity=0.004), "gM", tilt))
    stripes = "".join(
        path(smooth([(x - 220, y + dy), (x - 80, y + dy + 12), (x + 70, y + dy - 10), (x + 220, y + dy + 6),
                     (x + 220, y + dy + h), (x + 70, y + dy + h - 8), (x - 80, y + dy + h + 10), (x - 220, y + dy + h)]), colour)
        for dy, h, colour in ((-150, 42, lum(body, 0.08)), (-80, 30, band), (-26, 46, lum(body, 0.06)), (50, 26, band), (96, 50, lum(body, 0.05)))
    )  # fmt: skip
    cv.add(
        g(ell(x, y, radius, radius, body) + g(stripes, None, f"rotate(-18 {x} {y})", clip_path=f"url(#{disc})"), "gR")
    )
    name = cv.uid()
    cv.define(f'<clipPath id="{name}"><rect x="-340" y="4" width="680" height="180"/></clipPath>')
    cv.add(g(g(ring, None, None, clip_path=f"url(#{name})"), None, tilt))


def _rocket(cv: Canvas) -> None:
    red, white = "#e8564f", "#f6ead6"
    body = path("M-40 60Q-70 80 -66 130L-34 104Z", red) + path("M40 60Q70 80 66 130L34 104Z", red)
    body += path("M0 -130Q56 -70 44 70Q36 100 0 104Q-36 100 -44 70Q-56 -70 0 -130Z", white)
    body += path("M0 -130Q30 -98 40 -60Q0 -44 -40 -60Q-30 -98 0 -130Z", red)
    body += ell(0, -8, 25, 25, "#4f9fb0", stroke="#d9a13f", stroke_width=8) + ell(-7, -15, 8, 6, "#d7f2f2")
    body += rect(-30, 92, 60, 18, "#7a5a78", 6) + line("M-46 118L-66 176M46 118L66 176M0 110V160", "#7a5a78", 9)
    cv.add(g(body, "gM", "translate(1370 690) rotate(5) scale(1.1)"))


def before(cv: Canvas, light: Light) -> None:
    cv.glow(1180, 280, 820, "#ff9f6e", 0.22)
    dark = mix(cv.palette.shade, _MOODS[light][1], 0.4)
    frame = path(f"M-60 1010Q140 950 420 1016T1100 1014T{W + 60} 970L{W + 60} 1100L-60 1100Z", dark)
    frame += "".join(
        path(blob(cv.random, x, y, s, s * 0.6, 8, 0.12), lum(dark, -0.04))
        for x, y, s in ((60, 1000, 90), (1470, 980, 120))
    )
    cv.add(g(frame, "gM"))
    cv.add(rect(0, H - 4, W, 8, dark))


PLACE = Place(
    plan=PLAN,
    palettes={
        light: replace(
            palette, wash=0.5, toward=(0.75, -0.55), shade="#2a1a5c", ambient=("#cfc4f4", 0.14), vignette=0.5
        )
        for light, palette in PALETTES.items()
    },
    behind=behind,
    before=before,
)
