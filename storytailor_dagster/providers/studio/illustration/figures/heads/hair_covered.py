"""Heads without visible hair: a hijab, a patka, or bare."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.colour import lum
from storytailor_dagster.providers.studio.illustration.figures.heads.head import Head
from storytailor_dagster.providers.studio.illustration.figures.heads.strands import Scalp
from storytailor_dagster.providers.studio.illustration.shapes import ell, g, line, path, smooth


def hijab(s: Scalp) -> Head:
    w, h, c = s.wide, s.high, s.hair
    x = s.gaze[0]
    drape = smooth(
        [
            (-w - 16, -10), (-w * 0.82, -h), (0, -h * 1.3), (w * 0.82, -h), (w + 16, -10),
            (w + 12, 60), (w * 0.8, 112), (0, 128), (-w * 0.8, 112), (-w - 12, 60),
        ]
    )  # fmt: skip
    outer = smooth(
        [
            (-w - 12, 10), (-w * 0.84, -h), (0, -h * 1.26), (w * 0.84, -h), (w + 12, 10),
            (w * 0.86, h * 0.9), (0, h * 1.32), (-w * 0.86, h * 0.9),
        ]
    )  # fmt: skip
    inner = smooth(
        [
            (-w * 0.8 + x, 10), (-w * 0.62 + x, -h * 0.6), (x, -h * 0.84), (w * 0.62 + x, -h * 0.6),
            (w * 0.8 + x, 10), (w * 0.6 + x, h * 0.72), (x, h * 0.97), (-w * 0.6 + x, h * 0.72),
        ]
    )  # fmt: skip
    folds = line(f"M{w * 0.5:.0f} {h:.0f}Q{w * 0.9:.0f} {h * 0.4:.0f} {w * 0.86:.0f} -20", lum(c, -0.06), 4)
    folds += line(f"M{-w * 0.4:.0f} {h * 1.12:.0f}Q0 {h * 1.2:.0f} {w * 0.5:.0f} {h * 0.96:.0f}", lum(c, -0.06), 4)
    front = g(path(outer + inner, c, fill_rule="evenodd") + folds, "gH")
    return Head(front=front, behind=g(path(drape, c), "gC"), top=-h * 1.3)


def patka(s: Scalp) -> Head:
    w, h, c = s.wide, s.high, s.accent
    wrap = smooth(
        [
            (-w - 5, 0), (-w - 8, -26), (-w * 0.84, -h * 0.86), (0, -h * 1.22), (w * 0.84, -h * 0.86),
            (w + 8, -26), (w + 5, 0), (w * 0.5 + s.shift, -44), (s.shift, -54),
            (-w * 0.5 + s.shift, -44),
        ]
    )  # fmt: skip
    knot = ell(s.shift, -h * 1.26, 25, 22, c) + line(
        f"M{s.shift - 22:.0f} {-h * 1.12:.0f}q22 12 44 0", lum(c, -0.08), 5
    )
    folds = line(
        f"M{-w * 0.8:.0f} -30Q{-w * 0.3:.0f} -76 {s.shift:.0f} -84"
        f"M{w * 0.8:.0f} -30Q{w * 0.3:.0f} -76 {s.shift:.0f} -84",
        lum(c, -0.07),
        4,
    )
    return Head(front=g(path(wrap, c) + folds + knot, "gH"), top=-h * 1.6)


def bare(s: Scalp) -> Head:
    return Head(front="", top=-s.high * 1.05)
