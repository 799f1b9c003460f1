"""A library: tall shelves of coloured spines, a ladder, a round window, a reading chair with a lamp."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum
from storytailor_dagster.providers.studio.illustration.scenery.light import is_dark, tint
from storytailor_dagster.providers.studio.illustration.scenery.nature import fern, ridge
from storytailor_dagster.providers.studio.illustration.scenery.plan import Place, Plan, Spot
from storytailor_dagster.providers.studio.illustration.scenery.room import (
    boards,
    books,
    frame_corners,
    inside,
    lamp,
    lamplight,
    moonbeam,
    room_palettes,
    rug,
    wall,
)
from storytailor_dagster.providers.studio.illustration.scenery.sky import SKIES
from storytailor_dagster.providers.studio.illustration.shapes import at, ell, g, line, path, rect, smooth
from storytailor_dagster.story.staging import Light

PLAN = Plan(
    hero=Spot(x=620, y=950, scale=1.3),
    companion=Spot(x=960, y=960, scale=1.15, faces=-1),
    things=(Spot(x=370, y=965, scale=1.1), Spot(x=1130, y=990, scale=1.0), Spot(x=800, y=995, scale=0.95)),
    title=(400, 16, 1330, 248),
    seat=Spot(x=1290, y=800, scale=1.08, faces=-1),
)
FLOOR = 770.0


def behind(cv: Canvas, light: Light) -> None:
    wall(cv, light, "#b98a6a", FLOOR)
    boards(cv, light, FLOOR, "#96603f", "#7f4f36")
    _case(cv, light, -20, 400, 40, 5)
    _case(cv, light, 1130, 430, 286, 4)
    _case(cv, light, 420, 670, 490, 2)
    _plant(cv, light)
    _round_window(cv, light)
    _ladder(cv, light)
    _chair(cv, light)
    side = rect(1440, 700, 100, 16, inside("#9a6244", light), 6) + rect(1482, 712, 16, 170, inside("#8a5539", light), 4)
    cv.add(g(side, "gS"))
    lamp(cv, light, 1490, 702, 0.8)
    rug(cv, light, 680, 970, 500, "#7a4f6a", "#c9604f")
    moonbeam(cv, light, 690, 330, 150)


def _case(cv: Canvas, light: Light, x: float, w: float, top: float, rows: int) -> None:
    wood = inside("#8f5b3c", light)
    height = FLOOR + 16 - top
    cv.add(g(rect(x, top, w, height, lum(wood, -0.1), 8), "gM"))
    step = (height - 20) / rows
    shelves, spines = "", ""
    for row in range(rows):
        y = top + 14 + step * (row + 1)
        spines += books(cv.random, x + 20, y - 12, w - 44, step * 0.8, light)
        shelves += rect(x + 4, y - 12, w - 8, 14, lum(wood, 0.05), 3)
    shelves += (
        rect(x, top, 18, height, wood, 4)
        + rect(x + w - 18, top, 18, height, wood, 4)
        + rect(x - 8, top - 12, w + 16, 24, lum(wood, 0.04), 6)
    )
    cv.add(spines, g(shelves, "gS"))


def _round_window(cv: Canvas, light: Light) -> None:
    x, y, r = 800, 364, 90
    top, high, low, _ = SKIES[light]
    frame = inside("#f0d9b0", light)
    cv.add(g(ell(x, y, r + 22, r + 22, frame), "gS"), ell(x, y, r, r, cv.linear([(0, top), (0.5, high), (1, low)])))
    circle = cv.clip(f"M{x - r} {y}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0Z")
    view = path(ridge(cv.random, y + r * 0.55, 12, 4, x - r, x + r, y + r + 10), tint("#7fa078", light))
    view += ell(x + r * 0.35, y - r * 0.3, 19, 19, "#fff3d0")
    cv.add(g(view, None, None, clip_path=f"url(#{circle})"))
    cv.add(line(f"M{x - r} {y}H{x + r}M{x} {y - r}V{y + r}", frame, 11))


def _plant(cv: Canvas, light: Light) -> None:
    green = inside("#6f9a5f", light)
    leaves = "".join(
        fern(0, -46, length, angle, lum(green, step))
        for length, angle, step in ((96, -40, 0), (112, 4, 0.05), (92, 38, 0))
    )
    pot = path("M-34 -50L34 -50L25 0L-25 0Z", inside("#d9a05a", light))
    cv.add(at(leaves + pot, 1446, 276, 1, flt="gS"))


def _ladder(cv: Canvas, light: Light) -> None:
    wood = inside("#c98f5a", light)
    rungs = "".join(line(f"M{96 + i * 9} {250 + i * 84}h84", wood, 11) for i in range(7))
    cv.add(g(line("M70 170L160 850M158 170L250 850", wood, 14) + rungs, "gS"))


def _chair(cv: Canvas, light: Light) -> None:
    cloth = inside("#4f8a7a", light)
    back = smooth([(1160, 860), (1150, 620), (1190, 520), (1290, 490), (1390, 520), (1430, 620), (1420, 860)], k=1 / 7)
    seat = rect(1166, 780, 250, 90, lum(cloth, 0.05), 34)
    arms = rect(1128, 716, 66, 176, lum(cloth, -0.04), 30) + rect(1386, 716, 66, 176, lum(cloth, -0.04), 30)
    legs = rect(1150, 880, 20, 40, inside("#7a4f36", light), 4) + rect(1408, 880, 20, 40, inside("#7a4f36", light), 4)
    buttons = "".join(
        ell(x, y, 6, 6, lum(cloth, -0.1)) for x, y in ((1240, 590), (1290, 570), (1340, 590), (1265, 650), (1315, 650))
    )
    cv.add(g(legs + path(back, cloth) + buttons, "gM"), g(seat, "gM"), g(arms, "gM"))


def before(cv: Canvas, light: Light) -> None:
    lamplight(cv, light, 1490, 560)
    if is_dark(light):
        cv.glow(1490, 590, 260, "#ffd08a", 0.25)
    frame_corners(cv, inside("#6a3f3a", light))


PLACE = Place(plan=PLAN, palettes=room_palettes(), behind=behind, before=before)
