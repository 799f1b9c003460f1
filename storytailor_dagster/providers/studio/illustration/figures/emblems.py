"""Stars and hearts as outlines, for clothes and things."""

from __future__ import annotations

import math


def star(x: float, y: float, size: float) -> str:
    """A five-pointed star's outline round (x, y), `size` from its middle to a point."""
    points = []
    for i in range(10):
        far = size if i % 2 == 0 else size * 0.46
        points.append(f"{x + far * math.sin(i * math.pi / 5):.1f} {y - far * math.cos(i * math.pi / 5):.1f}")
    return "M" + "L".join(points) + "Z"


def heart(x: float, y: float, size: float) -> str:
    """A heart's outline, `size` from its middle to its tip."""
    s = size
    return (
        f"M{x:.1f} {y + s:.1f}C{x - s * 1.7:.1f} {y - s * 0.2:.1f} {x - s * 0.8:.1f} {y - s * 1.2:.1f}"
        f" {x:.1f} {y - s * 0.35:.1f}C{x + s * 0.8:.1f} {y - s * 1.2:.1f} {x + s * 1.7:.1f} {y - s * 0.2:.1f}"
        f" {x:.1f} {y + s:.1f}Z"
    )
