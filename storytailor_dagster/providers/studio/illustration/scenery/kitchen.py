"""A warm kitchen: a stove, copper pans, a table with a bowl, a window with herbs, tiles."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum
from storytailor_dagster.providers.studio.illustration.scenery.light import is_dark
from storytailor_dagster.providers.studio.illustration.scenery.nature import tuft
from storytailor_dagster.providers.studio.illustration.scenery.plan import Place, Plan, Spot
from storytailor_dagster.providers.studio.illustration.scenery.room import (
    boards,
    frame_corners,
    inside,
    lamplight,
    moonbeam,
    pendant,
    room_palettes,
    rug,
    wall,
    window,
)
from storytailor_dagster.providers.studio.illustration.shapes import W, at, ell, g, line, path, rect
from storytailor_dagster.story.staging import Light

PLAN = Plan(
    hero=Spot(x=590, y=950, scale=1.3),
    companion=Spot(x=960, y=965, scale=1.15, faces=-1),
    things=(Spot(x=320, y=965, scale=1.1), Spot(x=1240, y=990, scale=1.05), Spot(x=780, y=995, scale=0.95)),
    title=(420, 30, 1350, 272),
)
FLOOR = 770.0


def behind(cv: Canvas, light: Light) -> None:
    wall(cv, light, "#f0cf9c", FLOOR, dots="#fff2d0")
    _tiles(cv, light)
    boards(cv, light, FLOOR, "#b98a68", "#a07252")
    window(cv, light, 90, 160, 280, 300)
    for i, x in enumerate((120, 210, 300)):
        pot = path("M-30 -46L30 -46L22 0L-22 0Z", inside(("#d9735a", "#e9b25a", "#6fa0a8")[i], light))
        cv.add(at(tuft(cv.random, 0, -44, 62, inside("#5f9a58", light), 8, 0.6, 9) + pot, x, 478, 1, flt="gS"))
    _stove(cv, light)
    _shelf(cv, light)
    _table(cv, light)
    _hanging(cv, light)
    pendant(cv, light, 1440, 190)
    rug(cv, light, 640, 972, 480, "#5f8fa8", "#e8b45a")
    moonbeam(cv, light, 130, 330, 150)


def _tiles(cv: Canvas, light: Light) -> None:
    r = cv.random
    tiles = "".join(
        rect(x, y, 62, 50, lum(inside("#fbf0dc" if (i + j) % 4 else "#9fc4c0", light), r.uniform(-0.015, 0.015)), 5)
        for j, y in enumerate(range(530, 760, 54))
        for i, x in enumerate(range(-10, W, 66))
    )
    cv.add(tiles)


def _stove(cv: Canvas, light: Light) -> None:
    iron = inside("#5f7d86", light)
    body = rect(1080, 560, 300, 250, iron, 14) + rect(1062, 540, 336, 34, lum(iron, 0.08), 10)
    door = rect(1116, 640, 228, 130, lum(iron, -0.08), 12)
    warm = "#ff9a4a" if is_dark(light) else "#e88a4f"
    door += rect(1146, 668, 168, 74, warm, 10) + path(
        "M1170 742Q1180 690 1204 716Q1220 676 1240 712Q1262 690 1290 742Z", "#ffd25a"
    )
    knobs = "".join(ell(x, 606, 13, 13, inside("#f0d9a8", light)) for x in (1130, 1180, 1280, 1330))
    pot = rect(1130, 470, 110, 74, inside("#d9604f", light), 14) + rect(1120, 462, 130, 16, inside("#e87a66", light), 8)
    pot += ell(1185, 456, 12, 9, inside("#f0d9a8", light))
    kettle = path("M1280 540Q1270 470 1320 468Q1372 470 1364 540Z", inside("#4f9fa0", light))
    kettle += line("M1290 474Q1320 420 1352 474", inside("#4a3a3c", light), 9) + line(
        "M1362 506L1396 484", inside("#4f9fa0", light), 14
    )
    cv.add(g(body, "gM"), g(door + knobs, "gS"), g(pot + kettle, "gS"))
    for x, y in ((1184, 430), (1398, 462)):
        steam = f"M{x} {y}q-18 -26 2 -50t0 -52"
        cv.add(line(steam, "#ffffff", 9, opacity=0.28))
    if is_dark(light):
        cv.glow(1230, 704, 240, "#ff9a4a", 0.55)


def _shelf(cv: Canvas, light: Light) -> None:
    wood = inside("#a8714e", light)
    cv.add(g(rect(1030, 388, 480, 20, wood, 6), "gS"))
    jars = ""
    for i, (w, h, colour) in enumerate(
        (
            (54, 80, "#e8c27a"),
            (48, 66, "#d98a6a"),
            (58, 90, "#9fb87a"),
            (46, 60, "#c9a0b8"),
            (54, 76, "#f0d9a8"),
            (50, 66, "#8fb0c0"),
        )
    ):
        x = 1050 + i * 74
        jars += rect(x, 388 - h, w, h, inside(colour, light), 9) + rect(
            x + 4, 380 - h, w - 8, 14, inside("#b5764e", light), 4
        )
        jars += rect(x + 8, 388 - h * 0.7, 7, h * 0.45, "#fff", 3, opacity=0.3)
    cv.add(g(jars, "gS"))


def _hanging(cv: Canvas, light: Light) -> None:
    cv.add(line("M440 300H960", inside("#6b5a56", light), 9))
    copper = inside("#c9764a", light)
    for x, s in ((770, 1.0), (930, 0.9)):
        pan = (
            line("M0 0V52", inside("#5a4a48", light), 7)
            + ell(0, 92, 46, 46, copper)
            + ell(0, 92, 33, 33, lum(copper, 0.07))
        )
        cv.add(at(pan, x, 302, s, flt="gS"))
    garlic = line("M0 0V40", inside("#c9a878", light), 5) + "".join(
        ell(-8 + (i % 2) * 16, 48 + i * 18, 13, 14, inside("#f6ead2", light)) for i in range(5)
    )
    cv.add(at(garlic, 856, 302, 0.9, flt="gS"))


def _table(cv: Canvas, light: Light) -> None:
    wood = inside("#c98f62", light)
    top = (
        rect(1150, 800, 440, 30, lum(wood, 0.05), 10)
        + rect(1180, 828, 22, 150, wood, 6)
        + rect(1470, 828, 24, 150, wood, 6)
    )
    cloth = path("M1200 802H1460L1440 866L1400 846L1360 872L1320 848L1280 872L1240 848Z", inside("#e06a5a", light))
    cloth += "".join(ell(1230 + i * 34, 820, 5, 5, inside("#fff1da", light)) for i in range(7))
    bowl = path("M1380 740H1520Q1516 800 1450 802Q1384 800 1380 740Z", inside("#7fb0b8", light))
    fruit = (
        ell(1412, 732, 27, 26, inside("#e8634f", light))
        + ell(1452, 722, 28, 28, inside("#f2b53c", light))
        + ell(1492, 734, 26, 25, inside("#8fb75a", light))
    )
    cv.add(g(top, "gM"), g(cloth, "gS"), g(fruit + bowl, "gS"))


def before(cv: Canvas, light: Light) -> None:
    lamplight(cv, light, 1440, 260)
    frame_corners(cv, inside("#8a5f4a", light))


PLACE = Place(plan=PLAN, palettes=room_palettes(), behind=behind, before=before)
