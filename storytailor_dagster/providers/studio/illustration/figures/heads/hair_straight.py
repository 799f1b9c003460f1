"""Straight and wavy hair, worn loose, cut short, tied or braided."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.figures.heads.head import Head
from storytailor_dagster.providers.studio.illustration.figures.heads.strands import Scalp, cap, strands
from storytailor_dagster.providers.studio.illustration.shapes import ell, g, line, path, smooth


def _loose(s: Scalp, bottom: float) -> Head:
    w, h = s.wide, s.high
    right = [(w * 0.8, -h), (w + 14, -10), (w + 16, bottom * 0.6), (w + 8, bottom), (w * 0.5, bottom + 6)]
    outline = smooth([(0, -h * 1.28), *right, (0, bottom - 4), *[(-x, y) for x, y in reversed(right)]])
    hairline = [(w * 0.9, -4), (w * 0.7, -22), (w * 0.2, -16), (-w * 0.3, -18), (-w * 0.75, -20), (-w * 0.92, -2)]
    front = path(cap(s, hairline), s.hair)
    front += strands(s, [f"M{x + s.shift:.1f} -24Q{x * 0.9:.1f} -60 {x * 0.45:.1f} -86" for x in (-56, -30, 2, 30, 58)])
    fall = strands(
        s,
        [
            f"M{side * (w + 2):.0f} 10Q{side * (w + 8):.0f} {bottom * 0.5:.0f} {side * (w - 2):.0f} {bottom - 6:.0f}"
            for side in (-1, 1)
        ],
    )
    return Head(front=g(front, "gH"), behind=g(path(outline, s.hair) + fall, "gC"), top=-h * 1.28)


def bob(s: Scalp) -> Head:
    return _loose(s, 62)


def straight_long(s: Scalp) -> Head:
    return _loose(s, 130)


def wavy(s: Scalp) -> Head:
    w, h = s.wide, s.high
    right = [(w * 0.8, -h), (w + 16, -14), (w + 8, 22), (w + 24, 58), (w + 8, 90), (w * 0.72, 104), (w * 0.3, 92)]
    outline = smooth([(0, -h * 1.3), *right, (0, 88), *[(-x, y) for x, y in reversed(right)]])
    hairline = [
        (w * 0.94, 4),
        (w * 0.78, -26),
        (w * 0.42, -54),
        (w * 0.1, -62),
        (-w * 0.3, -36),
        (-w * 0.72, -14),
        (-w * 0.94, 6),
    ]
    front = path(cap(s, hairline, 1.03), s.hair)
    x = s.shift
    front += strands(s, [f"M{w * 0.1 + x:.1f} -66Q{-w * 0.3:.1f} -70 {-w * 0.8:.1f} -30",
        f"M{w * 0.16 + x:.1f} -66Q{w * 0.5:.1f} -74 {w * 0.82:.1f} -34",
            f"M{w * 0.06 + x:.1f} -74Q{-w * 0.3:.1f} -86 {-w * 0.62:.1f} -60"])  # fmt: skip
    falls = strands(s, [f"M{side * (w + 4):.0f} 0q{side * -6} 26 {side * 6} 48t{side * -8} 34" for side in (-1, 1)])
    return Head(front=g(front, "gH"), behind=g(path(outline, s.hair) + falls, "gC"), top=-h * 1.3)


def short_straight(s: Scalp) -> Head:
    w = s.wide
    hairline = [
        (w * 0.86, -14),
        (w * 0.62, -40),
        (w * 0.3, -26),
        (w * 0.02, -42),
        (-w * 0.35, -24),
        (-w * 0.6, -42),
        (-w * 0.86, -12),
    ]
    front = path(cap(s, hairline), s.hair)
    front += strands(
        s, [f"M{x + s.shift:.1f} -46Q{x * 0.8 + 8:.1f} -70 {x * 0.5 + 16:.1f} -86" for x in (-56, -26, 6, 36)]
    )
    front += path(smooth([(8, -88), (26, -112), (34, -98), (48, -104), (38, -84)]), s.hair)
    return Head(front=g(front, "gH"), top=-s.high * 1.52)


def swept(s: Scalp) -> Head:
    w, h = s.wide, s.high
    hairline = [
        (w * 0.88, -8),
        (w * 0.8, -38),
        (w * 0.5, -34),
        (w * 0.1, -26),
        (-w * 0.35, -30),
        (-w * 0.62, -50),
        (-w * 0.88, -8),
    ]
    front = path(cap(s, hairline, 1.06), s.hair)
    quiff = smooth(
        [
            (-w * 0.66, -50),
            (-w * 0.5, -h * 1.26),
            (w * 0.1, -h * 1.46),
            (w * 0.62, -h * 1.2),
            (w * 0.72, -40),
            (w * 0.1, -52),
        ]
    )
    front += path(quiff, s.hair)
    front += strands(
        s,
        [
            f"M{-w * 0.56 + i * 9:.1f} {-54 - i * 3}"
            f"Q{-w * 0.1 + i * 6:.1f} {-98 - i * 3} {w * 0.56 + i * 3:.1f} {-56 - i * 8}"
            for i in range(4)
        ],
    )
    return Head(front=g(front, "gH"), top=-h * 1.48)


def cropped(s: Scalp) -> Head:
    w, h = s.wide, s.high
    hairline = [(w * 0.86, -16), (w * 0.72, -42), (w * 0.3, -52), (-w * 0.3, -52), (-w * 0.72, -42), (-w * 0.86, -16)]
    r = s.random
    stubble = "".join(
        line(f"M{x:.0f} {y:.0f}l2 -4", s.light, 2.2, opacity=0.6)
        for x, y in ((r.uniform(-w * 0.7, w * 0.7), r.uniform(-h * 1.02, -60)) for _ in range(26))
        if (x / (w * 0.8)) ** 2 + ((y + 30) / (h * 0.78)) ** 2 < 1
    )
    return Head(front=g(path(cap(s, hairline, 0.92), s.hair) + stubble, "gH"), top=-h * 1.15)


def _drawn_back(s: Scalp) -> str:
    w = s.wide
    front = path(cap(s, [(w * 0.9, -4), (w * 0.6, -34), (w * 0.1, -54), (-w * 0.5, -34), (-w * 0.9, -4)]), s.hair)
    return front + strands(
        s,
        [
            f"M{x + s.shift:.1f} {-52 + abs(x) * 0.25:.1f}Q{x * 1.1:.1f} -74 {x * 0.5:.1f} -90"
            for x in (-50, -24, 4, 30, 54)
        ],
    )


def ponytail(s: Scalp) -> Head:
    w, h = s.wide, s.high
    tail = smooth(
        [
            (-w * 0.3, -h * 1.06), (-w * 0.9, -h * 1.32), (-w - 44, -50), (-w - 34, 20), (-w - 50, 64),
            (-w - 8, 40), (-w + 2, -20), (-w * 0.6, -h * 0.8),
        ]
    )  # fmt: skip
    shine = strands(s, [f"M{-w * 0.8:.0f} {-h * 1.1:.0f}Q{-w - 30:.0f} -50 {-w - 22:.0f} 30"])
    tie = ell(-w * 0.56, -h * 1.04, 13, 15, s.accent)
    return Head(front=g(_drawn_back(s), "gH"), behind=g(path(tail, s.hair) + shine + tie, "gC"), top=-h * 1.36)


def pigtails(s: Scalp) -> Head:
    w = s.wide
    behind = ""
    for side in (-1, 1):
        tail = [(w * 0.8, -30), (w + 28, -58), (w + 56, -14), (w + 50, 40), (w + 30, 66), (w + 22, 20), (w * 0.95, -4)]
        behind += path(smooth([(side * x, y) for x, y in tail]), s.hair)
        behind += strands(s, [f"M{side * (w + 22):.0f} -40Q{side * (w + 46):.0f} 0 {side * (w + 34):.0f} 46"])
        behind += ell(side * (w + 8), -36, 11, 13, s.accent)
    return Head(front=g(_drawn_back(s), "gH"), behind=g(behind, "gC"), top=-s.high * 1.26)


def braids(s: Scalp) -> Head:
    w = s.wide
    behind = ""
    for side in (-1, 1):
        for i in range(5):
            x, y = side * (w + 6 + i * 2.2), 22 + i * 23
            behind += ell(x, y, 17 - i * 1.2, 15, s.hair) + line(f"M{x - 9:.1f} {y - 4}q9 9 18 0", s.dark, 3)
        behind += path(
            smooth([(side * (w + a), b) for a, b in ((10, 136), (26, 136), (24, 160), (16, 164), (8, 158))]), s.hair
        )
        behind += ell(side * (w + 17), 132, 9, 8, s.accent)
    return Head(front=g(_drawn_back(s), "gH"), behind=g(behind, "gC"), top=-s.high * 1.26)


def bun(s: Scalp) -> Head:
    h = s.high
    x = -s.shift * 0.3
    knot = ell(x, -h * 1.42, 34, 30, s.hair) + strands(
        s, [f"M{x - 20:.1f} {-h * 1.44:.1f}q18 -20 38 -2", f"M{x - 22:.1f} {-h * 1.32:.1f}q22 -12 44 2"]
    )
    tie = line(f"M{x - 22:.1f} {-h * 1.18:.1f}q22 10 44 0", s.accent, 9)
    return Head(front=g(_drawn_back(s) + tie, "gH"), behind=g(knot, "gC"), top=-h * 1.84)
