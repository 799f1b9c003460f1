"""What is seen on skin: vitiligo, a large birthmark, burn scars. In the same places in every picture of a story."""

from __future__ import annotations

import random

from storytailor_dagster.providers.studio.illustration.colour import lum, mix
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.figures.skeleton import Bow
from storytailor_dagster.providers.studio.illustration.shapes import Point, blob, line, path, polar, smooth

DRAWN = ("vitiligo", "birthmark_large", "burn_scars")


def _pale(skin: str) -> str:
    return mix(lum(skin, 0.3, 0.7), "#f3d5b8", 0.45)


def _burnt(skin: str) -> str:
    return mix(skin, "#d8776c", 0.42)


def on_face(look: Look, gaze: Point) -> str:
    """Marks of the face, to be clipped to it; they turn with the head."""
    x, y = gaze
    out = ""
    if "birthmark_large" in look.aids:
        outline = [(-60, -30), (-38, -40), (-16, -24), (-20, 6), (-34, 34), (-62, 40), (-78, 8)]
        out += path(smooth([(a + x, b + y) for a, b in outline]), mix(look.skin, "#8f2f4a", 0.45))
    if "burn_scars" in look.aids:
        outline = [(-86, 0), (-58, -4), (-40, 18), (-44, 44), (-20, 62), (-34, 80), (-86, 70)]
        out += path(smooth([(a + x * 0.8, b + y) for a, b in outline]), _burnt(look.skin))
        ridges = "".join(
            f"M{a + x * 0.8:.0f} {b + y:.0f}q12 7 {w} 2" for a, b, w in ((-76, 16, 28), (-70, 34, 24), (-62, 52, 30))
        )
        out += line(ridges, lum(_burnt(look.skin), 0.09), 3.4)
    if "vitiligo" in look.aids:
        r, colour = random.Random(f"{look.seed}:face"), _pale(look.skin)
        eye = [(22, 0), (34, -16), (56, -14), (64, 6), (58, 24), (44, 34), (30, 26), (26, 12)]
        out += path(smooth([(a + x, b + y) for a, b in eye]), colour)
        out += path(blob(r, -30 + x, 56 + y, 24, 13, 8, 0.18), colour)
        out += path(blob(r, -52, -38, 17, 12, 8, 0.2), colour)
    return out


def on_arm(look: Look, bow: Bow, *, near: bool) -> str:
    """Marks of an arm's skin and hand."""
    out = ""
    if "vitiligo" in look.aids:
        x, y = polar(bow.end, bow.direction, 8)
        out += _patches(look, bow, 20, (0.62, 0.9), f"arm{near}")
        out += path(blob(random.Random(f"{look.seed}:hand{near}"), x, y, 8, 7, 7, 0.2), _pale(look.skin))
    if "burn_scars" in look.aids and not near:
        out += line(f"M{_text(bow.point(0.5))}L{_text(bow.point(0.95))}", _burnt(look.skin), 14)
        out += line(
            f"M{_text(bow.point(0.62))}L{_text(bow.point(0.9))}",
            lum(_burnt(look.skin), 0.09),
            3,
            stroke_dasharray="7 8",
        )
    return out


def on_leg(look: Look, bow: Bow, *, near: bool) -> str:
    return _patches(look, bow, 22, (0.6, 0.8), f"leg{near}") if "vitiligo" in look.aids else ""


def _text(p: Point) -> str:
    return f"{p[0]:.1f} {p[1]:.1f}"


def _patches(look: Look, bow: Bow, width: float, shares: tuple[float, ...], key: str) -> str:
    r = random.Random(f"{look.seed}:{key}")
    out = ""
    for share in shares:
        x, y = bow.point(share)
        x, y = x + r.uniform(-3, 3), y + r.uniform(-3, 3)
        out += path(blob(r, x, y, width * 0.42, width * 0.52, 7, 0.22), _pale(look.skin))
    return out
