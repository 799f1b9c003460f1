"""A guide dog in its harness, at the hero's side; its stiff handle comes up to the hero's hand."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.figures.companions.furry import sitting
from storytailor_dagster.providers.studio.illustration.figures.faces import EXPRESSIONS, Face
from storytailor_dagster.providers.studio.illustration.shapes import Point, g, line, pad, path, smooth
from storytailor_dagster.story.staging import Feeling

WIDE = 96
"""Half of what the dog takes on the ground."""


def guide_dog(cv: Canvas, at: float, hand: Point | None) -> str:
    """The dog sitting on the ground at x = `at`, looking on; without a hand the handle stands up from its back."""
    dog = sitting(cv, "dog", Face(expression=EXPRESSIONS[Feeling.CALM], gaze=(8, -2))).markup
    vest = path(smooth([(-44, -34), (-36, -72), (-12, -92), (2, -78), (-2, -40), (-20, -18)], k=1 / 7), "#ffd33c")
    bands = (
        line("M-40 -52Q-18 -40 6 -46", "#f6f8fb", 8)
        + line("M0 -84Q22 -66 40 -72", "#ffd33c", 9)
        + line("M-2 -40Q22 -28 46 -34", "#ffd33c", 9)
    )
    worn = g(vest + bands + pad((-50, -96), (50, -20), m=4), "gH")
    end = (-58.0, -108.0) if hand is None else (hand[0] - at, hand[1] + 4)
    sides = "".join(f"M{x} {y}L{end[0] + shift:.1f} {end[1]:.1f}" for x, y, shift in ((-36, -60, -6), (-22, -80, 6)))
    handle = line(sides, "#5a4a44", 6) + line(f"M{end[0] - 9:.1f} {end[1]:.1f}h18", "#3a3140", 11)
    return g(dog + worn + g(handle + pad((-40, -70), end, m=16), "gH"), None, f"translate({at:.1f} 0)")
