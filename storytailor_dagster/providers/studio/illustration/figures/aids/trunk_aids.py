"""What is worn round the trunk: a back brace, a weighted wrap. In the trunk's own space, over the clothes."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.colour import lum, mix
from storytailor_dagster.providers.studio.illustration.figures.emblems import star
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.shapes import g, line, path, rect, smooth

_SHELL = "#e6edf2"


def back_brace(look: Look, *, side: bool) -> str:
    """A firm shell from the chest to the hips, waisted, open in front, with three straps and their buckles."""
    w = 40 if side else 52
    right = [
        (w * 0.3, -76),
        (w * 0.86, -86),
        (w * 0.98, -62),
        (w * 0.78, -34),
        (w * 1.02, -4),
        (w * 1.0, 15),
        (w * 0.4, 13),
    ]
    outline = smooth([(0, -66), *right, (0, 4), *[(-a, b) for a, b in reversed(right)]], k=1 / 8)
    edge = path(outline, look.accent, look.accent, 7)
    shell = path(outline, _SHELL)
    marks = "".join(path(star(s * w * 0.6, y, 6), mix(look.accent, _SHELL, 0.55)) for s in (-1, 1) for y in (-66, -17))
    gap = line("M0 -64V2", mix(look.outfit.top if look.outfit.cut != "bare" else look.skin, "#3a3140", 0.2), 9)
    straps = "".join(
        line(f"M{-w * k:.0f} {y}H{w * k:.0f}", lum(look.accent, -0.08), 10, style="stroke-linecap:butt")
        + rect(-9, y - 7, 18, 14, "#fbf6ec", 4, stroke=lum(look.accent, -0.2), stroke_width=2.4)
        for y, k in ((-54, 0.9), (-30, 0.78), (-6, 0.95))
    )
    return g(edge + shell + marks + gap + straps, "gC")


def weighted_wrap(look: Look) -> str:
    """A quilted wrap that lies heavy on the shoulders, its two ends in front."""
    c = mix(look.accent, "#5b6fae", 0.4)
    shape = smooth(
        [
            (-50, -92),
            (0, -106),
            (50, -92),
            (46, -24),
            (22, -20),
            (20, -78),
            (0, -84),
            (-20, -78),
            (-22, -20),
            (-46, -24),
        ],
        k=1 / 8,
    )
    seams = "".join(f"M{s * 21} {y}H{s * 47}" for s in (-1, 1) for y in (-72, -56, -40)) + "M-34 -90V-22M34 -90V-22"
    return g(path(shape, c) + line(seams, lum(c, 0.12), 3), "gC")
