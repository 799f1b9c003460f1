"""Colour arithmetic in OKLab, so that mixes never go muddy. Colours are `#rrggbb`.

Formulas: Björn Ottosson, "A perceptual color space for image processing" (2020).
"""

from __future__ import annotations


def _linear(c: float) -> float:
    return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4


def _gamma(c: float) -> float:
    c = min(1.0, max(0.0, c))
    return 12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055


def rgb01(colour: str) -> tuple[float, float, float]:
    """Red, green and blue from 0 to 1."""
    h = colour.lstrip("#")
    return int(h[0:2], 16) / 255, int(h[2:4], 16) / 255, int(h[4:6], 16) / 255


def oklab(colour: str) -> tuple[float, float, float]:
    """Lightness (0 to 1) and the two opponent axes."""
    r, g, b = (_linear(c) for c in rgb01(colour))
    lo = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    me = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    sh = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * lo + 0.793617785 * me - 0.0040720468 * sh,
        1.9779984951 * lo - 2.428592205 * me + 0.4505937099 * sh,
        0.0259040371 * lo + 0.7827717662 * me - 0.808675766 * sh,
    )


def from_oklab(lightness: float, a: float, b: float) -> str:
    lo = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    me = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    sh = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
    rgb = (
        4.0767416621 * lo - 3.3077115913 * me + 0.2309699292 * sh,
        -1.2684380046 * lo + 2.6097574011 * me - 0.3413193965 * sh,
        -0.0041960863 * lo - 0.7034186147 * me + 1.707614701 * sh,
    )
    return "#" + "".join(f"{round(255 * _gamma(c)):02x}" for c in rgb)


def mix(one: str, other: str, share: float) -> str:
    """`one` moved towards `other` by `share` (0 to 1)."""
    a, b = oklab(one), oklab(other)
    return from_oklab(*(x + (y - x) * share for x, y in zip(a, b, strict=True)))


def lum(colour: str, change: float, chroma: float = 1.0) -> str:
    """The colour made lighter (or darker, below 0) by `change` of lightness, its chroma scaled."""
    lightness, a, b = oklab(colour)
    return from_oklab(min(1.0, max(0.0, lightness + change)), a * chroma, b * chroma)
