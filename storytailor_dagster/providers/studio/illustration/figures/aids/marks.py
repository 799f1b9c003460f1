"""What is seen on skin: vitiligo, a large birthmark, burn scars. In the same places in every picture of a story."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from types import MappingProxyType

from storytailor_dagster.providers.studio.illustration.colour import lum, mix, oklab
from storytailor_dagster.providers.studio.illustration.figures.aids.tag import part
from storytailor_dagster.providers.studio.illustration.figures.aids.told import LEFT
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.figures.skeleton import Bow
from storytailor_dagster.providers.studio.illustration.shapes import Point, blob, ell, g, line, path, polar, smooth

_VITILIGO, _BIRTHMARK, _BURN = "vitiligo", "birthmark_large", "burn_scars"


def _pale(skin: str) -> str:
    """Always paler than the skin, and plainly so: on the palest it is the skin around that is a little warmer."""
    return mix(lum(skin, 0.3, 0.7), "#fce3d0", 0.6) if oklab(skin)[0] < 0.82 else "#fffaf4"


def _stain(look: Look) -> str:
    return mix(look.skin, look.told.birthmark or "#8f2f4a", 0.68)


def on_face(look: Look, gaze: Point) -> str:
    """Marks of the face, to be clipped to it; they turn with the head."""
    return _burn_of_the_face(look, gaze) + _birthmark_of_the_face(look, gaze) + _vitiligo_of_the_face(look, gaze)


def _vitiligo_of_the_face(look: Look, gaze: Point) -> str:
    x, y = gaze
    r, colour, out = random.Random(f"{look.seed}:face"), _pale(look.skin), ""
    if look.marked(_VITILIGO, "eye"):
        eye = [(20, 0), (32, -18), (56, -16), (66, 6), (60, 26), (45, 36), (29, 28), (25, 12)]
        out += path(smooth([(a + x, b + y) for a, b in eye], k=1 / 7), colour)
    if look.marked(_VITILIGO, "mouth"):
        out += path(blob(r, -24 + x, 55 + y, 27, 15, 8, 0.18), colour)
    if look.marked(_VITILIGO, "cheek"):
        out += path(blob(r, -48 + x, 22 + y, 20, 17, 8, 0.2), colour)
    if look.marked(_VITILIGO, "forehead"):
        out += path(blob(r, -54, -36, 19, 14, 8, 0.2), colour) + path(blob(r, -66, -12, 9, 8, 7, 0.2), colour)
    return part(_VITILIGO, out)


def _birthmark_of_the_face(look: Look, gaze: Point) -> str:
    x, y = gaze
    k = 1 if look.has(_BIRTHMARK, LEFT) else -1
    r, out = random.Random(f"{look.seed}:birthmark"), ""
    for place, blobs in _STAINS.items():
        if look.marked(_BIRTHMARK, place):
            for a, b, wide, high in blobs:
                out += path(blob(r, k * a + x, b + y, wide, high, 10, 0.12), _stain(look))
    return part(_BIRTHMARK, out)


_STAINS: Mapping[str, tuple[tuple[float, float, float, float], ...]] = MappingProxyType(
    {
        "cheek": ((50, -6, 30, 32), (62, 26, 22, 20), (34, -26, 13, 11)), "eye": ((40, 4, 29, 27), (60, -16, 18, 15)),
        "forehead": ((28, -52, 34, 22), (52, -38, 20, 15)), "mouth": ((18, 56, 26, 18), (36, 48, 13, 12)),
        "neck": ((44, 68, 24, 16), (24, 76, 18, 12)),
    }
)  # fmt: skip
"""A birthmark's shapes in each place of the face: middle, half width and half height."""


def _burn_of_the_face(look: Look, gaze: Point) -> str:
    x, y = gaze
    k = 1 if look.has(_BURN, LEFT) else -1
    outline: list[Point] = []
    if look.marked(_BURN, "cheek") or look.marked(_BURN, "neck"):
        outline = [(92, -6), (66, -14), (48, -2), (54, 14), (38, 26), (44, 44), (24, 56), (30, 84), (92, 74)]
    elif look.marked(_BURN, "forehead") or look.marked(_BURN, "eye"):
        outline = [(92, -60), (44, -72), (24, -46), (38, -26), (60, -22), (92, 4)]
    if not outline:
        return ""
    d = smooth([(k * a + x * 0.8, b + y) for a, b in outline], k=1 / 7)
    middle = sum(a for a, _ in outline) / len(outline) * k + x * 0.8, sum(b for _, b in outline) / len(outline) + y
    return part(_BURN, path(d, _burnt(look.skin)) + _texture(look, middle, 26, 38, "face"))


def _burnt(skin: str) -> str:
    return mix(lum(skin, 0.03), "#d9776a", 0.42)


def _texture(look: Look, middle: Point, wide: float, high: float, key: str) -> str:
    """The smooth islands and fine pale ridges of healed skin, all within an ellipse; never stripes."""
    r = random.Random(f"{look.seed}:burn:{key}")
    light, deep = lum(_burnt(look.skin), 0.1, 0.8), lum(_burnt(look.skin), -0.06)
    out = ""
    for i in range(13):
        angle, far = i * 2.4 + r.uniform(0, 0.5), (i / 13) ** 0.5 * 0.82
        x, y = middle[0] + wide * far * math.cos(angle), middle[1] + high * far * math.sin(angle)
        size = min(wide, high) * r.uniform(0.16, 0.28)
        out += path(blob(r, x, y, size, size * 0.7, 7, 0.26), light if i % 3 else deep)
        if i % 2:
            bend = f"q{size * 0.6:.1f} {-size * 0.5:.1f} {size * 1.3:.1f} 0t{size * 0.9:.1f} {size * 0.3:.1f}"
            out += line(f"M{x - size:.1f} {y + size * 0.9:.1f}{bend}", lum(light, 0.05), 2)
    return out


def _burn_of_a_limb(look: Look, bow: Bow, share: float, size: Point, key: str) -> str:
    """A grafted patch with an uneven edge, along the limb."""
    wide, high = size
    edge = blob(random.Random(f"{look.seed}:burn:{key}:edge"), 1.5, 0, wide, high, 11, 0.16)
    markup = path(edge, _burnt(look.skin), lum(_burnt(look.skin), -0.05), 1.6)
    return g(markup + _texture(look, (0, 0), wide * 0.75, high * 0.8, key), None, bow.along(share))


def on_arm(look: Look, bow: Bow, *, side: str) -> str:
    """Marks of an arm's skin and hand."""
    x, y = polar(bow.end, bow.direction, 8)
    r = random.Random(f"{look.seed}:hand{side}")
    pale, burn, stain = "", "", ""
    if look.marked(_VITILIGO, "arm"):
        pale += _patches(look, bow, 22, (0.6, 0.87), f"arm{side}")
    if look.marked(_VITILIGO, "hand"):
        pale += path(blob(r, x, y + 1, 9.5, 9, 8, 0.22), _pale(look.skin))
    if look.marked(_BURN, "arm") and look.has(_BURN, side):
        burn += _burn_of_a_limb(look, bow, 0.7, (10.5, 31), "arm")
    if look.marked(_BURN, "hand") and look.has(_BURN, side):
        burn += path(blob(r, x, y, 11, 11, 8, 0.14), _burnt(look.skin)) + _texture(look, (x, y), 7, 7, "hand")
    if look.has(_BIRTHMARK, side) and (look.marked(_BIRTHMARK, "arm") or look.marked(_BIRTHMARK, "hand")):
        u, v = bow.point(0.72) if look.marked(_BIRTHMARK, "arm") else (x, y)
        stain = path(blob(r, u, v, 9, 17 if look.marked(_BIRTHMARK, "arm") else 9, 8, 0.16), _stain(look))
    return part(_VITILIGO, pale) + part(_BURN, burn) + part(_BIRTHMARK, stain)


def on_leg(look: Look, bow: Bow, *, side: str) -> str:
    """Marks of a leg's skin."""
    pale, burn, stain = "", "", ""
    r = random.Random(f"{look.seed}:leg{side}")
    if look.marked(_VITILIGO, "leg"):
        pale = _patches(look, bow, 27, (0.5, 0.72), f"leg{side}")
    if look.marked(_BURN, "leg") and look.has(_BURN, side):
        burn = _burn_of_a_limb(look, bow, 0.66, (12.5, 21), "leg")
    if look.marked(_BIRTHMARK, "leg") and look.has(_BIRTHMARK, side):
        x, y = bow.point(0.66)
        stain = path(blob(r, x, y, 10, 17, 8, 0.16), _stain(look))
    return part(_VITILIGO, pale) + part(_BURN, burn) + part(_BIRTHMARK, stain)


def on_belly(look: Look) -> str:
    """Marks of a bare body, in the trunk's own space."""
    out = ""
    if look.has(_VITILIGO):
        r, c = random.Random(f"{look.seed}:body"), _pale(look.skin)
        out += part(_VITILIGO, path(blob(r, -44, -40, 13, 20, 8, 0.2), c) + path(blob(r, 48, -4, 12, 15, 8, 0.2), c))
    if look.marked(_BURN, "body"):
        out += part(_BURN, ell(30, -58, 26, 30, _burnt(look.skin)) + _texture(look, (30, -58), 16, 20, "body"))
    return out


def _patches(look: Look, bow: Bow, width: float, shares: tuple[float, ...], key: str) -> str:
    """Islands of pale skin with crisp edges, long along the limb and of unlike sizes, a small one beside a large."""
    r = random.Random(f"{look.seed}:{key}")
    out, way = "", r.choice((-1, 1))
    for share, size in zip(shares, (1.0, 0.78), strict=True):
        patch = blob(r, way * width * 0.06, 0, width * 0.36 * size, width * 0.62 * size, 7, 0.24)
        spot = blob(r, -way * width * 0.26, -width * 0.62, width * 0.12, width * 0.15, 7, 0.2)
        out += g(path(patch, _pale(look.skin)) + path(spot, _pale(look.skin)), None, bow.along(share))
        way = -way
    return out
