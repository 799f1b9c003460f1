"""What is worn at the ears: hearing aids, a cochlear implant's processor, ear defenders. On any head."""

from __future__ import annotations

import math

from storytailor_dagster.providers.studio.illustration.colour import lum, oklab
from storytailor_dagster.providers.studio.illustration.figures.heads.head import Ear, Head
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.shapes import ell, g, line, path, rect


def _colour(look: Look) -> str:
    """The accent, unless it would vanish on the skin or hair beside it."""
    choices = (look.accent, "#7b5bd6", "#36b0e0", "#ff7a59")
    return max(
        choices, key=lambda c: min(_apart(c, look.skin), _apart(c, look.hair)) + (0.05 if c == look.accent else 0)
    )


def _apart(one: str, other: str) -> float:
    return math.dist(oklab(one), oklab(other))


def _ears_for(look: Look, head: Head, *, implant: bool) -> tuple[Ear, ...]:
    """Both ears; whoever has an aid and an implant has the implant at the left one."""
    right, left = head.ears
    if look.has("hearing_aids") and look.has("cochlear_implant_external"):
        return (left,) if implant else (right,)
    return right, left


def hearing_aids(look: Look, head: Head) -> str:
    """A device behind each ear with its tube and mould."""
    c, out = _colour(look), ""
    for x, y, side in _ears_for(look, head, implant=False):
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


def cochlear_implant(look: Look, head: Head) -> str:
    """A processor behind the ear, a lead, and a round coil on the side of the head."""
    c, out = _colour(look), ""
    for x, y, side in _ears_for(look, head, implant=True):
        u, v = side * min(abs(x) - 6, head.frame.wide * 0.92), y - 52
        if head.over:
            u, v = side * head.frame.wide * 0.8, y + 34
        elif y < -24:
            u, v = side * head.frame.wide * 0.76, max(y + 30, -46)
        body = f"M{x - side * 2:.1f} {y - 17:.1f}Q{x + 19 * side:.1f} {y - 22:.1f} {x + 15 * side:.1f} {y + 12:.1f}"
        lead = f"M{x + 14 * side:.1f} {y - 16:.1f}Q{x + 26 * side:.1f} {(y + v) / 2 - 14:.1f}"
        lead += f" {u + 12 * side:.1f} {v + 2:.1f}"
        out += line(lead, lum(c, -0.22), 3.6) + line(body, c, 11)
        out += ell(u, v, 15, 15, lum(c, -0.2)) + ell(u, v, 12.6, 12.6, c) + ell(u, v, 5, 5, lum(c, 0.22))
        out += ell(x + 16 * side, y - 2, 2.4, 2.4, "#fff")
    return g(out, "gH")


def ear_defenders(look: Look, head: Head) -> str:
    """Big soft cups over both ears and a band over the head."""
    c, frame = _colour(look), head.frame
    w, top = frame.wide + 3, -frame.high * 1.34
    band = f"M{-w:.1f} 2C{-w * 1.04:.1f} {top * 1.08:.1f} {w * 1.04:.1f} {top * 1.08:.1f} {w:.1f} 2"
    out = line(band, "#3a3f52", 15) + line(band, lum(c, -0.03), 9)
    for s in (-1, 1):
        out += rect(s * w - 17, -20, 34, 58, "#3a3f52", 16) + rect(s * (w + 4) - 14, -18, 28, 54, c, 14)
        out += path(f"M{s * (w + 4) - 6:.1f} -2q6 8 0 22", "none", lum(c, 0.2), 4)
    return g(out, "gH")
