"""Whether a picture is one: its size, and something on it. Not whether it shows what it should."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from types import MappingProxyType
from typing import Any

from PIL import Image, ImageFilter, ImageStat

from storytailor_dagster.story.finding import Finding
from storytailor_dagster.story.pictures import HEIGHT, WIDTH

LARGEST_FILE = 24_000_000
"""Bytes; an unpacked picture has 4.7 to 6.3 million, so more is not a picture of ours."""

LEAST_DEVIATION = 6.0
LEAST_ENTROPY = 1.5
LEAST_EDGES = 0.01
"""Below any of these a picture counts as blank. Measured on 96 x 64 pixels: deviation of the liveliest channel (of
255), bits per grey pixel, and the share of pixels whose outline (a Laplacian) is stronger than 24. The faintest of six
finished illustrations had 47, 7.0 and 0.22; a flat page has no deviation, a soft gradient no outlines, grain neither.
"""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def _finding(name: str, summary: str, *, passed: bool, blocks: bool, figures: dict[str, Any]) -> Finding:
    return Finding(name=name, passed=passed, blocks=blocks, summary=summary, figures=MappingProxyType(figures))


def _decoded(png: bytes, size: tuple[int, int]) -> tuple[Image.Image | None, str, dict[str, Any]]:
    """The picture, or None and why not. The header is read by hand first: no pixel of a wrong size is unpacked."""
    figures: dict[str, Any] = {"bytes": len(png)}
    if not png.startswith(_SIGNATURE) or len(png) < 33:
        return None, "It is not a PNG.", figures
    if png[12:16] != b"IHDR":
        return None, "It is not a PNG.", figures
    width, height = struct.unpack(">II", png[16:24])
    figures |= {"width": width, "height": height}
    if (width, height) != size:
        return None, f"It is {width} x {height} pixels instead of {size[0]} x {size[1]}.", figures
    if len(png) > LARGEST_FILE:
        return None, f"The file has {len(png) / 1e6:.0f} MB.", figures
    try:
        with Image.open(BytesIO(png), formats=("PNG",)) as picture:
            if picture.size != size:  # a second header counts
                return None, "It has two headers of different sizes.", figures
            if getattr(picture, "n_frames", 1) != 1:
                return None, "It moves, and is not one picture.", figures
            picture.load()
            if not picture.has_transparency_data:
                return picture.convert("RGB"), "", figures
            opaque = Image.new("RGBA", picture.size, "white")
            opaque.alpha_composite(picture.convert("RGBA"))
            return opaque.convert("RGB"), "", figures
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, zlib.error, MemoryError) as error:
        return None, f"The PNG is cut off or broken ({type(error).__name__}).", figures
    except Image.DecompressionBombError:
        return None, "The PNG unpacks to more than a picture holds.", figures


def _not_blank(picture: Image.Image | None) -> Finding:
    if picture is None:
        return _finding("not_blank", "There is no picture to look at.", passed=False, blocks=True, figures={})
    small = picture.resize((96, 64), Image.Resampling.BOX)
    grey = small.convert("L")
    deviation = max(ImageStat.Stat(small).stddev)
    inner = grey.filter(ImageFilter.FIND_EDGES).crop((1, 1, 95, 63))
    edges = sum(inner.histogram()[25:]) / (94 * 62)
    entropy = grey.entropy()
    passed = deviation >= LEAST_DEVIATION and entropy >= LEAST_ENTROPY and edges >= LEAST_EDGES
    figures = {"deviation": round(deviation, 2), "entropy": round(entropy, 2), "edges": round(edges, 4)}
    summary = "There is something on it." if passed else "It is blank, or nearly one even surface."
    return _finding("not_blank", summary, passed=passed, blocks=True, figures=figures)


def check_picture(png: bytes, *, size: tuple[int, int] = (WIDTH, HEIGHT)) -> tuple[Finding, ...]:
    """`picture_size` (in pixels) and `not_blank`; both block. Bad bytes never raise."""
    picture, why, figures = _decoded(png, size)
    measured = _finding(
        "picture_size",
        why or f"A PNG of {size[0]} x {size[1]} pixels.",
        passed=picture is not None,
        blocks=True,
        figures=figures,
    )
    return (measured, _not_blank(picture))
