"""A cosy bedroom: a window, curtains, a bed with a quilt, a lamp on the night table, a rug, bunting."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum, oklab
from storytailor_dagster.providers.studio.illustration.scenery.plan import Place, Plan, Spot
from storytailor_dagster.providers.studio.illustration.scenery.room import (
    boards,
    curtains,
    frame_corners,
    inside,
    lamp,
    lamplight,
    moonbeam,
    room_palettes,
    rug,
    wall,
    window,
)
from storytailor_dagster.providers.studio.illustration.shapes import blob, ell, g, line, path, rect, smooth
from storytailor_dagster.story.staging import Light

PLAN = Plan(
    hero=Spot(x=560, y=950, scale=1.28),
    companion=Spot(x=880, y=965, scale=1.12, faces=-1),
    things=(Spot(x=300, y=960, scale=1.1), Spot(x=1300, y=985, scale=1.05), Spot(x=1090, y=992, scale=1.0)),
    title=(560, 36, 1500, 270),
    seat=Spot(x=1010, y=770, scale=1.16, faces=-1),
)
FLOOR = 760.0


def behind(cv: Canvas, light: Light) -> None:
    wall(cv, light, "#7fb0ae", FLOOR, dots="#d9ecdc")
    boards(cv, light, FLOOR, "#c08458", "#a86a48")
    window(cv, light, 130, 130, 320, 370)
    curtains(cv, light, 130, 130, 320, 370, "#e0715a")
    _bed(cv, light)
    table = rect(1414, 640, 170, 300, inside("#b5724a", light), 12) + rect(
        1400, 622, 200, 26, inside("#cf8a58", light), 8
    )
    table += rect(1432, 676, 140, 90, inside("#9a5c3e", light), 8) + ell(1500, 720, 9, 9, inside("#f2c14e", light))
    cv.add(g(table, "gM"))
    lamp(cv, light, 1494, 624, 0.96)
    rug(cv, light, 660, 968, 520, "#e9a15a", "#d9684f")
    pile = ((190, "#3f7f7a"), (160, "#e8634f"), (176, "#f2c14e"))
    for i, (w, colour) in enumerate(pile):
        book = rect(70 + i * 8, 872 - i * 32, w, 32, inside(colour, light), 6) + rect(
            78 + i * 8, 880 - i * 32, w - 26, 5, "#fff4e0"
        )
        cv.add(g(book, "gS"))
    moonbeam(cv, light, 190, 330, 150)


def _bed(cv: Canvas, light: Light) -> None:
    wood = inside("#b06a45", light)
    board = smooth([(660, 800), (660, 420), (770, 336), (1010, 306), (1250, 336), (1360, 420), (1360, 800)], k=1 / 7)
    knobs = "".join(ell(x, 436 - abs(1010 - x) * -0.1, 22, 22, lum(wood, 0.07)) for x in (770, 890, 1010, 1130, 1250))
    cv.add(g(path(board, wood) + knobs, "gL"))
    for x, colour in ((850, "#fff2e0"), (1170, "#f8ddb0")):
        pillow = path(blob(cv.random, x, 524, 160, 84, 10, 0.05), inside(colour, light))
        cv.add(g(pillow + line(f"M{x - 120} 544Q{x} 585 {x + 120} 536", inside("#e6cdb6", light), 4), "gM"))
    outline = smooth(
        [(620, 890), (606, 640), (670, 574), (1010, 560), (1350, 574), (1414, 640), (1400, 890), (1010, 892)], k=1 / 7
    )
    inner = cv.clip(outline)
    colours = ("#e8634f", "#f2c14e", "#f4e3c4", "#4f86a8", "#7fc0a4", "#d98bb0", "#3c5f94")
    patches = path(outline, inside("#4f86a8", light))
    for j in range(5):
        for i in range(10):
            colour = inside(colours[(i * 3 + j * 5 + (i * j) % 2) % 7], light)
            patches += _patch(580 + i * 88, 548 + j * 80, (i * 2 + j) % 4, colour)
    stitch: dict[str, str | float] = {"opacity": 0.5, "stroke_dasharray": "7 7"}
    patches += "".join(line(f"M{580 + i * 88} 548V960", "#fff4e0", 2, **stitch) for i in range(11))
    patches += "".join(line(f"M560 {548 + j * 80}H1460", "#fff4e0", 2, **stitch) for j in range(6))
    cv.add(g(g(patches, None, None, clip_path=f"url(#{inner})"), "gL"))
    cv.add(g(rect(616, 876, 790, 60, lum(wood, -0.07), 14), "gM"))


def _patch(x: float, y: float, kind: int, colour: str) -> str:
    mark = lum(colour, -0.08 if oklab(colour)[0] > 0.7 else 0.1)
    found = rect(x, y, 89, 81, colour)
    match kind:
        case 0:
            return found + ell(x + 44, y + 40, 15, 15, mark)
        case 1:
            return found + "".join(line(f"M{x + 12} {y + 18 + m * 22}h64", mark, 6) for m in range(3))
        case 2:
            heart = f"M{x + 44} {y + 60}C{x + 10} {y + 36} {x + 24} {y + 14} {x + 44} {y + 30}C{x + 64} {y + 14} {x + 78} {y + 36} {x + 44} {y + 60}Z"
            return found + path(heart, mark)
        case _:
            return found + "".join(
                ell(x + 20 + a * 24, y + 18 + b * 22, 5, 5, mark) for a in range(3) for b in range(3)
            )


def before(cv: Canvas, light: Light) -> None:
    lamplight(cv, light, 1494, 480)
    frame_corners(cv, inside("#8a5a6a", light))


PLACE = Place(plan=PLAN, palettes=room_palettes(), behind=behind, before=before)
