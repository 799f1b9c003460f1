"""A park in town: skyline, round trees, a bench and a lamp, a sandy path across the lawn."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum, mix
from storytailor_dagster.providers.studio.illustration.scenery.light import is_dark, palettes, tint
from storytailor_dagster.providers.studio.illustration.scenery.nature import (
    corners,
    flower,
    foliage,
    grass,
    hill,
    leaves,
    tree,
    trunk,
)
from storytailor_dagster.providers.studio.illustration.scenery.plan import Place, Plan, Spot
from storytailor_dagster.providers.studio.illustration.scenery.sky import paint_sky
from storytailor_dagster.providers.studio.illustration.shapes import W, g, line, path, rect
from storytailor_dagster.story.staging import Light

PLAN = Plan(
    hero=Spot(x=560, y=930, scale=1.36),
    companion=Spot(x=940, y=935, scale=1.2, faces=-1),
    things=(Spot(x=300, y=940, scale=1.15), Spot(x=1180, y=950, scale=1.15), Spot(x=750, y=990, scale=1.0)),
    title=(200, 36, 1100, 280),
    seat=None,
)


def behind(cv: Canvas, light: Light) -> None:
    r = cv.random
    paint_sky(cv, light, horizon=580, clouds=3)
    _skyline(cv, light, 560, "#c6c3d6", 15, (120, 310))
    _skyline(cv, light, 580, "#a9aecb", 13, (70, 220))
    for y, colour in ((585, "#a3c48c"), (640, "#8dbb7a")):
        hill(cv, y, 20, tint(colour, light))
    crowns = (
        (90, 650, 92, "#e6a04a"),
        (330, 668, 72, "#d9744a"),
        (590, 664, 58, "#a8b860"),
        (1010, 668, 72, "#e6a04a"),
    )
    for x, base, size, colour in crowns:
        tree(cv, x, base, size, size * 0.85, tint(colour, light), tint("#7a4c44", light), size)
    hill(cv, 690, 16, tint("#84b46c", light))
    way = "M-60 1010C300 860 500 800 820 770S1300 700 1600 690L1600 770C1300 800 1150 850 1040 920S900 1060 880 1100L-60 1100Z"
    cv.add(g(path(way, tint("#f0d6a6", light, 0.9)), "gL"))
    _lamp(cv, light)
    bench = "".join(rect(1220, 640 + i * 26, 250, 18, tint("#c07a4c", light), 6) for i in range(3))
    bench += rect(1206, 728, 280, 22, tint("#d08a56", light), 8)
    iron = tint("#46506e", light)
    cv.add(g(bench + line("M1240 640V800M1452 640V800", iron, 12), "gM"))
    one, other = tint("#6a9c5a", light), tint("#93bb6d", light)
    grass(cv, 30, (0, 720, 380, 830), one, other, 24)
    grass(cv, 46, (1060, 860, W, 1010), one, other, 30)
    for _ in range(24):
        fx, fy = r.uniform(1080, W), r.uniform(880, 1000)
        petal = tint(r.choice(("#fff6e0", "#f5b5a0", "#f7d25a")), light, 0.6)
        cv.add(flower(fx, fy, 5, petal, tint("#e8933a", light, 0.5), one, fy + 20))
    cv.add(g(trunk(1440, 80, tint("#7a4a44", light), top=60, base=900, lean=-10), "gL"))
    for x, y, rx, ry, colour in (
        (1350, 120, 230, 140, "#e08a3f"),
        (1530, 60, 230, 180, "#d0653f"),
        (1230, 20, 160, 90, "#efb04f"),
    ):
        c = tint(colour, light)
        crown = foliage(r, x, y, rx, ry, c, 9) + leaves(r, x, y, rx * 0.95, ry * 0.95, lum(c, 0.09), 56, 13)
        cv.add(g(crown + leaves(r, x, y, rx * 0.9, ry * 0.9, lum(c, -0.09), 30, 13), "gL"))


def _skyline(cv: Canvas, light: Light, base: float, colour: str, count: int, heights: tuple[float, float]) -> None:
    r = cv.random
    wall = tint(colour, light)
    lit = is_dark(light)
    houses, windows = "", ""
    for i in range(count):
        w, h = r.uniform(70, 130), r.uniform(*heights)
        x = i * W / count + r.uniform(-20, 20)
        houses += rect(x, base - h, w, h + 60, wall, 4)
        if r.random() < 0.35:
            houses += path(
                f"M{x:.0f} {base - h + 2:.0f}L{x + w / 2:.0f} {base - h - 50:.0f}L{x + w:.0f} {base - h + 2:.0f}Z", wall
            )
        for y in range(int(base - h + 16), int(base) - 20, 30):
            for wx in range(int(x + 12), int(x + w - 16), 24):
                if r.random() < (0.4 if lit else 0.6):
                    windows += rect(
                        wx, y, 10, 14, "#ffd98a" if lit else tint("#fdebc4", light), 2, opacity=0.9 if lit else 0.6
                    )
    cv.add(g(houses, "gM"), windows)


def _lamp(cv: Canvas, light: Light) -> None:
    iron = tint("#46506e", light)
    post = line("M1130 740V430", iron, 12) + line("M1100 742h60", iron, 14)
    glass = "#fff3cf" if is_dark(light) else tint("#fff8e4", light, 0.6)
    cv.add(
        g(
            post + path("M1104 430L1156 430L1166 366L1094 366Z", glass) + path("M1086 366L1174 366L1130 330Z", iron),
            "gS",
        )
    )
    if is_dark(light):
        cv.glow(1130, 400, 300, "#ffd98a", 0.75)


def before(cv: Canvas, light: Light) -> None:
    r = cv.random
    if light in (Light.DAY, Light.GOLDEN, Light.DAWN):
        for _ in range(22):
            x, y, q = r.choice((r.uniform(20, 340), r.uniform(1080, W))), r.uniform(60, 900), r.uniform(8, 15)
            colour = tint(r.choice(("#e08a3f", "#d0553f", "#efb04f")), light, 0.6)
            leaf = path(f"M{-q:.1f} 0Q0 {-q * 0.8:.1f} {q:.1f} 0Q0 {q * 0.8:.1f} {-q:.1f} 0Z", colour)
            cv.add(g(leaf, None, f"translate({x:.0f} {y:.0f}) rotate({r.uniform(0, 360):.0f})"))
    if light in (Light.GOLDEN, Light.DAWN):
        cv.glow(1130, 470, 820, "#ffc07a", 0.3)
    dark = mix(cv.palette.shade, tint("#4f8256", light), 0.7)
    corners(cv, dark, height=220)
    for x, y, petal in ((70, 876, "#fff4e4"), (150, 930, "#f29a86"), (1470, 884, "#fff4e4"), (1390, 940, "#f7d25a")):
        body = flower(x, y, 19, tint(petal, light, 0.6), tint("#f2b53c", light, 0.5), lum(dark, 0.06), 1040)
        cv.add(g(body, "gS"))


PLACE = Place(plan=PLAN, palettes=palettes(), behind=behind, before=before)
