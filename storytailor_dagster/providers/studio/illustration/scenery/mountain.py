"""High in the mountains: peaks with snow, firs, a hut with a window, a cairn, and a stony path."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum, mix
from storytailor_dagster.providers.studio.illustration.scenery.light import is_dark, palettes, tint
from storytailor_dagster.providers.studio.illustration.scenery.nature import corners, flower, grass, hill, pine, rock
from storytailor_dagster.providers.studio.illustration.scenery.plan import Place, Plan, Spot
from storytailor_dagster.providers.studio.illustration.scenery.sky import mist, paint_sky
from storytailor_dagster.providers.studio.illustration.shapes import W, g, path, rect
from storytailor_dagster.story.staging import Light

PLAN = Plan(
    hero=Spot(x=590, y=930, scale=1.32),
    companion=Spot(x=990, y=935, scale=1.2, faces=-1),
    things=(Spot(x=340, y=945, scale=1.15), Spot(x=1220, y=955, scale=1.15), Spot(x=790, y=988, scale=1.0)),
    title=(240, 36, 1180, 280),
)
_PEAKS = (
    (((-60, 740), (150, 390), (250, 470), (330, 400), (600, 740)), "#a9b4cf"),
    (((270, 740), (620, 360), (700, 430), (760, 392), (1060, 740)), "#98a6c6"),
    (((780, 740), (1130, 330), (1240, 440), (1330, 372), (1660, 740)), "#8d9bbd"),
)


def behind(cv: Canvas, light: Light) -> None:
    r = cv.random
    paint_sky(cv, light, horizon=600, clouds=3)
    for points, colour in _PEAKS:
        _peak(cv, points, colour, light)
    mist(cv, 640, light, 0.34, 60)
    hill(cv, 640, 30, tint("#7fa38e", light), 5)
    firs = "".join(
        pine(x + r.uniform(-14, 14), 742, r.uniform(120, 210), tint(mix("#4f8068", "#3f6f5c", r.random()), light))
        for x in (20, 70, 130, 190, 250, 850, 905, 960, 1440, 1500, 1545)
    )
    cv.add(g(firs, "gM"))
    hill(cv, 730, 18, tint("#93b077", light), 6)
    _hut(cv, light)
    way = "M1130 770C1000 790 900 800 820 850S420 940 280 1090L930 1090C930 990 1000 900 1100 850S1230 790 1200 770Z"
    cv.add(g(path(way, tint("#dbcdb2", light, 0.9)), "gL"))
    stones = "".join(rock(r, r.uniform(420, 1020), r.uniform(880, 1010), r.uniform(20, 44), r.uniform(10, 20), tint("#b7ab9c", light))
                     for _ in range(10))  # fmt: skip
    cv.add(g(stones, "gS"))
    one, other = tint("#86ab62", light), tint("#a3bd73", light)
    grass(cv, 44, (0, 790, 420, 1010), one, other, 28)
    grass(cv, 44, (1040, 800, W, 1010), one, other, 28)
    for _ in range(16):
        x, y = r.choice((r.uniform(20, 330), r.uniform(1150, W))), r.uniform(800, 980)
        petal = tint(r.choice(("#7d8fe0", "#f4f0ff", "#f2b6d0")), light, 0.6)
        cv.add(flower(x, y, 6, petal, tint("#f2c14e", light, 0.5), one, y + 22))
    grey = tint("#a59a94", light)
    cairn = (
        rock(r, 190, 900, 130, 50, grey)
        + rock(r, 190, 858, 92, 40, lum(grey, 0.04))
        + rock(r, 194, 824, 58, 34, lum(grey, -0.03))
    )
    cv.add(g(cairn, "gM"))


def _peak(cv: Canvas, points: tuple[tuple[int, int], ...], colour: str, light: Light) -> None:
    tinted = tint(colour, light, 0.8)
    body = "M" + "L".join(f"{x} {y}" for x, y in points) + "Z"
    (x, y), (sx, sy) = points[1], points[3]
    snow = tint("#ffffff", light, 0.55)
    caps = f"M{x} {y}L{x + 66} {y + 56}L{x + 40} {y + 90}L{x + 8} {y + 62}L{x - 26} {y + 104}L{x - 58} {y + 70}Z"
    caps += f"M{sx} {sy}L{sx + 52} {sy + 50}L{sx + 22} {sy + 44}L{sx - 4} {sy + 78}L{sx - 30} {sy + 36}Z"
    side = f"M{x} {y}L{points[2][0]} {points[2][1]}L{sx} {sy}L{points[4][0]} {points[4][1]}L{x + 40} {points[4][1]}L{x + 60} {y + 190}Z"
    cv.add(g(path(body, tinted) + path(side, lum(tinted, -0.05), opacity=0.7) + path(caps, snow), "gM"))


def _hut(cv: Canvas, light: Light) -> None:
    wood, roof = tint("#a5714e", light), tint("#6f5a66", light)
    planks = "".join(rect(1150, y, 200, 3, lum(wood, -0.07)) for y in range(650, 770, 22))
    body = rect(1150, 640, 200, 134, wood, 4) + planks + path("M1126 648L1250 556L1374 648Z", roof)
    body += rect(1310, 560, 26, 60, tint("#8d8087", light), 3) + rect(1226, 690, 52, 84, lum(wood, -0.14), 6)
    glass = "#ffdf90" if is_dark(light) else tint("#cfe4e6", light, 0.7)
    body += rect(1168, 676, 40, 40, glass, 4) + rect(1298, 676, 36, 40, glass, 4)
    cv.add(g(body, "gM"))
    if is_dark(light):
        cv.glow(1188, 696, 120, "#ffcf7a", 0.7)
        cv.glow(1316, 696, 120, "#ffcf7a", 0.7)


def before(cv: Canvas, light: Light) -> None:
    if light in (Light.GOLDEN, Light.DAWN):
        cv.glow(1130, 470, 860, "#ffbf7a", 0.3)
    corners(cv, mix(cv.palette.shade, tint("#4f7a4a", light), 0.65), height=240)


PLACE = Place(plan=PLAN, palettes=palettes(), behind=behind, before=before)
