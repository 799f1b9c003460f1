"""SVG shapes as text: paths, ellipses, rectangles, groups, and the organic outlines everything is drawn with.

Every function returns markup or path data; nothing here knows a palette. Lengths are canvas units (pixels at
full size), angles degrees. Attribute names take underscores for hyphens.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

W, H = 1536, 1024

Point = tuple[float, float]
Attribute = str | float | int


def _attributes(given: dict[str, Attribute]) -> str:
    return "".join(f' {name.replace("_", "-")}="{value}"' for name, value in given.items())


def _short(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def smooth(points: Sequence[Point], closed: bool = True, k: float = 1 / 6) -> str:
    """A curve through the points (Catmull-Rom as cubic Béziers; `k` is the tension, 1/6 the usual)."""
    n = len(points)

    def point(i: int) -> Point:
        return points[i % n] if closed else points[max(0, min(n - 1, i))]

    d = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for i in range(n if closed else n - 1):
        p0, p1, p2, p3 = point(i - 1), point(i), point(i + 1), point(i + 2)
        d += (
            f"C{p1[0] + (p2[0] - p0[0]) * k:.1f} {p1[1] + (p2[1] - p0[1]) * k:.1f}"
            f" {p2[0] - (p3[0] - p1[0]) * k:.1f} {p2[1] - (p3[1] - p1[1]) * k:.1f}"
            f" {p2[0]:.1f} {p2[1]:.1f}"
        )
    return d + ("Z" if closed else "")


def blob(r: random.Random, cx: float, cy: float, rx: float, ry: float, n: int = 9, jitter: float = 0.07) -> str:
    """An ellipse drawn by an unsteady hand."""
    start = r.random() * 6.28
    return smooth(
        [
            (
                cx + rx * (1 + r.uniform(-jitter, jitter)) * math.cos(start + i * math.tau / n),
                cy + ry * (1 + r.uniform(-jitter, jitter)) * math.sin(start + i * math.tau / n),
            )
            for i in range(n)
        ]
    )


def scallop(
    cx: float,
    cy: float,
    rx: float,
    ry: float,
    n: int,
    bump: float = 0.16,
    start: float = 0.0,
    r: random.Random | None = None,
) -> str:
    """A cloud's or a curly head's outline: arcs around an ellipse."""
    points = []
    for i in range(n):
        angle = start + i * math.tau / n
        q = 1 + (r.uniform(-0.05, 0.05) if r else 0.0)
        points.append((cx + rx * q * math.cos(angle), cy + ry * q * math.sin(angle)))
    d = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for i, (px, py) in enumerate(points):
        x, y = points[(i + 1) % n]
        radius = math.hypot(x - px, y - py) * (0.5 + bump)
        d += f"A{radius:.1f} {radius:.1f} 0 0 1 {x:.1f} {y:.1f}"
    return d + "Z"


def path(d: str, fill: str = "none", stroke: str | None = None, w: float = 0, **more: Attribute) -> str:
    outline = (
        f' stroke="{stroke}" stroke-width="{_short(w)}" stroke-linecap="round" stroke-linejoin="round"'
        if stroke
        else ""
    )
    return f'<path d="{d}" fill="{fill}"{outline}{_attributes(more)}/>'


def line(d: str, colour: str, w: float, **more: Attribute) -> str:
    return path(d, "none", colour, w, **more)


def ell(cx: float, cy: float, rx: float, ry: float | None = None, fill: str = "#000", **more: Attribute) -> str:
    height = rx if ry is None else ry
    return f'<ellipse cx="{cx:.1f}" cy="{cy:.1f}" rx="{rx:.1f}" ry="{height:.1f}" fill="{fill}"{_attributes(more)}/>'


def rect(x: float, y: float, w: float, h: float, fill: str, rx: float = 0, **more: Attribute) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" rx="{_short(rx)}" fill="{fill}"'
        f"{_attributes(more)}/>"
    )


def g(body: str, flt: str | None = None, tr: str | None = None, **more: Attribute) -> str:
    """A group, with a filter's id and a transform."""
    flt_text = f' filter="url(#{flt})"' if flt else ""
    tr_text = f' transform="{tr}"' if tr else ""
    return f"<g{flt_text}{tr_text}{_attributes(more)}>{body}</g>"


def at(
    body: str, x: float, y: float, s: float = 1.0, rot: float = 0, flip: bool = False, flt: str | None = None
) -> str:
    """The body moved to (x, y), turned, scaled and perhaps mirrored."""
    return g(body, flt, f"translate({x:.1f} {y:.1f}) rotate({rot}) scale({-s if flip else s:.3f} {s:.3f})")


def pad(*points: Point, m: float = 30) -> str:
    """Two nearly invisible corners that widen a group's box: a filter's region ignores stroke widths."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    corners = ((min(xs) - m, min(ys) - m), (max(xs) + m, max(ys) + m))
    return "".join(f'<path d="M{x:.1f} {y:.1f}h.2v.2Z" fill="#000" fill-opacity=".01"/>' for x, y in corners)


def each(bodies: Sequence[str], flt: str) -> str:
    """Each body in a filtered group of its own: a filter costs its area, so small areas are cheap."""
    return "".join(g(body, flt) for body in bodies)


def polar(origin: Point, angle: float, length: float) -> Point:
    """The point `length` away; 0 degrees points down, positive turns towards +x."""
    a = math.radians(angle)
    return origin[0] + length * math.sin(a), origin[1] + length * math.cos(a)
