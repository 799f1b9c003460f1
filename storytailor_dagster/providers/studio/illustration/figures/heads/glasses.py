"""Spectacles on any face with two eyes."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.colour import lum
from storytailor_dagster.providers.studio.illustration.figures.aids.tag import part
from storytailor_dagster.providers.studio.illustration.figures.faces import Face, Features, eye_centres
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.shapes import ell, line


def glasses(look: Look, face: Face, f: Features, wide: float) -> str:
    """Round lenses with arms back to the sides of a head `wide` units to each side."""
    frame = lum(look.accent, -0.08)
    (ax, ay), (bx, by) = eye_centres(face, f)
    r = 21.0 if f.white is None else 23.0
    lenses = "".join(
        ell(x, y, r, r - 1, "#ffffff", fill_opacity=0.1, stroke=frame, stroke_width=5) for x, y in ((ax, ay), (bx, by))
    )
    arms = (
        f"M{ax - r:.1f} {ay - 4:.1f}L{-wide + 3:.1f} {ay - 8:.1f}M{bx + r:.1f} {by - 4:.1f}L{wide - 3:.1f} {by - 8:.1f}"
    )
    bridge = f"M{ax + r:.1f} {ay - 3:.1f}Q{(ax + bx) / 2:.1f} {ay - 10:.1f} {bx - r:.1f} {by - 3:.1f}"
    worn = lenses + line(arms, frame, 4) + line(bridge, frame, 5)
    return part("glasses", worn) if look.has("glasses") else worn
