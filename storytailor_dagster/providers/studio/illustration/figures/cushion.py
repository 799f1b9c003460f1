"""A round cushion under someone who sits facing us, with both lower legs in view."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.colour import lum, mix
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.shapes import ell, g, line, path, smooth


def cushion(look: Look) -> str:
    """On the ground at (0, 0), as high as `stances.CUSHION` says."""
    c = mix(look.outfit.second, "#fff1dc", 0.4)
    body = path(smooth([(-84, -34), (-74, -62), (0, -70), (74, -62), (84, -34), (76, -4), (0, 4), (-76, -4)]), c)
    return g(body + line("M-80 -36Q0 -22 80 -36", lum(c, -0.08), 4) + ell(0, -60, 8, 5, lum(c, -0.1)), "gC")
