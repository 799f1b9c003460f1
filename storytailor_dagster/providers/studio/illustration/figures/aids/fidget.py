"""A fidget spinner, bright enough to be seen in a hand."""

from __future__ import annotations

import math

from storytailor_dagster.providers.studio.illustration.colour import lum
from storytailor_dagster.providers.studio.illustration.shapes import Point, ell, g, line, pad


def fidget(at: Point, colour: str) -> str:
    """Three round arms about a middle, at a point of the figure's space."""
    x, y = at
    ends = [(x + 17 * math.sin(a), y - 17 * math.cos(a)) for a in (0.3, 0.3 + math.tau / 3, 0.3 - math.tau / 3)]
    arms = "".join(line(f"M{x:.1f} {y:.1f}L{u:.1f} {v:.1f}", colour, 13) + ell(u, v, 11, 11, colour) for u, v in ends)
    rings = "".join(ell(u, v, 6, 6, lum(colour, 0.22)) + ell(u, v, 2.6, 2.6, "#4a5266") for u, v in ends)
    return g(arms + rings + ell(x, y, 7.5, 7.5, "#fbf6ec") + pad((x - 30, y - 30), (x + 30, y + 30), m=2), "gH")
