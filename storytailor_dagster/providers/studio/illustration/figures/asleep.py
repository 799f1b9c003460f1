"""Someone asleep on their side: head on a pillow to the left, body under a blanket, feet peeping out to the right."""

from __future__ import annotations

import math
from dataclasses import replace

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum, mix
from storytailor_dagster.providers.studio.illustration.figures import limbs
from storytailor_dagster.providers.studio.illustration.figures.aids import catalogue, needs
from storytailor_dagster.providers.studio.illustration.figures.aids.fidget import fidget
from storytailor_dagster.providers.studio.illustration.figures.aids.tag import part
from storytailor_dagster.providers.studio.illustration.figures.aids.told import LEFT, RIGHT
from storytailor_dagster.providers.studio.illustration.figures.crown import all_of, crown, nape
from storytailor_dagster.providers.studio.illustration.figures.emblems import star
from storytailor_dagster.providers.studio.illustration.figures.faces import ASLEEP, Face
from storytailor_dagster.providers.studio.illustration.figures.guide_dog import guide_dog
from storytailor_dagster.providers.studio.illustration.figures.kinds import KINDS
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.figures.skeleton import Bow
from storytailor_dagster.providers.studio.illustration.shapes import Point, g, line, path, smooth

_BOWS = (
    ((-24.0, -90.0), (30.0, -104.0), (66.0, -88.0)),
    ((-52.0, -78.0), (-34.0, -46.0), (-2.0, -58.0)),
)
"""Arms over the blanket, as three points each."""
TURN = -58.0
"""Degrees the head is turned, its top towards -x."""
_ABOVE_GROUND = "M-400 -400H400V2H-400Z"


def asleep(cv: Canvas, look: Look) -> tuple[str, dict[str, Point], float]:
    """Markup, anchors and height of a sleeper on the ground at y = 0."""
    look = _undressed(look)
    kind = KINDS[look.kind]
    long = 0.62 + 0.38 * look.build.stature
    centre = (-118.0 * long, -98.0)
    face = Face(expression=ASLEEP, gaze=(0, 5))
    head = kind.head(cv, look, face)
    front = crown(cv, look, head, face)
    place = f"translate({centre[0]:.1f} {centre[1]:.1f}) rotate({TURN})"
    above = f"url(#{cv.clip(_ABOVE_GROUND)})"
    feet = _feet(look, long)
    hand = _hand(look, long)
    dog = part("guide_dog", guide_dog(cv, 236 * long, None)) if look.has("guide_dog") else ""
    markup = (
        dog
        + _chair_beside(look, long)
        + catalogue.lying(look)
        + _pillow(look, centre)
        + g(g(nape(look, head), None, place), clip_path=above)
        + _shoulders(look, centre, long)
        + feet
        + g(g(front, None, place), clip_path=above)
        + _on_chest(look, long)
        + _pillow_lip(look, centre)
        + _blanket(cv, look, long)
        + hand
    )
    up = math.radians(TURN)
    highest = (centre[0] - head.top * math.sin(up), centre[1] + head.top * math.cos(up))
    anchors = {
        "head": centre, "crown": highest, "chest": (-30 * long, -60), "hip": (50 * long, -50),
        "hand_near": (-16 * long, -52), "hand_far": (-16 * long, -52), "foot_near": (176 * long, -16),
        "foot_far": (176 * long, -34),
    }  # fmt: skip
    return markup, anchors, 98 + look.build.head[0]


def _undressed(look: Look) -> Look:
    """In socks, with glasses and hats put away."""
    outfit = replace(look.outfit, shoes=look.outfit.second) if look.human else look.outfit
    away = {"glasses", "beanie", "cap", "sunhat", "crown", "boots"}
    return replace(look, outfit=outfit, features=look.features - away)


def _pillow(look: Look, head: Point) -> str:
    x, c = head[0] - 18, _pillow_colour(look)
    back = [
        (x - 116, -58),
        (x - 124, -14),
        (x - 104, 2),
        (x, 3),
        (x + 104, 2),
        (x + 118, -16),
        (x + 106, -52),
        (x, -66),
    ]
    return g(path(smooth(back), lum(c, -0.04)), "gC")


def _pillow_lip(look: Look, head: Point) -> str:
    """The pillow's near edge, in which the head has sunk a little."""
    x, c = head[0] - 18, _pillow_colour(look)
    lip = [(x - 124, -26), (x - 112, 2), (x, 4), (x + 112, 2), (x + 120, -24), (x + 70, -27), (x, -17), (x - 76, -24)]
    return g(path(smooth(lip), c) + line(f"M{x - 92:.0f} -6Q{x:.0f} 2 {x + 90:.0f} -6", lum(c, -0.07), 3.5), "gC")


def _pillow_colour(look: Look) -> str:
    return mix(look.accent, "#fffaf2", 0.72)


def _shoulders(look: Look, head: Point, long: float) -> str:
    x = head[0]
    bare = look.outfit.cut == "bare"
    colour = look.skin if bare else limbs.sleeve_colour(look)
    shape = smooth([(x + 50, -98), (x + 96, -104), (80 * long, -84), (100 * long, -4), (x + 60, 0), (x + 48, -40)])
    neck = line(f"M{x + 40:.0f} -62L{x + 76:.0f} -60", limbs.crease_of(look.skin), 30) if look.human else ""
    return neck + g(path(shape, colour), "gC")


def _on_chest(look: Look, long: float) -> str:
    """What is worn on the trunk or at the throat, turned as the sleeper is."""
    worn = catalogue.on_trunk(look, catalogue.Seen.LYING)
    throat = catalogue.at_throat(look)
    place = f"translate({36 * long:.1f} -50) rotate(-86) scale(.9 1)"
    return (g(worn, None, place) if worn else "") + (g(throat, None, f"{place} translate(0 12)") if throat else "")


def _turned_down(look: Look, long: float) -> float:
    """Where the blanket begins: at the shoulders, or lower where there is something to see."""
    bared = {needs.BARED[aid] for aid in look.aids if aid in needs.BARED}
    return (76 if needs.LOWER in bared else 10 if needs.UPPER in bared else -54) * long


def _feet(look: Look, long: float) -> str:
    kind = KINDS[look.kind]
    start = (90 * long, -30.0)
    out = ""
    for near, (x, y, toes) in enumerate(((174 * long, -38.0, -74), (184 * long, -18.0, -66))):
        bow = Bow.through(start, ((start[0] + x) / 2, y - 8), (x, y))
        out += all_of(look, limbs.leg(look, kind.limbs, bow, side=(RIGHT, LEFT)[near], foot=1, toes=toes))
    return out


def _blanket(cv: Canvas, look: Look, long: float) -> str:
    c = lum(look.outfit.bottom if look.human else look.accent, 0.1, 0.85)
    second = lum(c, 0.16, 0.6)
    a = _turned_down(look, long)
    b = (112 if needs.ON_LEGS & set(look.aids) else 150) * long
    heights = ((0, -84), (0.15, -104), (0.34, -100), (0.55, -112), (0.73, -96), (0.87, -74), (1, -58))
    top = [(a + (b - a) * t, y) for t, y in heights]
    shape = smooth([*top, (b + 10, -28), (b + 4, 3), ((a + b) / 2, 5), (a - 18, 4), (a - 20, -36)], k=1 / 6.4)
    clip = cv.clip(shape)
    r, marks = 8.5, ""
    for i in range(9):
        for j in range(4):
            x, y = a + i * 30 * long + (15 if j % 2 else 0), -96 + j * 28
            marks += path(star(x, y, r), second)
    fold = smooth(
        [
            (a - 26, 4),
            (a - 24, -40),
            (a - 6, -88),
            (a + 26, -106),
            (a + 40, -98),
            (a + 14, -66),
            (a + 6, -30),
            (a + 8, 4),
        ]
    )
    return g(path(shape, c) + g(marks, clip_path=f"url(#{clip})"), "gC") + g(path(fold, lum(c, 0.22, 0.5)), "gC")


def _hand(look: Look, long: float) -> str:
    """One arm lying over the blanket's fold; both where both have something to show."""
    kind, held = KINDS[look.kind], "sign" if look.has("signing") else "soft"
    sides = catalogue.arms_with_parts(look) or (LEFT,)
    bows = _BOWS if set(needs.BARED) & set(look.aids) or len(sides) > 1 else _BOWS[1:]
    out = ""
    for bow, side in zip(bows, sides, strict=False):
        stretched = Bow(*((x * long, y) for x, y in bow))
        arm = all_of(look, limbs.arm(look, kind.limbs, stretched, held, near=True, side=side))
        out += part("signing", arm) if look.has("signing") else arm
    if look.has("fidget"):
        out += part("fidget", fidget((34 * long, -66), look.accent))
    return out


def _chair_beside(look: Look, long: float) -> str:
    """The wheelchair waits behind the sleeper's feet."""
    if not catalogue.chair_of(look):
        return ""
    behind, wheel = catalogue.chair(look)
    return g(behind + wheel, None, f"translate({150 * long:.0f} -6)")
