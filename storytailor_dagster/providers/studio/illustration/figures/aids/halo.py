"""A halo brace: a metal ring pinned round the head, four upright rods, and the rigid vest that carries them."""

from __future__ import annotations

import math

from storytailor_dagster.providers.studio.illustration.colour import lum
from storytailor_dagster.providers.studio.illustration.figures.heads.head import Frame, Head
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.shapes import Point, ell, g, line, pad, path, rect, smooth

_METAL, _DARK = "#9aabbf", "#667489"
_FLAT = 0.2
"""The ring's height by its width, as one sees it from a little above."""


def _ring(frame: Frame) -> tuple[float, float, float]:
    """Half its width, half its height, and where its middle is: above the brows, outside of every hair."""
    wide, eyes = frame.wide + 24, min(frame.eyes[0][1], frame.eyes[1][1])
    return wide, wide * _FLAT, frame.brow + 12 if frame.brow > eyes else eyes - 45


def _on_ring(frame: Frame, degrees: float) -> Point:
    wide, high, y = _ring(frame)
    a = math.radians(degrees)
    return wide * math.sin(a), y + high * math.cos(a)


def _rod(frame: Frame, degrees: float, foot: Point) -> str:
    """From a clamp on the ring down past the face, bent at the jaw, to its plate on the vest."""
    x, y = _on_ring(frame, degrees)
    way = -1 if x < 0 else 1
    end = (way * foot[0], frame.high + foot[1])
    bend = (x, frame.high * 0.66)
    d = f"M{x:.1f} {y:.1f}L{bend[0]:.1f} {bend[1]:.1f}L{end[0]:.1f} {end[1]:.1f}"
    clamp = rect(x - 6, y - 9, 12, 20, _DARK, 4) + ell(bend[0], bend[1], 7, 7, _DARK)
    return line(d, _DARK, 9) + line(d, _METAL, 6) + clamp


def behind(_look: Look, head: Head) -> str:
    """The ring's far half and the two rods at the back."""
    frame = head.frame
    wide, high, y = _ring(frame)
    arc = f"M{-wide:.1f} {y:.1f}A{wide:.1f} {high:.1f} 0 0 1 {wide:.1f} {y:.1f}"
    ring = line(arc, _DARK, 11) + line(arc, lum(_METAL, -0.08), 7)
    rods = _rod(frame, -97, (46, 24)) + _rod(frame, 97, (46, 24))
    return g(ring + rods + pad((-wide, y - high), (wide, frame.high + 40), m=12), "gH")


def before(_look: Look, head: Head) -> str:
    """The ring's near half with its pins, and the two rods in front, which leave the face free."""
    frame = head.frame
    wide, high, y = _ring(frame)
    arc = f"M{-wide:.1f} {y:.1f}A{wide:.1f} {high:.1f} 0 0 0 {wide:.1f} {y:.1f}"
    ring = line(arc, _DARK, 13) + line(arc, _METAL, 9) + line(arc, lum(_METAL, 0.13), 2.6)
    pins = ""
    for degrees in (-30, 30):
        x, top = _on_ring(frame, degrees)
        pins += line(f"M{x:.1f} {top - 10:.1f}V{top + 13:.1f}", _DARK, 5) + ell(x, top, 6, 6, lum(_METAL, 0.06))
        pins += ell(x, top + 14, 3.2, 2.4, "#f1c9bb")
    holes = "".join(ell(*_on_ring(frame, d), 2.2, 2.2, _DARK) for d in (-52, -12, 0, 12, 52))
    rods = _rod(frame, -52, (29, 44)) + _rod(frame, 52, (29, 44))
    return g(rods + ring + holes + pins + pad((-wide, y), (wide, frame.high + 50), m=12), "gH")


def vest(look: Look, *, side: bool) -> str:
    """The rigid vest over the clothes, its soft lining at the edges; in the trunk's own space."""
    w = 40 if side else 51
    right = [(16, -98), (w * 0.72, -104), (w * 0.98, -78), (w * 0.9, -46), (w, -18), (w * 0.5, -8)]
    outline = smooth([(0, -74), *right, (0, -4), *[(-a, b) for a, b in reversed(right)]], k=1 / 8)
    lining = path(outline, "#fbf3e4", "#fbf3e4", 9)
    shell = path(outline, "#d7dfe8")
    seam = line("M0 -72V-6", "#aab6c6", 4)
    straps = "".join(
        line(f"M{-w * 0.92:.0f} {y}H{-w * 0.3:.0f}M{w * 0.3:.0f} {y}H{w * 0.92:.0f}", look.accent, 9)
        for y in (-56, -24)
    )
    plates = "".join(
        rect(s * w * 0.62 - 8, -94, 16, 30, _DARK, 5) + ell(s * w * 0.62, -86, 3, 3, _METAL) for s in (-1, 1)
    )
    return g(lining + shell + seam + straps + plates, "gC")
