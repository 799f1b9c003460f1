"""Ears, muzzles and manes that animal heads are put together from. All in the head's own units."""

from __future__ import annotations

import math
from dataclasses import dataclass

from storytailor_dagster.providers.studio.illustration.colour import lum, mix
from storytailor_dagster.providers.studio.illustration.figures.heads.head import Ear
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.shapes import Point, ell, g, line, path, scallop, smooth


@dataclass(frozen=True, kw_only=True)
class Ears:
    """The drawn ears, where an aid would sit, and the highest point."""

    front: str = ""
    behind: str = ""
    at: tuple[Ear, Ear]
    top: float


def ears(kind: str, look: Look, wide: float, high: float, gaze: Point, tip: str | None) -> Ears:
    """Ears of a kind on a head of these measures; a turned head moves them the other way."""
    shift = -gaze[0] * 0.35
    inner = mix(look.belly, "#f2a08c", 0.45)
    front = behind = ""
    for side in (-1, 1):
        drawn = _ear(kind, look, side, wide, high, inner, tip)
        placed = g(drawn, None, f"translate({shift:.1f} 0)")
        if kind == "fan":
            behind += placed
        else:
            front += placed
    x, y, top = {
        "pointed": (58, -74, -high - 62), "long": (40, -92, -high - 118), "round": (62, -62, -high - 34),
        "dish": (70, -58, -high - 52), "flop": (76, -30, -high), "tufts": (58, -64, -high - 38), "fan": (100, 0, -high),
        "low": (72, -34, -high - 30), "eyes": (78, -10, -high - 44), "none": (78, 4, -high), "fluffy": (84, -44,
        -high - 30),
    }[kind]  # fmt: skip
    return Ears(front=front, behind=behind, at=((-x + shift, y, -1), (x + shift, y, 1)), top=top)


def _ear(kind: str, look: Look, s: int, w: float, h: float, inner: str, tip: str | None) -> str:
    c = look.skin
    if kind == "pointed":
        outer = smooth(
            [
                (s * w * 0.92, -h * 0.36),
                (s * w * 0.98, -h * 1.1),
                (s * w * 0.84, -h * 1.72),
                (s * w * 0.52, -h * 1.3),
                (s * w * 0.22, -h * 0.84),
            ],
            k=1 / 8,
        )
        hollow = smooth(
            [
                (s * w * 0.78, -h * 0.56),
                (s * w * 0.84, -h * 1.04),
                (s * w * 0.77, -h * 1.44),
                (s * w * 0.58, -h * 1.14),
                (s * w * 0.42, -h * 0.82),
            ],
            k=1 / 8,
        )
        end = (
            path(
                smooth(
                    [
                        (s * w * 0.95, -h * 1.24),
                        (s * w * 0.84, -h * 1.72),
                        (s * w * 0.6, -h * 1.38),
                        (s * w * 0.78, -h * 1.42),
                    ],
                    k=1 / 8,
                ),
                tip,
            )
            if tip
            else ""
        )
        return path(outer, c) + end + path(hollow, inner)
    if kind == "long":
        bend = s * 10
        outer = smooth(
            [
                (s * w * 0.18, -h * 0.84),
                (s * w * 0.16, -h * 1.7),
                (s * w * 0.42 + bend, -h * 2.5),
                (s * w * 0.74 + bend, -h * 1.9),
                (s * w * 0.64, -h * 0.7),
            ]
        )
        hollow = smooth(
            [
                (s * w * 0.3, -h * 0.9),
                (s * w * 0.28, -h * 1.7),
                (s * w * 0.43 + bend, -h * 2.24),
                (s * w * 0.6 + bend, -h * 1.84),
                (s * w * 0.52, -h * 0.84),
            ]
        )
        return path(outer, c) + path(hollow, inner)
    if kind in ("round", "dish", "low", "fluffy"):
        x, y, r = {
            "round": (0.7, -0.8, 29),
            "dish": (0.86, -0.86, 44),
            "low": (0.82, -0.5, 20),
            "fluffy": (0.98, -0.6, 38),
        }[kind]
        outer = (
            path(scallop(s * w * x, h * y, r + 4, r + 2, 11, 0.16), c)
            if kind == "fluffy"
            else ell(s * w * x, h * y, r, r, tip or c)
        )
        return outer + ell(s * w * x, h * y + 2, r * 0.6, r * 0.6, lum(tip, 0.08) if tip else inner)
    if kind == "flop":
        outer = smooth(
            [
                (s * w * 0.46, -h * 0.94),
                (s * w * 0.96, -h * 0.92),
                (s * w * 1.26, -h * 0.2),
                (s * w * 1.2, h * 0.5),
                (s * w * 0.98, h * 0.44),
                (s * w * 0.86, -h * 0.2),
            ]
        )
        return path(outer, lum(c, -0.14))
    if kind == "tufts":
        return path(
            smooth(
                [
                    (s * w * 0.16, -h * 0.86),
                    (s * w * 0.62, -h * 1.1),
                    (s * w * 0.96, -h * 1.52),
                    (s * w * 0.94, -h * 0.5),
                ],
                k=1 / 8,
            ),
            lum(c, -0.06),
        )
    if kind == "fan":
        outer = smooth(
            [
                (s * w * 0.7, -h * 0.8),
                (s * w * 1.3, -h * 1.0),
                (s * w * 1.86, -h * 0.4),
                (s * w * 1.8, h * 0.44),
                (s * w * 1.36, h * 0.86),
                (s * w * 0.84, h * 0.4),
            ]
        )
        hollow = smooth(
            [
                (s * w * 0.9, -h * 0.5),
                (s * w * 1.3, -h * 0.74),
                (s * w * 1.66, -h * 0.26),
                (s * w * 1.6, h * 0.3),
                (s * w * 1.3, h * 0.58),
                (s * w * 0.96, h * 0.2),
            ]
        )
        return path(outer, lum(c, -0.03)) + path(hollow, inner)
    if kind == "eyes":
        return ell(s * 42, -66, 32, 31, c)
    return ""


def muzzle(kind: str, look: Look, gaze: Point, nose: str) -> tuple[str, str]:
    """What is shaded under the features, and the nose and whiskers over them."""
    x, y = gaze[0] * 1.35, gaze[1] * 1.1
    if kind == "mask":
        pale = "".join(
            path(smooth([(x * 0.6, 10 + y), (s * 30 + x, 20 + y), (s * 84, 22), (s * 66, 52), (s * 34 + x * 0.5,
                70), (x * 0.6, 73)]), look.belly)
            for s in (-1, 1)
        )  # fmt: skip
        return pale, _nose(x, 33 + y, 10, nose)
    if kind == "snout":
        return ell(x, 44 + y, 37, 27, look.belly), _nose(x, 31 + y, 11.5, nose)
    if kind == "small":
        pale = (
            ell(x - 13, 45 + y, 17, 14, look.belly)
            + ell(x + 13, 45 + y, 17, 14, look.belly)
            + ell(x, 58 + y, 13, 9, look.belly)
        )
        whiskers = "".join(
            line(f"M{x + s * 34:.1f} {38 + i * 9 + y:.1f}q{s * 16} {i * 3 - 3} {s * 30} {i * 5 - 3}",
                lum(look.skin, -0.2), 2.2, opacity=0.6)
            for s in (-1, 1) for i in (0, 1)
        )  # fmt: skip
        return pale, _nose(x, 34 + y, 8, nose) + whiskers
    if kind == "beak":
        return "", path(
            smooth([(x - 13, 20 + y), (x, 14 + y), (x + 13, 20 + y), (x + 3, 43 + y), (x - 3, 43 + y)], k=1 / 7),
            "#f0a040",
        )
    if kind == "bill":
        top = path(smooth([(x - 20, 28 + y), (x, 18 + y), (x + 20, 28 + y), (x, 42 + y)], k=1 / 6), "#f3a53c")
        return "", top + line(
            f"M{x - 16:.1f} {30 + y:.1f}Q{x:.1f} {36 + y:.1f} {x + 16:.1f} {30 + y:.1f}", "#c9772a", 3
        )
    if kind == "trunk":
        c = look.skin
        curve = (
            f"M{x * 0.8:.1f} {18 + y:.1f}Q{x + 4:.1f} {66 + y:.1f} {x + 34:.1f} {88 + y:.1f}"
            f"Q{x + 60:.1f} {100 + y:.1f} {x + 66:.1f} {72 + y:.1f}"
        )
        rings = "".join(
            line(f"M{x * 0.9 - 15 + i * 4:.1f} {38 + i * 14 + y:.1f}q{15 - i} 7 {30 - i * 2} 0", lum(c, -0.1), 3)
            for i in range(3)
        )
        tip = ell(x + 66, 70 + y, 5.5, 4.5, mix(c, "#f2a08c", 0.5))
        return "", line(curve, lum(c, -0.06), 39) + line(curve, lum(c, 0.015), 35) + rings + tip
    if kind == "wide":
        return path(smooth([(-70, 24), (0, 40), (70, 24), (50, 64), (0, 72), (-50, 64)]), look.belly), (
            ell(x - 7, 6 + y, 2.6, 2.2, lum(look.skin, -0.25)) + ell(x + 7, 6 + y, 2.6, 2.2, lum(look.skin, -0.25))
        )
    return "", ""


def _nose(x: float, y: float, size: float, colour: str) -> str:
    shape = smooth([(x - size, y - size * 0.5), (x, y - size * 0.72), (x + size, y - size * 0.5), (x, y + size * 0.72)])
    stem = line(f"M{x:.1f} {y + size * 0.6:.1f}v7", lum(colour, 0.06), 3)
    return (
        stem + path(shape, colour) + ell(x - size * 0.3, y - size * 0.28, size * 0.26, size * 0.17, "#fff", opacity=0.7)
    )


def ruff(kind: str, look: Look, wide: float, high: float) -> tuple[str, str]:
    """What stands round the face: (behind the body, before it but behind the face)."""
    if kind == "mane":
        return g(_mane(lum(look.skin, -0.2), wide, high), "gC"), ""
    if kind == "spikes":
        return "", _quills("#7a5544", wide, high)
    if kind == "tufts":
        return "", "".join(
            path(smooth([(s * wide * 0.86, 4), (s * (wide + 22), 20), (s * (wide + 8), 34), (s * (wide + 16),
                50), (s * wide * 0.6, 60)], k=1 / 9), look.skin)
            for s in (-1, 1)
        )  # fmt: skip
    return "", ""


def _mane(colour: str, wide: float, high: float) -> str:
    strokes = ""
    for i in range(22):
        across, down = math.cos(i * math.tau / 22), math.sin(i * math.tau / 22)
        inner, outer = ((wide + 4) * across, (high + 6) * down), ((wide + 25) * across, (high + 27) * down)
        strokes += f"M{inner[0]:.1f} {inner[1]:.1f}L{outer[0]:.1f} {outer[1]:.1f}"
    outline = scallop(0, 2, wide + 38, high + 40, 15, 0.17, 0.1)
    return path(outline, colour) + line(strokes, lum(colour, 0.07), 3.4)


def _quills(colour: str, wide: float, high: float) -> str:
    """Two rows of soft spikes over the top of the head."""
    out = ""
    for row, (n, reach) in enumerate(((23, 40), (19, 22))):
        tone = lum(colour, 0.07 * row)
        for i in range(n):
            angle = math.pi * (0.93 + 1.14 * i / (n - 1))
            across, down = math.cos(angle), math.sin(angle)
            x, y = (wide + 2) * across, (high + 2) * down
            u, v = (wide + reach) * math.cos(angle + 0.04), (high + reach) * math.sin(angle + 0.04)
            foot = f"M{x - 9 * down:.1f} {y + 9 * across:.1f}L{u:.1f} {v:.1f}L{x + 9 * down:.1f} {y - 9 * across:.1f}Z"
            out += path(foot, tone, tone, 4)
    return out
