"""Hearing aids and cochlear implants, bright enough to be seen, on any head with ears."""

from __future__ import annotations

import math

from storytailor_dagster.providers.studio.illustration.colour import lum, oklab
from storytailor_dagster.providers.studio.illustration.figures.faces import Face
from storytailor_dagster.providers.studio.illustration.figures.heads.head import Head
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.shapes import ell, g, line


def _colour(look: Look) -> str:
    """The accent, unless it would vanish on the skin or hair beside it."""
    choices = (look.accent, "#7b5bd6", "#36b0e0", "#ff7a59")
    return max(
        choices, key=lambda c: min(_apart(c, look.skin), _apart(c, look.hair)) + (0.05 if c == look.accent else 0)
    )


def _apart(one: str, other: str) -> float:
    return math.dist(oklab(one), oklab(other))


def hearing_aids(look: Look, head: Head, _face: Face) -> str:
    """A device behind each ear with its tube and mould."""
    c, out = _colour(look), ""
    for x, y, side in head.ears:
        body = f"M{x - side:.1f} {y - 18:.1f}Q{x + 20 * side:.1f} {y - 25:.1f} {x + 18 * side:.1f} {y + 4:.1f}"
        body += f"Q{x + 17 * side:.1f} {y + 15:.1f} {x + 8 * side:.1f} {y + 19:.1f}"
        out += line(body, c, 10.5)
        out += line(
            f"M{x - side:.1f} {y - 18:.1f}Q{x - 12 * side:.1f} {y - 16:.1f} {x - 5 * side:.1f} {y + 3:.1f}",
            lum(c, 0.28, 0.5),
            4,
        )
        out += ell(x - 3 * side, y + 5, 6.4, 6, lum(c, 0.15)) + ell(x + 18 * side, y - 4, 2.4, 2.4, "#fff")
    return g(out, "gH")


def cochlear_implant(look: Look, head: Head, _face: Face) -> str:
    """A processor behind the ear, a lead and a round coil on the side of the head."""
    c, out = _colour(look), ""
    for x, y, side in head.ears:
        out += line(
            f"M{x - side * 2:.1f} {y - 18:.1f}Q{x + 18 * side:.1f} {y - 22:.1f} {x + 14 * side:.1f} {y + 10:.1f}",
            c,
            9.5,
        )
        out += line(
            f"M{x + 12 * side:.1f} {y - 20:.1f}Q{x + 22 * side:.1f} {y - 44:.1f} {x + 4 * side:.1f} {y - 50:.1f}",
            lum(c, 0.2, 0.6),
            3.4,
        )
        out += ell(x, y - 52, 13, 13, c) + ell(x, y - 52, 6, 6, lum(c, 0.18))
    return g(out, "gH")
