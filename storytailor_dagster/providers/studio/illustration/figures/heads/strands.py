"""What all hair styles share: measures, the cap over the skull, curls and strands. Styles are in hair_*.py."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum
from storytailor_dagster.providers.studio.illustration.shapes import Point, line, smooth


@dataclass(frozen=True, kw_only=True)
class Scalp:
    """Where the hair grows: the head's measures, how far a turned head shifts the hairline, colours, chance."""

    cv: Canvas
    wide: float
    high: float
    shift: float
    gaze: Point
    hair: str
    accent: str
    random: random.Random

    @property
    def dark(self) -> str:
        return lum(self.hair, -0.07)

    @property
    def light(self) -> str:
        return lum(self.hair, 0.1)


def cap(s: Scalp, hairline: Sequence[Point], rise: float = 1.0) -> str:
    """The outline of hair that lies on the skull, down to a hairline given right to left."""
    w, h = s.wide, s.high
    skull = [(-w - 3, 14), (-w - 9, -20), (-w * 0.86, -h * 0.72), (-w * 0.45, -h * 1.16 * rise), (0, -h * 1.24 * rise)]
    right = [(-x, y) for x, y in reversed(skull[:-1])]
    return smooth([*skull, *right, *[(x + s.shift, y) for x, y in hairline]], k=1 / 6)


def fringe(s: Scalp, edge: Sequence[tuple[float, float]]) -> str:
    """The id of a clip that keeps hair above a hairline; `edge` is (share of the width, y) right to left."""
    w = s.wide
    points = [
        (-w - 50, -170),
        (w + 50, -170),
        (w + 50, edge[0][1]),
        *[(w * x + s.shift, y) for x, y in edge],
        (-w - 50, edge[-1][1]),
    ]
    return s.cv.clip(smooth(points, k=1 / 9))


def strands(s: Scalp, curves: Iterable[str], width: float = 3) -> str:
    return "".join(line(d, s.light, width, opacity=0.75) for d in curves)


def curls(s: Scalp, places: Iterable[tuple[float, float, float]], *, on_skull: bool = False) -> str:
    """Little hooks of light at (x, y, size)."""
    out = ""
    for x, y, size in places:
        if on_skull and (x / (s.wide * 0.86)) ** 2 + ((y + 40) / (s.high * 0.72)) ** 2 > 1:
            continue
        out += line(
            f"M{x - size:.1f} {y:.1f}a{size:.1f} {size:.1f} 0 1 1 {size * 1.2:.1f} {size * 0.8:.1f}",
            s.light,
            3.2,
            opacity=0.7,
        )
    return out


def scattered(
    s: Scalp, n: int, x: float, y: tuple[float, float], size: tuple[float, float]
) -> list[tuple[float, float, float]]:
    r = s.random
    return [(r.uniform(-x, x), r.uniform(*y), r.uniform(*size)) for _ in range(n)]
