"""What is worn round the trunk: a back brace, a weighted wrap. In the trunk's own space, over the clothes."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.colour import lum, mix
from storytailor_dagster.providers.studio.illustration.figures.emblems import star
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.shapes import Point, g, line, path, rect, smooth

_SHELL = "#e6edf2"


def back_brace(look: Look, *, side: bool) -> str:
    """A moulded shell from under the arms to the hips, narrow at the waist, with three straps closed in front."""
    w = 38 if side else 50
    right = [(w * 0.5, -70), (w * 0.86, -82), (w * 1.0, -66), (w * 0.86, -32), (w * 1.1, 0), (w * 1.04, 17)]
    outline = smooth([(0, -62), *right, (w * 0.5, 21), (0, 14), *_mirrored([*right, (w * 0.5, 21)])], k=1 / 7)
    shell = path(outline, look.accent, look.accent, 9) + path(outline, _SHELL)
    wings = path(smooth([(-w * 0.72, -40), (-w * 0.6, -58), (-w * 0.5, -40), (-w * 0.62, -22)]), lum(_SHELL, -0.1))
    wings += path(smooth([(w * 0.72, -40), (w * 0.6, -58), (w * 0.5, -40), (w * 0.62, -22)]), lum(_SHELL, -0.1))
    worn = look.outfit.top if look.outfit.cut != "bare" else look.belly
    opening = path(f"M-5 {-63}H5L7 16H-7Z", mix(worn, "#3a3140", 0.25))
    straps = "".join(
        line(f"M{-w * k:.0f} {y}H{w * k:.0f}", lum(look.accent, -0.1), 11, style="stroke-linecap:butt")
        + rect(8, y - 8, 15, 16, "#fbf6ec", 4, stroke=lum(look.accent, -0.22), stroke_width=2.4)
        for y, k in ((-56, 0.95), (-26, 0.84), (4, 1.08))
    )
    stickers = path(star(-w * 0.5, -11, 7.5), look.accent) + path(star(w * 0.62, -11, 6), look.accent)
    return g(shell + wings + opening + straps + stickers, "gC")


def _mirrored(right: list[Point]) -> list[Point]:
    return [(-x, y) for x, y in reversed(right)]


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
