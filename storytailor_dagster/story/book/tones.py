"""A page's colours, derived from three colours of its picture. Light paper, dark ink, an accent that can be read."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from dataclasses import dataclass

Rgb = tuple[int, int, int]

_CREAM: Rgb = (255, 252, 245)
_NIGHT: Rgb = (33, 28, 46)
_DEFAULT = ("#5B4A8A", "#B5533C", "#2F6F73")


@dataclass(frozen=True, kw_only=True)
class Tones:
    """`paper` under the text, `wash` and `hill` for shapes on it, `accent` (4.5:1 on paper) and `ink` (10:1)."""

    paper: Rgb
    wash: Rgb
    hill: Rgb
    accent: Rgb
    ink: Rgb


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(colour: Rgb, into: Rgb, share: float) -> Rgb:
    """`share` (0 to 1) of `colour`, the rest of `into`."""
    red, green, blue = (round(a * share + b * (1 - share)) for a, b in zip(colour, into, strict=True))
    return red, green, blue


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio of WCAG 2.2 (1 to 21)."""

    def luminance(colour: Rgb) -> float:
        linear = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _vivid(colour: Rgb) -> Rgb:
    """The colour at middle lightness and a gentle saturation: what tints a page without greying it."""
    hue, _, saturation = colorsys.rgb_to_hls(*(c / 255 for c in colour))
    red, green, blue = colorsys.hls_to_rgb(hue, 0.56, min(0.75, max(0.42, saturation)))
    return round(red * 255), round(green * 255), round(blue * 255)


def _chroma(colour: Rgb) -> int:
    return max(colour) - min(colour)


def _darker_until(colour: Rgb, on: Rgb, ratio: float) -> Rgb:
    while contrast(colour, on) < ratio:
        colour = mix(colour, _NIGHT, 0.92)
    return colour


def tones(palette: Mapping[str, str], key: str) -> Tones:
    """The tones of `key` (`cover`, `sceneA`, ...) in a palette as `hue_extracted_colors` has it.

    A scene that is not in it takes the cover's, and a cover that is not takes calm defaults.
    """
    key = key if f"{key}Hex1" in palette else "cover"
    named = [_rgb(palette.get(f"{key}Hex{n}", default)) for n, default in enumerate(_DEFAULT, start=1)]
    colours = named if any(_chroma(colour) > 24 for colour in named) else [_rgb(c) for c in _DEFAULT]
    lead = max(colours, key=_chroma)
    others = [colour for colour in colours if colour != lead] or [lead]
    second = max(others, key=_chroma)
    tint = _vivid(lead)
    paper = mix(tint, _CREAM, 0.07)
    return Tones(
        paper=paper,
        wash=mix(tint, _CREAM, 0.17),
        hill=mix(_vivid(second) if _chroma(second) > 24 else tint, mix(tint, _CREAM, 0.17), 0.22),
        accent=_darker_until(_vivid(lead), paper, 4.6),
        ink=_darker_until(mix(lead, _NIGHT, 0.18), paper, 11.0),
    )
