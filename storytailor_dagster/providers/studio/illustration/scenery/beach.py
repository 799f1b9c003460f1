"""A beach: sea to the horizon, a lighthouse, a sail, a boardwalk of planks in perspective, shells."""

from __future__ import annotations

import math

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum, mix
from storytailor_dagster.providers.studio.illustration.scenery.light import is_dark, palettes, tint
from storytailor_dagster.providers.studio.illustration.scenery.nature import corners, rock
from storytailor_dagster.providers.studio.illustration.scenery.plan import Place, Plan, Spot
from storytailor_dagster.providers.studio.illustration.scenery.sky import SKIES, SUN, paint_sky
from storytailor_dagster.providers.studio.illustration.shapes import W, at, ell, g, line, path, rect, smooth
from storytailor_dagster.story.staging import Light

PLAN = Plan(
    hero=Spot(x=600, y=940, scale=1.34),
    companion=Spot(x=1000, y=945, scale=1.2, faces=-1),
    things=(Spot(x=330, y=930, scale=1.15), Spot(x=1240, y=930, scale=1.15), Spot(x=800, y=992, scale=1.0)),
    title=(200, 40, 1100, 290),
)
_SEAS = {
    Light.DAWN: "#a48cc4",
    Light.DAY: "#4fa8b8",
    Light.GOLDEN: "#9a5f9c",
    Light.DUSK: "#4a4c9e",
    Light.NIGHT: "#1d5c7c",
}
"""The sea shows the sky: a blue one tinted by a low sun would be grey."""
_SHORE = f"M-60 760C200 722 420 750 640 762S1200 748 {W + 60} 712L{W + 60} 1100L-60 1100Z"


def behind(cv: Canvas, light: Light) -> None:
    r = cv.random
    paint_sky(cv, light, horizon=545, clouds=4)
    _headland(cv, light)
    sun = SUN[light][0]
    _top, _high, low, ground = SKIES[light]
    sea = _SEAS[light]
    cv.add(
        rect(0, 545, W, 260, cv.linear([(0, mix(ground, sea, 0.3)), (0.25, mix(low, sea, 0.6)), (1, lum(sea, -0.06))]))
    )
    for i in range(34):
        t = (i / 34) ** 1.4
        y, w, x = 552 + t * 180, r.uniform(60, 240) * (0.4 + t), r.uniform(-80, W)
        colour = r.choice((mix(low, sea, 0.3), lum(sea, 0.07), lum(sea, -0.05)))
        wave = f"M{x:.0f} {y:.0f}q{w * 0.25:.0f} {-4 - 5 * t:.0f} {w * 0.5:.0f} 0t{w * 0.5:.0f} 0"
        cv.add(line(wave, colour, 2.5 + 5 * t, opacity=0.7))
    for i in range(20):
        t = i / 20
        y, w = 549 + t * 185, 30 + r.uniform(20, 100) * (0.5 + t)
        x = sun + r.uniform(-36, 36) * (1 + t * 1.6)
        glint = f"M{x - w / 2:.0f} {y:.0f}q{w * 0.5:.0f} {-5 - 9 * t:.0f} {w:.0f} 0q{-w * 0.5:.0f} {5 + 9 * t:.0f} {-w:.0f} 0Z"
        cv.add(path(glint, SUN[light][4], opacity=f"{0.75 - 0.3 * t:.2f}"))
    sail = path("M0 -104L0 -10L66 -10Q44 -70 0 -104Z", tint("#fff4e2", light, 0.6))
    sail += path("M-8 -88L-8 -10L-52 -10Z", tint("#ff9f6b", light, 0.7))
    sail += path("M-66 0L78 0L56 28Q0 36 -46 28Z", tint("#7a4a5a", light))
    cv.add(at(sail, 1290, 566, 0.8, flt="gS"))
    cv.add(path(_SHORE, tint("#ffffff", light, 0.5), opacity=0.8, transform="translate(0 -14)"))
    sand = tint("#f2cd97", light)
    cv.add(g(path(_SHORE, cv.linear([(0, lum(sand, 0.04)), (0.45, sand), (1, lum(sand, -0.12))])), "gL"))
    for _ in range(44):
        x, y, w = r.uniform(0, W), r.uniform(790, 1010), r.uniform(40, 150)
        ripple = f"M{x:.0f} {y:.0f}q{w * 0.5:.0f} {r.uniform(-10, -3):.0f} {w:.0f} 0"
        cv.add(line(ripple, r.choice((lum(sand, 0.06), lum(sand, -0.08))), r.uniform(2, 4), opacity=0.45))
    _boardwalk(cv, light)
    cv.add(
        g(
            rock(r, 1400, 800, 190, 90, tint("#9a8f94", light)) + rock(r, 1500, 812, 150, 64, tint("#8a8088", light)),
            "gM",
        )
    )
    _shells(cv, light)


def _headland(cv: Canvas, light: Light) -> None:
    land = smooth([(-40, 548), (-40, 470), (90, 440), (210, 452), (300, 486), (390, 520), (470, 548)], k=1 / 8)
    white, red = tint("#fbeee0", light, 0.8), tint("#d9576a", light, 0.8)
    tower = rect(150, 356, 34, 96, white) + rect(150, 382, 34, 20, red) + rect(150, 420, 34, 18, red)
    tower += path("M144 358h46l-6 -12h-34Z", tint("#6b4a60", light)) + path("M150 328L167 306L184 328Z", red)
    shines = cv.beacons and light is not Light.DAY
    pane = "#dff0ee" if cv.beacons else tint("#4a4358", light, 0.6)
    lamp = rect(155, 326, 24, 22, "#fff0b5" if shines else pane)
    cv.add(g(path(land, tint("#8fa678", light)) + tower + lamp, "gM"))
    if shines:
        cv.glow(167, 338, 120 if is_dark(light) else 70, "#fff0b0", 0.9)


def _boardwalk(cv: Canvas, light: Light) -> None:
    r = cv.random
    planks = ""
    for i in range(15):
        near, far = (i / 15) ** 1.35, ((i + 0.86) / 15) ** 1.35
        y0, y1 = 792 + near * 260, 792 + far * 260
        left0, left1, right0, right1 = 700 - near * 560, 700 - far * 560, 1010 + near * 60, 1010 + far * 60
        colour = tint(mix("#b98a68", "#d8ab80", r.random()), light)
        planks += path(
            f"M{left0:.0f} {y0:.0f}L{right0:.0f} {y0 - 4:.0f}L{right1:.0f} {y1:.0f}L{left1:.0f} {y1 + 3:.0f}Z", colour
        )
    cv.add(path("M694 796L1014 790L1076 1056L130 1060Z", cv.palette.shade, opacity=0.55), g(planks, "gM"))


def _shells(cv: Canvas, light: Light) -> None:
    points = "".join(
        ("M" if i == 0 else "L")
        + f"{(44 if i % 2 == 0 else 18) * math.sin(i * math.pi / 5):.1f} {-(44 if i % 2 == 0 else 18) * math.cos(i * math.pi / 5):.1f}"
        for i in range(10)
    )
    star = tint("#ff8f5f", light, 0.8)
    cv.add(at(path(points + "Z", star, star, 14), 1380, 890, 0.7, 14, flt="gS"))
    fan = path("M-30 10Q-34 -26 0 -34Q34 -26 30 10Q0 22 -30 10Z", tint("#ffe6d2", light, 0.8))
    fan += "".join(line(f"M0 12L{x} -26", tint("#e6a99a", light), 3.5) for x in (-20, -7, 7, 20))
    cv.add(at(fan, 180, 950, 0.8, -10, flt="gS"))
    for x, y, s in ((820, 330, 0.8), (1370, 300, 0.9), (480, 360, 0.7)):
        gull = path("M-34 -8Q-18 -20 0 0Q18 -20 34 -8Q18 -8 0 10Q-18 -8 -34 -8Z", tint("#fffaf2", light, 0.6))
        cv.add(at(gull + ell(0, 2, 5, 4, tint("#e8d8cc", light)), x, y, s))


def before(cv: Canvas, light: Light) -> None:
    if light in (Light.GOLDEN, Light.DAWN):
        cv.glow(1120, 480, 900, "#ffb45e", 0.32)
    corners(cv, mix(cv.palette.shade, tint("#7f9a5c", light), 0.5), height=300)


PLACE = Place(plan=PLAN, palettes=palettes(), behind=behind, before=before)
