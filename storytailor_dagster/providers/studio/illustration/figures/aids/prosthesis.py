"""A prosthetic leg: a bright socket below the knee, a slim metal shin into the shoe."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.colour import lum
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.figures.skeleton import Bow
from storytailor_dagster.providers.studio.illustration.shapes import g, line, pad


def lower_leg(look: Look, bow: Bow) -> str:
    """The leg: skin to the knee, then the socket and the shin."""
    (x, y), (u, v), (p, q) = bow.point(0.46), bow.point(0.7), bow.end
    thigh = line(bow.until(0.5).d, look.skin, 27)
    shin = line(f"M{u:.1f} {v:.1f}L{p:.1f} {q:.1f}", "#8f9bab", 12) + line(
        f"M{u - 2:.1f} {v:.1f}L{p - 2:.1f} {q:.1f}", "#cfd8e2", 3
    )
    socket = line(f"M{x:.1f} {y:.1f}L{u:.1f} {v:.1f}", look.accent, 29)
    band = line(f"M{x:.1f} {y:.1f}l{(u - x) * 0.1:.1f} {(v - y) * 0.1:.1f}", lum(look.accent, -0.12), 31)
    return g(thigh + shin + socket + band + pad(*bow.reach), "gH")
