"""A friendly classroom: a big window, drawings on the wall, a low shelf, a globe, small tables and chairs."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum
from storytailor_dagster.providers.studio.illustration.scenery.plan import Place, Plan, Spot
from storytailor_dagster.providers.studio.illustration.scenery.room import (
    boards,
    books,
    frame_corners,
    framed,
    inside,
    lamplight,
    moonbeam,
    pendant,
    room_palettes,
    rug,
    wall,
    window,
)
from storytailor_dagster.providers.studio.illustration.shapes import at, ell, g, line, path, rect
from storytailor_dagster.story.staging import Light

PLAN = Plan(
    hero=Spot(x=600, y=945, scale=1.32),
    companion=Spot(x=960, y=955, scale=1.18, faces=-1),
    things=(Spot(x=340, y=960, scale=1.1), Spot(x=1190, y=985, scale=1.05), Spot(x=790, y=992, scale=0.95)),
    title=(480, 6, 1400, 238),
)
FLOOR = 760.0


def behind(cv: Canvas, light: Light) -> None:
    wall(cv, light, "#a9cfc4", FLOOR, dots="#e6f2dc")
    boards(cv, light, FLOOR, "#d0a274", "#bb8a5e")
    window(cv, light, 60, 150, 330, 360)
    _drawings(cv, light)
    _shelf(cv, light)
    _tables(cv, light)
    for x in (430, 1456):
        pendant(cv, light, x, 118)
    rug(cv, light, 640, 968, 520, "#4f86a8", "#7fc0a4")
    moonbeam(cv, light, 110, 330, 180)


def _drawings(cv: Canvas, light: Light) -> None:
    string = line("M440 330Q740 372 1040 330", inside("#c9a078", light), 4)
    sheets = ""
    for i, (x, y, what) in enumerate(((470, 346, "sun"), (760, 366, "fish"), (874, 358, "heart"), (990, 342, "hill"))):
        sheets += at(framed(0, 0, 76, 84, light, what), x, y, 0.86, (-4, 3, -3, 4)[i])
    cv.add(g(string + sheets, "gS"))
    board = rect(1100, 240, 400, 240, inside("#b87a4e", light), 10) + rect(
        1118, 258, 364, 204, inside("#3f6f60", light), 6
    )
    chalk = {"opacity": 0.75}
    board += line("M1150 420Q1190 330 1240 400T1330 360", "#eef4e4", 6, **chalk) + ell(
        1420, 320, 26, 26, "none", stroke="#f6e6a0", stroke_width=6
    )
    board += "".join(
        line(f"M1420 320m{a} {b}l{a * 0.35:.0f} {b * 0.35:.0f}", "#f6e6a0", 5, **chalk)
        for a, b in ((0, -38), (38, 0), (0, 38), (-38, 0))
    )
    board += path("M1150 440h60l-30 -40Z", "none", "#f0b8b0", 5) + rect(1180, 470, 90, 12, inside("#d9a878", light), 4)
    cv.add(g(board, "gM"))


def _shelf(cv: Canvas, light: Light) -> None:
    wood = inside("#d8a86f", light)
    body = rect(1090, 560, 430, 220, lum(wood, -0.12), 10)
    boards_ = (
        rect(1078, 548, 454, 22, wood, 6)
        + rect(1090, 668, 430, 14, wood, 3)
        + rect(1298, 560, 14, 220, wood, 3)
        + rect(1084, 768, 440, 18, wood, 4)
    )
    row = books(cv.random, 1104, 668, 180, 84, light) + books(cv.random, 1326, 770, 180, 78, light)
    boxes = "".join(
        rect(1112 + i * 62, 712, 52, 56, inside(("#e8634f", "#f2c14e", "#7fc0a4")[i], light), 6) for i in range(3)
    )
    boxes += "".join(
        ell(1350 + i * 44, 648, 18, 18, inside(("#8fa6e0", "#e8a0b0", "#f2c14e", "#7fc0a4")[i], light))
        for i in range(4)
    )
    cv.add(g(body, "gM"), row, boxes, g(boards_, "gS"))
    globe = ell(0, -62, 46, 46, inside("#5fa0c8", light)) + path(
        "M-30 -90q20 -14 34 2t-8 26t-30 -6ZM4 -46q18 -10 30 2t-14 24Z", inside("#8fbf7a", light)
    )
    globe += line("M-50 -86Q-64 -40 -22 -16", inside("#b5764e", light), 7) + rect(
        -34, -14, 68, 14, inside("#b5764e", light), 6
    )
    cv.add(at(globe, 1180, 548, 1.0, flt="gS"))


def _tables(cv: Canvas, light: Light) -> None:
    top = inside("#e6b778", light)
    desk = (
        rect(1290, 812, 300, 26, top, 10)
        + rect(1320, 836, 18, 130, lum(top, -0.12), 4)
        + rect(1540, 836, 18, 130, lum(top, -0.12), 4)
    )
    pots = rect(1400, 764, 46, 50, inside("#7fa6c0", light), 6)
    pots += "".join(
        line(
            f"M{1408 + i * 10} 770L{1402 + i * 13} {716 + (i % 2) * 12}",
            inside(("#e8634f", "#f2c14e", "#6fa58a", "#8a6bb0")[i], light),
            8,
        )
        for i in range(4)
    )
    paper = path("M1470 806L1560 800L1566 812L1474 814Z", inside("#fff6e4", light))
    cv.add(g(pots, "gS"), g(desk + paper, "gM"))


def before(cv: Canvas, light: Light) -> None:
    lamplight(cv, light, 1456, 180)
    frame_corners(cv, inside("#5f7a86", light))


PLACE = Place(plan=PLAN, palettes=room_palettes(), behind=behind, before=before)
