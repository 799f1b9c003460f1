"""Coils, curls, puffs, locs and cornrows."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.figures.heads.head import Head
from storytailor_dagster.providers.studio.illustration.figures.heads.strands import (
    Scalp,
    cap,
    curls,
    fringe,
    scattered,
    strands,
)
from storytailor_dagster.providers.studio.illustration.shapes import ell, g, line, path, scallop

_ROUND = ((1 - 0.05, -4), (0.72, -32), (0.25, -40), (-0.25, -40), (-0.72, -32), (-1 + 0.05, -4))


def coily_short(s: Scalp) -> Head:
    outline = scallop(0, -36, s.wide + 6, s.high * 0.86, 17, 0.14, 0.1, s.random)
    hair = path(outline, s.hair) + curls(s, scattered(s, 22, s.wide * 0.8, (-104, -52), (5, 8)), on_skull=True)
    return Head(front=g(g(hair, clip_path=f"url(#{fringe(s, _ROUND)})"), "gH"), top=-s.high * 1.36)


def afro(s: Scalp) -> Head:
    w, h = s.wide, s.high
    cloud = path(scallop(0, -26, w + 40, h + 36, 20, 0.15, 0.1, s.random), s.hair)
    places = [(x * 1.25, y - 26, q) for x, y, q in scattered(s, 30, w, (-100, 40), (6, 9))]
    outside = [(x, y, q) for x, y, q in places if _in_ring(x, y, w, h)]
    behind = g(cloud + curls(s, outside), "gC")
    crown = path(scallop(0, -40, w + 4, h * 0.8, 16, 0.15, 0.2, s.random), s.hair)
    crown += curls(s, scattered(s, 16, w * 0.8, (-104, -56), (6, 8)), on_skull=True)
    front = g(g(crown, clip_path=f"url(#{fringe(s, _ROUND)})"), "gH")
    return Head(front=front, behind=behind, top=-h - 66)


def _in_ring(x: float, y: float, w: float, h: float) -> bool:
    """Between the face and the edge of the hair."""
    return (x / w) ** 2 + ((y + 4) / h) ** 2 > 1.02 and (x / (w + 24)) ** 2 + ((y + 26) / (h + 20)) ** 2 < 1


def afro_puffs(s: Scalp) -> Head:
    w, h, r = s.wide, s.high, s.random
    behind = ""
    for side in (-1, 1):
        behind += path(scallop(side * 78, -70, 46, 44, 12, 0.16, 0.3, r), s.hair)
        behind += curls(
            s, [(side * 78 + r.uniform(-28, 28), -70 + r.uniform(-28, 28), r.uniform(5, 8)) for _ in range(9)]
        )
        behind += ell(side * 58, -52, 12, 12, s.accent)
    front = path(cap(s, [(w * 0.82, -14), (w * 0.45, -38), (6, -62), (-w * 0.45, -38), (-w * 0.82, -14)]), s.hair)
    front += line(f"M{s.shift * 1.2:.1f} -58L{s.shift * 0.6:.1f} {-h * 1.2:.1f}", s.dark, 3.4)
    x = s.shift
    front += strands(s, [f"M{side * a + x:.1f} {b}Q{side * c} {b - 10} {side * e} {b + f}" for side in (-1,
        1) for a, b, c, e, f in ((16, -66, 40, 62, 4), (12, -78, 34, 52, 2))])  # fmt: skip
    return Head(front=g(front, "gH"), behind=g(behind, "gC"), top=-120)


def curly_short(s: Scalp) -> Head:
    w, h = s.wide, s.high
    edge = ((0.98, 0), (0.76, -26), (0.35, -34), (0.0, -22), (-0.4, -32), (-0.78, -24), (-0.98, 2))
    outline = scallop(0, -40, w + 14, h * 0.92, 13, 0.2, 0.15, s.random)
    hair = path(outline, s.hair) + curls(s, scattered(s, 20, w * 0.85, (-104, -44), (7, 11)), on_skull=True)
    return Head(front=g(g(hair, clip_path=f"url(#{fringe(s, edge)})"), "gH"), top=-h * 1.5)


def curly_long(s: Scalp) -> Head:
    w, h, r = s.wide, s.high, s.random
    sides = [(r.choice((-1, 1)) * r.uniform(w * 0.96, w + 13), r.uniform(-36, 56), r.uniform(5, 8)) for _ in range(16)]
    behind = g(path(scallop(0, 10, w + 30, h + 34, 17, 0.17, 0.2, r), s.hair) + curls(s, sides), "gC")
    edge = ((0.97, 0), (0.66, -24), (0.2, -44), (-0.3, -30), (-0.75, -18), (-0.97, 4))
    crown = path(scallop(0, -44, w + 6, h * 0.72, 14, 0.17, 0.1, r), s.hair)
    crown += curls(s, scattered(s, 16, w * 0.8, (-108, -50), (7, 10)), on_skull=True)
    return Head(front=g(g(crown, clip_path=f"url(#{fringe(s, edge)})"), "gH"), behind=behind, top=-h * 1.4)


def locs(s: Scalp) -> Head:
    w, h, r = s.wide, s.high, s.random
    behind = ""
    for i in range(11):
        x = -w - 6 + i * (2 * w + 12) / 10
        end = 66 + r.uniform(-8, 12) + abs(x) * 0.12
        behind += line(f"M{x * 0.9:.1f} -20Q{x * 1.12:.1f} 30 {x * 1.06 + r.uniform(-4, 4):.1f} {end:.1f}", s.hair, 15)
        behind += ell(x * 1.06, end - 10, 7.5, 4, s.accent) if i in (1, 4, 9) else ""
    front = path(
        cap(s, [(w * 0.9, -2), (w * 0.62, -34), (w * 0.2, -46), (-w * 0.25, -44), (-w * 0.64, -32), (-w * 0.9, -2)]),
        s.hair,
    )
    front += strands(
        s,
        [f"M{x + s.shift:.1f} -50Q{x * 1.1:.1f} -70 {x * 0.4:.1f} {-h * 1.2:.1f}" for x in (-58, -34, -10, 14, 38, 60)],
        3.4,
    )
    return Head(front=g(front, "gH"), behind=g(behind, "gC"), top=-h * 1.26)


def cornrows(s: Scalp) -> Head:
    w, h = s.wide, s.high
    hair = path(cap(s, [(w * 0.86, -14), (w * 0.5, -40), (0, -50), (-w * 0.5, -40), (-w * 0.86, -14)], 0.94), s.hair)
    rows = "".join(
        f"M{x * 1.1 + s.shift:.1f} {-50 + abs(x) * 0.3:.1f}Q{x * 1.06:.1f} -76 {x * 0.5:.1f} {-h * 1.1:.1f}"
        for x in (-60, -40, -20, 0, 20, 40, 60)
    )
    tails = ""
    for side in (-1, 1):
        for i in range(4):
            tails += ell(side * (w * 0.92 + i * 2), 34 + i * 18, 11 - i, 11, s.hair)
        tails += ell(side * (w * 0.92 + 8), 34 + 4 * 18 - 6, 7, 7, s.accent)
    return Head(front=g(hair + line(rows, s.light, 3.2, opacity=0.8), "gH"), behind=g(tails, "gC"), top=-h * 1.18)
