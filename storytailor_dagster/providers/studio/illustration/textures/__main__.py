"""Draws the two noises anew, beside this file."""

from __future__ import annotations

import io
from pathlib import Path

import resvg_py
from PIL import Image

HERE = Path(__file__).parent


def noise(*, width: int, height: int, frequency: str, octaves: int, seed: int, contrast: float) -> Image.Image:
    """Opaque grey noise that tiles without a seam (`feTurbulence` with its edges stitched)."""
    row = f"{contrast} 0 0 0 {-(contrast - 1) / 2:.3f}"
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        '<filter id="n" x="0" y="0" width="1" height="1" color-interpolation-filters="sRGB">'
        f'<feTurbulence type="fractalNoise" baseFrequency="{frequency}" numOctaves="{octaves}" seed="{seed}"'
        f' stitchTiles="stitch"/><feColorMatrix values="{row} {row} {row} 0 0 0 0 1"/></filter>'
        f'<rect width="{width}" height="{height}" filter="url(#n)"/></svg>'
    )
    return Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True)))).convert("RGB")


if __name__ == "__main__":
    wash = noise(width=1536, height=1024, frequency="0.0035 0.009", octaves=4, seed=11, contrast=1.9)
    wash.resize((384, 256), Image.Resampling.LANCZOS).save(HERE / "wash.jpg", quality=88)
    paper = noise(width=512, height=512, frequency="0.55", octaves=3, seed=21, contrast=1.5)
    paper.save(HERE / "paper.jpg", quality=86, subsampling=0)
