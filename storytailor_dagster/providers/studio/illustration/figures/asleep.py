"""Someone asleep on their side: head on a pillow to the left, body under a blanket, feet peeping out to the right."""

from __future__ import annotations

import math
from dataclasses import replace

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum, mix
from storytailor_dagster.providers.studio.illustration.figures import limbs
from storytailor_dagster.providers.studio.illustration.figures.aids import catalogue
from storytailor_dagster.providers.studio.illustration.figures.emblems import star
from storytailor_dagster.providers.studio.illustration.figures.faces import ASLEEP, Face
from storytailor_dagster.providers.studio.illustration.figures.kinds import KINDS
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.figures.skeleton import Bow
from storytailor_dagster.providers.studio.illustration.shapes import Point, g, line, path, smooth

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
    front = head.front + catalogue.on_head(look, head, face)
    place = f"translate({centre[0]:.1f} {centre[1]:.1f}) rotate({TURN})"
    above = f"url(#{cv.clip(_ABOVE_GROUND)})"
    feet = _feet(look, long)
    hand = _hand(look, long)
    markup = (
        _chair_beside(look, long)
        + catalogue.lying(look)
        + _pillow(look, centre)
        + g(g(head.behind, None, place), clip_path=above)
        + _shoulders(look, centre, long)
        + feet
        + g(g(front, None, place), clip_path=above)
        + _pillow_lip(look, centre)
        + _blanket(cv, look, long)
        + hand
    )
    up = math.radians(TURN)
    crown = (centre[0] - head.top * math.sin(up), centre[1] + head.top * math.cos(up))
    anchors = {
        "head": centre, "crown": crown, "chest": (-30 * long, -60), "hip": (50 * long, -50),
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
    brace = ""
    if "scoliosis_brace" in look.aids:
        edge = smooth([(x + 56, -92), (x + 96, -100), (x + 96, -4), (x + 62, -6)], k=1 / 8)
        brace = path(edge, "#f2efe6") + line(
            f"M{x + 60:.0f} -74L{x + 96:.0f} -78M{x + 60:.0f} -40H{x + 96:.0f}", look.accent, 8
        )
    return neck + g(path(shape, colour) + brace, "gC")


def _feet(look: Look, long: float) -> str:
    kind = KINDS[look.kind]
    start = (90 * long, -30.0)
    out = ""
    for near, (x, y, toes) in enumerate(((174 * long, -38.0, -74), (184 * long, -18.0, -66))):
        bow = Bow.through(start, ((start[0] + x) / 2, y - 8), (x, y))
        out += limbs.leg(look, kind.limbs, bow, near=bool(near), foot=1, toes=toes)
    return out


def _blanket(cv: Canvas, look: Look, long: float) -> str:
    c = lum(look.outfit.bottom if look.human else look.accent, 0.1, 0.85)
    second = lum(c, 0.16, 0.6)
    a, b = -64 * long, 150 * long
    top = [
        (a - 2, -84),
        (a + 30, -104),
        (8 * long, -100),
        (52 * long, -112),
        (92 * long, -96),
        (120 * long, -74),
        (b, -58),
    ]
    shape = smooth([*top, (b + 10, -28), (b + 4, 3), (40 * long, 5), (a - 18, 4), (a - 20, -36)], k=1 / 6.4)
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
    """One arm lying over the blanket's fold."""
    kind = KINDS[look.kind]
    bow = Bow((-52 * long, -78.0), (-34 * long, -46.0), (-2 * long, -58.0))
    return limbs.arm(look, kind.limbs, bow, "soft", near="limb_difference_arm_missing" not in look.aids)


def _chair_beside(look: Look, long: float) -> str:
    """The wheelchair waits behind the sleeper's feet."""
    if not catalogue.chair_of(look):
        return ""
    behind, wheel = catalogue.chair(look)
    return g(behind + wheel, None, f"translate({150 * long:.0f} -6)")
