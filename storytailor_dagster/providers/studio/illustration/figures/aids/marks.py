"""Vitiligo: pale patches with crisp edges, in the same places in every picture."""

from __future__ import annotations

import random

from storytailor_dagster.providers.studio.illustration.colour import lum, mix
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.figures.skeleton import Bow
from storytailor_dagster.providers.studio.illustration.shapes import Point, blob, path, polar, smooth


def patch_colour(skin: str) -> str:
    return mix(lum(skin, 0.3, 0.7), "#f3d5b8", 0.45)


def along(look: Look, bow: Bow, width: float, shares: tuple[float, ...], key: str) -> str:
    """Patches along a limb at these shares of its length."""
    r = random.Random(f"{look.seed}:{key}")
    out = ""
    for share in shares:
        x, y = bow.point(share)
        x, y = x + r.uniform(-3, 3), y + r.uniform(-3, 3)
        out += path(blob(r, x, y, width * 0.42, width * 0.52, 7, 0.22), patch_colour(look.skin))
    return out


def on_hand(look: Look, bow: Bow, *, near: bool) -> str:
    x, y = polar(bow.end, bow.direction, 8)
    return path(blob(random.Random(f"{look.seed}:hand{near}"), x, y, 8, 7, 7, 0.2), patch_colour(look.skin))


def on_face(look: Look, gaze: Point) -> str:
    """Round one eye, at the chin, the brow and beside the mouth; to be clipped to the face."""
    r, (x, y), colour = random.Random(f"{look.seed}:face"), gaze, patch_colour(look.skin)
    eye = [(22, 0), (34, -16), (56, -14), (64, 6), (58, 24), (44, 34), (30, 26), (26, 12)]
    return (
        path(smooth([(a + x, b + y) for a, b in eye]), colour)
        + path(blob(r, -30 + x, 56 + y, 24, 13, 8, 0.18), colour)
        + path(blob(r, -52, -38, 17, 12, 8, 0.2), colour)
    )
