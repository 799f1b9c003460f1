"""A doctor's room that frightens nobody: a bed with a quilt, a tall giraffe on the wall, plants, a mobile of clouds."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum
from storytailor_dagster.providers.studio.illustration.scenery.nature import fern
from storytailor_dagster.providers.studio.illustration.scenery.plan import Place, Plan, Spot
from storytailor_dagster.providers.studio.illustration.scenery.room import (
    boards,
    curtains,
    frame_corners,
    framed,
    inside,
    lamp,
    lamplight,
    moonbeam,
    room_palettes,
    rug,
    wall,
    window,
)
from storytailor_dagster.providers.studio.illustration.scenery.sky import cloud, spark
from storytailor_dagster.providers.studio.illustration.shapes import at, blob, ell, g, line, path, rect, smooth
from storytailor_dagster.story.staging import Light

PLAN = Plan(
    hero=Spot(x=610, y=945, scale=1.3),
    companion=Spot(x=930, y=960, scale=1.15, faces=-1),
    things=(Spot(x=370, y=960, scale=1.1), Spot(x=1380, y=990, scale=1.05), Spot(x=1120, y=992, scale=1.0)),
    title=(440, 10, 1368, 242),
    seat=Spot(x=1190, y=706, scale=1.1, faces=-1),
)
FLOOR = 760.0


def behind(cv: Canvas, light: Light) -> None:
    wall(cv, light, "#bcd9d6", FLOOR, dots="#f4f2dc")
    boards(cv, light, FLOOR, "#d9b890", "#c8a47c")
    window(cv, light, 110, 150, 270, 330)
    curtains(cv, light, 110, 150, 270, 330, "#f0b45a")
    _giraffe(cv, light)
    cv.add(g(framed(900, 330, 100, 110, light, "heart") + framed(1050, 344, 120, 100, light, "hill"), "gS"))
    _bed(cv, light)
    _mobile(cv, light)
    cabinet = rect(1424, 600, 170, 240, inside("#f4ead6", light), 12) + rect(
        1412, 584, 196, 24, inside("#d9b07a", light), 8
    )
    cabinet += rect(1444, 640, 140, 76, inside("#e6d8bf", light), 8) + rect(
        1444, 734, 140, 76, inside("#e6d8bf", light), 8
    )
    cabinet += ell(1514, 678, 8, 8, inside("#d9735a", light)) + ell(1514, 772, 8, 8, inside("#d9735a", light))
    cv.add(g(cabinet, "gM"))
    lamp(cv, light, 1500, 586, 0.72)
    rug(cv, light, 640, 966, 480, "#e59a7a", "#7fb8a4")
    pot = path("M-40 -60L40 -60L30 0L-30 0Z", inside("#d9735a", light))
    green = inside("#5f9f70", light)
    plant = "".join(
        fern(0, -58, length, angle, lum(green, step))
        for length, angle, step in ((130, -34, 0), (150, 4, 0.05), (124, 32, 0))
    )
    cv.add(at(plant + pot, 170, 850, 1.0, flt="gS"))
    moonbeam(cv, light, 150, 330, 150)


def _giraffe(cv: Canvas, light: Light) -> None:
    coat, spot = inside("#f2c66a", light), inside("#c98a4a", light)
    neck = path(smooth([(770, 760), (764, 520), (752, 380), (790, 372), (812, 520), (838, 760)], k=1 / 7), coat)
    head = path(smooth([(730, 380), (736, 330), (780, 312), (822, 330), (826, 372), (792, 400), (752, 402)]), coat)
    head += line("M762 316L758 286M796 314L802 284", spot, 7) + ell(758, 282, 8, 8, spot) + ell(802, 280, 8, 8, spot)
    head += (
        ell(760, 350, 5, 6.5, "#3a2a2c")
        + ell(796, 350, 5, 6.5, "#3a2a2c")
        + line("M764 380Q778 390 794 380", "#8a4a3a", 4)
    )
    head += path("M822 332L858 318L848 350Z", coat) + path("M732 332L700 318L708 350Z", coat)
    marks = "".join(
        path(blob(cv.random, x, y, s, s * 0.8, 7, 0.15), spot)
        for x, y, s in ((784, 440, 15), (778, 500, 17), (800, 560, 18), (784, 620, 19), (806, 680, 20), (790, 726, 16))
    )
    ticks = "".join(
        rect(850, y, 26 if i % 2 else 40, 6, inside("#e0715a", light), 3) for i, y in enumerate(range(420, 750, 46))
    )
    cv.add(g(neck + marks + head, "gM"), ticks)


def _bed(cv: Canvas, light: Light) -> None:
    frame = inside("#f4ead6", light)
    legs = rect(1010, 780, 22, 130, frame, 6) + rect(1370, 780, 22, 130, frame, 6)
    base = rect(990, 730, 420, 62, frame, 18)
    quilt = path(
        smooth(
            [
                (984, 770),
                (988, 706),
                (1040, 690),
                (1370, 690),
                (1414, 706),
                (1418, 770),
                (1400, 800),
                (1200, 790),
                (1004, 802),
            ],
            k=1 / 8,
        ),
        inside("#8fb8d8", light),
    )
    stars = "".join(
        spark(x, y, 12, inside("#fff4d0", light))
        for x, y in ((1040, 740), (1110, 760), (1180, 732), (1260, 762), (1330, 736), (1384, 760))
    )
    pillow = path(blob(cv.random, 1358, 676, 76, 40, 10, 0.05), inside("#fffaf0", light))
    cv.add(g(legs + base, "gM"), g(pillow, "gM"), g(quilt + stars, "gM"))


def _mobile(cv: Canvas, light: Light) -> None:
    thread = inside("#a98f7a", light)
    cv.add(line("M1410 -10V250M1316 262Q1410 236 1488 262", thread, 4))
    for x, y in ((1316, 330), (1474, 310)):
        cv.add(
            line(f"M{x} 262V{y - 14}", thread, 3), g(cloud(cv.random, x, y, 84, inside("#fffdf4", light), 0.3), "gS")
        )
    cv.add(line("M1410 250V330", thread, 3), g(spark(1410, 356, 30, inside("#f2c14e", light)), "gS"))


def before(cv: Canvas, light: Light) -> None:
    lamplight(cv, light, 1500, 460)
    frame_corners(cv, inside("#5f8a8a", light))


PLACE = Place(plan=PLAN, palettes=room_palettes(), behind=behind, before=before)
