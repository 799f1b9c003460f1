"""What grows and lies outdoors: hills, trees, grass, ferns, flowers, mushrooms, rocks. Colours come from the place."""

from __future__ import annotations

import math
import random

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum
from storytailor_dagster.providers.studio.illustration.shapes import (
    H,
    W,
    at,
    blob,
    ell,
    g,
    line,
    path,
    rect,
    smooth,
)


def ridge(
    r: random.Random, y: float, amp: float, n: int = 7, left: float = -60, right: float = W + 60, bottom: float = H + 60
) -> str:
    """A wavy line closed at the bottom, as path data."""
    points = [(left + (right - left) * i / n, y + r.uniform(-amp, amp)) for i in range(n + 1)]
    return smooth(points, closed=False) + f"L{right:.0f} {bottom:.0f}L{left:.0f} {bottom:.0f}Z"


def hill(cv: Canvas, y: float, amp: float, colour: str, n: int = 7, flt: str = "gL", band: float = 190) -> None:
    """A hill over the whole width; only its crest is filtered."""
    bottom = y + amp + band
    cv.add(g(path(ridge(cv.random, y, amp, n, bottom=min(bottom, H + 30)), colour), flt))
    if bottom < H + 30:
        cv.add(rect(-10, bottom - 100, W + 20, H - bottom + 130, colour))


def tuft(
    r: random.Random, x: float, y: float, h: float, colour: str, n: int = 7, spread: float = 0.5, w: float = 6
) -> str:
    """A tuft of grass `h` high."""
    found = ""
    for i in range(n):
        a = (i / (n - 1) - 0.5) * 2 * spread + r.uniform(-0.1, 0.1)
        tall = h * r.uniform(0.6, 1)
        ex, ey, sway = x + math.sin(a) * tall, y - math.cos(a) * tall, math.sin(a) * tall * 0.3
        bx = x + (i - (n - 1) / 2) * w * 0.8
        found += path(
            f"M{bx - w / 2:.1f} {y:.1f}Q{x + sway - w * 0.3:.1f} {y - tall * 0.6:.1f} {ex:.1f} {ey:.1f}"
            f"Q{x + sway + w * 0.7:.1f} {y - tall * 0.5:.1f} {bx + w / 2:.1f} {y:.1f}Z",
            colour,
        )
    return found


def grass(cv: Canvas, count: int, box: tuple[float, float, float, float], one: str, other: str, h: float = 26) -> None:
    """Small tufts strewn over a box (left, top, right, bottom), larger towards the front."""
    r = cv.random
    left, top, right, bottom = box
    found = ""
    for _ in range(count):
        y = r.uniform(top, bottom)
        size = h * (0.5 + 0.7 * (y - top) / max(1.0, bottom - top))
        found += tuft(r, r.uniform(left, right), y, size, r.choice((one, other)), 5, 0.6, 4)
    cv.add(found)


def fern(x: float, y: float, length: float, angle: float, colour: str) -> str:
    """An arching frond: overlapping broad leaflets along a curved stem."""
    n = 15
    px, py, a = x, y, angle
    stem = [(x, y)]
    for i in range(n):
        a += (2.6 + 0.25 * i) * (1 if angle > 0 else -1)
        px += math.sin(math.radians(a)) * length / n
        py -= math.cos(math.radians(a)) * length / n
        stem.append((px, py))
    found = line(smooth(stem, False), lum(colour, 0.05), 4)
    for i in range(2, n + 1):
        q = length * 0.3 * math.sin(math.pi * min(1.0, (i + 1.5) / (n + 2.5))) ** 0.8 * (1.05 - 0.5 * i / n)
        (px, py), (bx, by) = stem[i], stem[i - 1]
        heading = math.degrees(math.atan2(px - bx, by - py))
        for side in (-1, 1):
            found += _leaflet(px, py, q, heading + side * 56, side * length * 0.028, colour)
    return found


def _leaflet(x: float, y: float, q: float, angle: float, width: float, colour: str) -> str:
    ux, uy = math.sin(math.radians(angle)), -math.cos(math.radians(angle))

    def point(k: float, m: float) -> str:
        return f"{x + ux * q * k - uy * width * m:.1f} {y + uy * q * k + ux * width * m:.1f}"

    return path(f"M{point(0, 0)}Q{point(0.35, -1.5)} {point(1, 0.3)}Q{point(0.5, 1.3)} {point(0, 0)}Z", colour)


def trunk(x: float, w: float, colour: str, top: float = -40, base: float = 900, lean: float = 0) -> str:
    """A tree's trunk `w` wide, with roots at its base."""
    return path(
        smooth(
            [
                (x - w * 0.42 + lean, top),
                (x - w * 0.4 + lean * 0.5, (top + base) / 2),
                (x - w * 0.55, base - 90),
                (x - w * 1.15, base + 8),
                (x - w * 0.3, base - 10),
                (x + w * 0.1, base + 14),
                (x + w * 1.1, base + 4),
                (x + w * 0.55, base - 100),
                (x + w * 0.4 + lean * 0.5, (top + base) / 2),
                (x + w * 0.42 + lean, top),
            ],
            k=1 / 7,
        ),
        colour,
    )


def foliage(r: random.Random, x: float, y: float, rx: float, ry: float, colour: str, n: int = 7) -> str:
    """A crown: a blob of blobs."""
    found = path(blob(r, x, y, rx * 0.8, ry * 0.8, 10, 0.08), colour)
    for i in range(n):
        a = i * math.tau / n + r.uniform(-0.2, 0.2)
        found += path(
            blob(
                r,
                x + math.cos(a) * rx * 0.6,
                y + math.sin(a) * ry * 0.6,
                rx * 0.42 * r.uniform(0.85, 1.15),
                ry * 0.42 * r.uniform(0.85, 1.15),
                9,
                0.08,
            ),
            colour,
        )
    return found


def leaves(r: random.Random, x: float, y: float, rx: float, ry: float, colour: str, n: int, size: float = 9) -> str:
    """Marks of single leaves on a crown."""
    found = ""
    for _ in range(n):
        a, q = r.random() * math.tau, math.sqrt(r.random()) * 0.9
        px, py, t = x + math.cos(a) * rx * q, y + math.sin(a) * ry * q, r.uniform(-0.6, 0.6)
        found += path(
            f"M{px:.1f} {py:.1f}q{size * 0.6:.1f} {-size * 0.7 + t * 4:.1f} {size * 1.4:.1f} {t * 4:.1f}"
            f"q{-size * 0.7:.1f} {size * 0.6:.1f} {-size * 1.4:.1f} {-t * 4:.1f}Z",
            colour,
            opacity=f"{r.uniform(0.5, 0.95):.2f}",
        )
    return found


def tree(cv: Canvas, x: float, base: float, rx: float, ry: float, colour: str, bark: str, h: float = 90) -> None:
    """A round tree whose crown's middle is `h` above its base."""
    r = cv.random
    crown = foliage(r, x, base - h, rx, ry, colour) + leaves(r, x, base - h, rx, ry, lum(colour, 0.08), 24)
    stem = line(f"M{x:.0f} {base - h:.0f}V{base:.0f}", bark, max(8.0, rx * 0.16))
    cv.add(g(stem + crown, "gM"))


def pine(x: float, base: float, h: float, colour: str) -> str:
    """A fir of three tiers, `h` high."""
    tiers = ""
    for k in range(3):
        half, high, low = h * (0.12 + 0.035 * k), base - h * (1 - 0.24 * k), base - h * (0.58 - 0.2 * k)
        tiers += path(
            f"M{x:.0f} {high:.0f}L{x + half:.0f} {low:.0f}Q{x:.0f} {low + h * 0.06:.0f} {x - half:.0f} {low:.0f}Z",
            colour,
        )
    return rect(x - h * 0.02, base - h * 0.2, h * 0.04, h * 0.2, lum(colour, -0.06)) + tiers


def mushroom(x: float, y: float, s: float, cap: str, stem: str = "#f6e6cf") -> str:
    body = path(smooth([(-8, 0), (-6, -26), (6, -26), (9, 0)], k=1 / 7), stem)
    hat = path("M-30 -22Q-26 -54 0 -56Q26 -54 30 -22Q0 -12 -30 -22Z", cap)
    dots = ell(-10, -38, 5, 4, "#fff3df") + ell(9, -44, 4, 3, "#fff3df") + ell(15, -29, 4, 3, "#fff3df")
    return at(body + hat + dots, x, y, s, flt="gS")


def flower(x: float, y: float, size: float, petal: str, heart: str, stem: str, ground: float) -> str:
    """A flower whose head is at (x, y) and whose stem stands at `ground`."""
    petals = "".join(
        ell(
            x + size * math.cos(i * math.tau / 6),
            y + size * math.sin(i * math.tau / 6),
            size * 0.66,
            size * 0.66,
            petal,
        )
        for i in range(6)
    )
    stalk = line(
        f"M{x:.0f} {ground:.0f}Q{x + size * 0.5:.0f} {(y + ground) / 2:.0f} {x:.0f} {y:.0f}", stem, max(3.0, size * 0.3)
    )
    return stalk + petals + ell(x, y, size * 0.56, size * 0.56, heart)


def rock(r: random.Random, x: float, y: float, w: float, h: float, colour: str) -> str:
    """A boulder standing on y."""
    body = smooth(
        [
            (x - w / 2, y),
            (x - w * 0.44, y - h * 0.6),
            (x - w * 0.1, y - h),
            (x + w * 0.3, y - h * 0.86),
            (x + w / 2, y),
        ],
        k=1 / 7,
    )
    facet = smooth(
        [
            (x - w * 0.36, y - h * 0.55),
            (x - w * 0.1, y - h * 0.92),
            (x + w * 0.2, y - h * 0.82),
            (x - w * 0.1, y - h * 0.5),
        ]
    )
    return path(body, colour) + path(facet, lum(colour, 0.06), opacity=r.uniform(0.7, 0.95))


def corners(cv: Canvas, colour: str, *, height: float = 300, flt: str = "gM") -> None:
    """Dark grass in both bottom corners, the frame of the picture."""
    r = cv.random
    for x, share in ((30, 1.0), (120, 0.62), (-20, 1.15), (1500, 0.95), (1410, 0.6), (1550, 1.1)):
        cv.add(g(tuft(r, x, H + 24, height * share, lum(colour, r.uniform(0, 0.04)), 8, 0.55, 10), flt))
