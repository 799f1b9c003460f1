"""What is worn on an arm or a leg or stands in its place: prostheses, leg braces, a residual limb, a wrist band."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.colour import lum
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.figures.skeleton import Bow
from storytailor_dagster.providers.studio.illustration.shapes import ell, g, line, pad, polar

DRAWN = ("prosthetic_leg", "prosthetic_arm", "limb_difference_arm_missing", "orthotic_devices", "medical_alert_symbol")
METAL = "#9aa7b8"
STUMP = 0.58
"""Where a missing forearm ends, as a share of the arm."""


def _piece(bow: Bow, start: float, end: float, colour: str, width: float) -> str:
    (x, y), (u, v) = bow.point(start), bow.point(end)
    return line(f"M{x:.1f} {y:.1f}L{u:.1f} {v:.1f}", colour, width)


def lower_leg(look: Look, bow: Bow) -> str:
    """A prosthetic leg: skin to the knee, a bright socket, a slim metal shin."""
    (u, v), (p, q) = bow.point(0.7), bow.end
    shin = line(f"M{u:.1f} {v:.1f}L{p:.1f} {q:.1f}", METAL, 12)
    shin += line(f"M{u - 2:.1f} {v:.1f}L{p - 2:.1f} {q:.1f}", lum(METAL, 0.18), 3)
    socket = _piece(bow, 0.46, 0.7, look.accent, 29) + _piece(bow, 0.46, 0.49, lum(look.accent, -0.12), 31)
    return g(line(bow.until(0.5).d, look.skin, 27) + shin + socket + pad(*bow.reach), "gH")


def lower_arm(look: Look, bow: Bow) -> str:
    """A prosthetic forearm: a bright socket below the elbow, then smooth metal to the wrist."""
    return (
        _piece(bow, 0.68, 1.0, METAL, 17)
        + _piece(bow, 0.5, 0.7, look.accent, 25)
        + _piece(bow, 0.5, 0.53, lum(look.accent, -0.12), 27)
    )


def brace(look: Look, bow: Bow) -> str:
    """An ankle-foot brace: a bright shell along the calf with two straps."""
    shell = _piece(bow, 0.6, 1.0, lum(look.accent, 0.06), 31)
    return g(shell + "".join(_piece(bow, t, t + 0.03, "#fbf6ec", 34) for t in (0.64, 0.84)) + pad(*bow.reach), "gH")


def wrist_band(bow: Bow) -> str:
    """A white band with a red six-armed sign."""
    x, y = polar(bow.end, bow.direction, -4)
    band = line(f"M{x:.1f} {y:.1f}L{bow.end[0]:.1f} {bow.end[1]:.1f}", "#f4f1ea", 25)
    bars = "".join(f"M{x + a:.1f} {y + b:.1f}L{x - a:.1f} {y - b:.1f}" for a, b in ((0, 5.5), (4.8, 2.8), (4.8, -2.8)))
    return band + ell(x, y, 9, 9, "#ffffff") + line(bars, "#d8333a", 3)
