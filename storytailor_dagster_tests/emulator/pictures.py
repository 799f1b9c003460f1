"""Pictures as a model would send them: real PNGs, quick to make, in colours of their prompt; and broken ones."""

from __future__ import annotations

import io
import struct
import zlib
from functools import lru_cache
from hashlib import sha256

import numpy as np
from PIL import Image, ImageDraw

_SKINS = ((244, 208, 178), (222, 172, 130), (186, 128, 88), (134, 88, 58), (92, 60, 42))


@lru_cache(maxsize=64)
def landscape(prompt: str, width: int, height: int, *, grain: int = 4) -> bytes:
    """A sky, a sun, two hills and somebody small on the nearer one; `grain` is the size of the paper's, in pixels."""
    told = sha256(prompt.encode()).digest()
    dice = np.random.default_rng(list(told[:8]))
    top = np.array([40 + told[0] % 120, 90 + told[1] % 100, 150 + told[2] % 100], dtype=float)
    bottom = np.array([255, 200 + told[3] % 50, 150 + told[4] % 80], dtype=float)
    fall = np.linspace(0, 1, height)[:, None, None]
    sky = np.broadcast_to(top * (1 - fall) + bottom * fall, (height, width, 3))
    rough = dice.normal(0, 3, (height // grain, width // grain, 1)).repeat(grain, axis=0).repeat(grain, axis=1)
    page = Image.fromarray(np.clip(sky + rough[:height, :width], 0, 255).astype("uint8"), "RGB")
    pen = ImageDraw.Draw(page)
    sun = width * (0.2 + told[5] / 430)
    pen.ellipse((sun - 90, 120, sun + 90, 300), fill=(255, 236, 170))
    for depth, share in enumerate((0.62, 0.74)):
        green = (60 + told[6 + depth] % 90, 120 + told[8 + depth] % 80 - 30 * depth, 70 + told[10 + depth] % 60)
        pen.ellipse((-width * 0.3 + depth * 200, height * share, width * 1.2, height * 2.1), fill=green)
    x, y = width * 0.45, height * 0.72
    pen.rounded_rectangle((x - 55, y - 20, x + 55, y + 150), 50, fill=(told[12], 90, 120))
    pen.ellipse((x - 65, y - 140, x + 65, y - 10), fill=_SKINS[told[13] % len(_SKINS)])
    for side in (-24, 24):
        pen.ellipse((x + side - 7, y - 85, x + side + 7, y - 68), fill=(40, 30, 30))
    pen.arc((x - 25, y - 70, x + 25, y - 35), 20, 160, fill=(90, 40, 40), width=5)
    return _png(page)


def stock(width: int, height: int) -> bytes:
    """The same one for every prompt, of the size that models send, and no work after the first."""
    return landscape("", width, height, grain=1)


def blank(width: int, height: int) -> bytes:
    """One flat colour."""
    return _png(Image.new("RGB", (width, height), (200, 210, 220)))


def bomb() -> bytes:
    """A header that claims 900 million pixels, and next to nothing behind it."""
    header = struct.pack(">IIBBBBB", 30000, 30000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(bytes(90001)))
        + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _png(page: Image.Image) -> bytes:
    file = io.BytesIO()
    page.save(file, "PNG", compress_level=1)
    return file.getvalue()
