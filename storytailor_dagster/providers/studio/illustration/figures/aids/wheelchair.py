"""A child's own push wheelchair, three quarters from the side, facing +x; the seat is 112 units above the ground."""

from __future__ import annotations

import math

from storytailor_dagster.providers.studio.illustration.colour import lum, mix
from storytailor_dagster.providers.studio.illustration.shapes import Point, ell, g, line, pad, path, smooth

_TYRE = "#3a3140"
_HUB = (-20.0, -71.0)
_RADIUS = 71.0


def wheelchair(frame: str, guard: str, *, plate: Point, scale: float = 1.0) -> tuple[str, str]:
    """What is behind the child and what is before: back, seat and far wheel; near wheel with its painted guard.

    `plate` is the middle of the foot plate, which is where the feet are: the chair is made to measure.
    """
    tr = f"scale({scale:.3f})"
    return g(_behind(frame, guard, plate), None, tr), g(_wheel(frame, guard), None, tr)


def _behind(c: str, guard: str, plate: Point) -> str:
    dark, (x, y), r = lum(c, -0.12), _HUB, _RADIUS
    far = ell(x + 26, y - 6, r - 4, r - 4, "none", stroke=mix(_TYRE, c, 0.2), stroke_width=11)
    far += ell(x + 26, y - 6, r - 16, r - 16, lum(guard, -0.28), opacity=0.75)
    back = path(
        smooth([(-66, -112), (-76, -168), (-80, -206), (-66, -212), (-50, -204), (-44, -150), (-40, -108)]), dark
    )
    back += line("M-66 -200Q-84 -214 -104 -208", _TYRE, 12) + line("M-66 -200Q-74 -208 -84 -210", c, 8)
    seat = path(smooth([(-62, -110), (-58, -122), (60, -122), (70, -112), (60, -100), (-56, -98)]), lum(c, -0.18))
    u, v = plate
    rest = (
        line(f"M44 -104Q{u - 20:.1f} -104 {u - 26:.1f} {v - 4:.1f}", c, 9)
        + line(f"M{u - 28:.1f} {v:.1f}H{u + 30:.1f}", _TYRE, 10)
        + line(f"M{u - 22:.1f} {v - 2.5:.1f}H{u + 24:.1f}", lum(c, 0.1), 3.4)
        + line("M44 -102Q54 -70 62 -44", dark, 8)
    )
    rest += ell(70, -22, 21, 21, "none", stroke=_TYRE, stroke_width=9) + ell(70, -22, 8, 8, lum(c, 0.2))
    return (
        g(far + pad((x - r, y - r), (x + r + 26, y + r), m=8), "gC")
        + g(back + seat + pad((-110, -216), (70, -90), m=8), "gC")
        + g(rest + pad((40, -180), (u + 40, 0), m=10), "gH")
    )


def _wheel(c: str, guard: str) -> str:
    (x, y), r = _HUB, _RADIUS
    petals = "".join(
        ell(x + 26 * math.cos(i * 1.0472 + 0.3), y + 26 * math.sin(i * 1.0472 + 0.3), 17, 17, lum(guard, 0.12))
        for i in range(6)
    )
    dots = "".join(
        ell(x + (r - 21) * math.cos(i * 0.5236), y + (r - 21) * math.sin(i * 0.5236), 4, 4, lum(c, 0.05))
        for i in range(12)
    )
    disc = (
        ell(x, y, r - 10, r - 10, guard) + dots + petals + ell(x, y, 15, 15, c) + ell(x - 3, y - 3, 5, 5, lum(c, 0.25))
    )
    rim = ell(x, y, r - 2, r - 2, "none", stroke=_TYRE, stroke_width=12)
    push = ell(x, y, r - 12, r - 12, "none", stroke=lum(guard, 0.2, 0.4), stroke_width=4.5)
    return g(disc, "gC") + g(pad((x - r, y - r), (x + r, y + r), m=8) + rim + push, "gH")
