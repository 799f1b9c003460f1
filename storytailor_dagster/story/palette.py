"""The colours lamps take from a story's pictures (`hue_extracted_colors`), by the rules existing clients know."""

from __future__ import annotations

import math
from io import BytesIO

from PIL import Image

from storytailor_dagster.story.parts import Part, scene_number

Colours = tuple[str, str, str]
Rgb = tuple[int, int, int]

UNREADABLE: Colours = ("#1A1A1A", "#8B0000", "#191970")
"""For a picture that is missing, cannot be read or has no usable pixel."""

NOTHING_DEEP: Colours = ("#000000", "#404040", "#808080")
"""For a picture with usable pixels, none of which is deep."""

_SIDE = 31
_APART = 80.0
_LARGEST = 40_000_000


def _distance(one: Rgb, other: Rgb) -> float:
    return math.dist(one, other)


def _hex(colour: Rgb) -> str:
    return "#{:02X}{:02X}{:02X}".format(*colour)


def _samples(png: bytes) -> list[Rgb]:
    """At most 1000 pixels (31 x 31), each the mean of its field, that are opaque and neither black nor white."""
    with Image.open(BytesIO(png)) as picture:
        if picture.width * picture.height > _LARGEST:
            return []
        small = picture.convert("RGBA").resize((_SIDE, _SIDE), Image.Resampling.BOX)
    raw = small.tobytes()
    pixels = (tuple(raw[at : at + 4]) for at in range(0, len(raw), 4))
    return [(r, g, b) for r, g, b, alpha in pixels if alpha > 128 and 60 < r + g + b < 600]


def _families(deep: list[Rgb]) -> list[Rgb]:
    """The colours the deep pixels fall into, the most present and most colourful first."""
    strip = Image.new("RGB", (len(deep), 1))
    strip.putdata(deep)
    few = strip.quantize(colors=12, method=Image.Quantize.MEDIANCUT)
    palette = few.getpalette() or []
    counted = few.getcolors() or []

    def weight(entry: tuple[int, Rgb]) -> tuple[float, Rgb]:
        count, colour = entry
        return count**0.5 * (24 + max(colour) - min(colour)), colour

    found = [
        (count, (palette[3 * at], palette[3 * at + 1], palette[3 * at + 2]))
        for count, at in counted
        if isinstance(at, int)
    ]
    return [colour for _, colour in sorted(found, key=weight, reverse=True) if _is_deep(colour)]


def _is_deep(colour: Rgb) -> bool:
    return sum(colour) / 3 < 150 and 60 < sum(colour) < 600


def _neighbour(colour: Rgb, turns: int) -> Rgb:
    """The colour with its channels turned round: as deep, and of another hue."""
    return tuple(colour[(at + turns) % 3] for at in range(3))  # type: ignore[return-value]


def _apart(colour: Rgb, chosen: list[Rgb]) -> bool:
    return all(_distance(colour, other) >= _APART for other in chosen)


def extract(png: bytes) -> Colours:
    """Three deep colours of a picture as `#RRGGBB`; the same bytes give the same colours, and nothing raises.

    Of at most 1000 sampled pixels those with 60 < r+g+b < 600 count, and of these the deep ones (mean below 150).
    The first colour leads; the next two lie at least 80 apart (Euclid in RGB). What is missing to three is filled
    with the first colour's neighbours in hue, then with greys of NOTHING_DEEP.
    """
    try:
        usable = _samples(png)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return UNREADABLE
    if not usable:
        return UNREADABLE
    deep = [colour for colour in usable if _is_deep(colour)]
    if not deep:
        return NOTHING_DEEP
    families = _families(deep) or deep[:1]
    chosen = families[:1]
    for colour in [*families, *sorted(set(deep)), *(_neighbour(chosen[0], turns) for turns in (1, 2))]:
        if len(chosen) < 3 and _apart(colour, chosen):
            chosen.append(colour)
    greys: list[Rgb] = [(64, 64, 64), (128, 128, 128), (0, 0, 0)]
    chosen += [grey for grey in greys if _apart(grey, chosen)]
    chosen += [grey for grey in greys if grey not in chosen]
    return _hex(chosen[0]), _hex(chosen[1]), _hex(chosen[2])


def hue_keys(part: Part, colours: Colours) -> dict[str, str]:
    """The picture's three of the fifteen keys: `coverHex1..3`, `sceneAHex1..3` (scene 1) to `sceneDHex1..3`.

    Raises:
        ValueError: the part is no picture.
    """
    name = "cover" if part is Part.COVER else f"scene{'ABCD'[scene_number(part) - 1]}"
    return {f"{name}Hex{number}": colour for number, colour in enumerate(colours, start=1)}
