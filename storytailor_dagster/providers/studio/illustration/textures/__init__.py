"""Wash and paper: two noises, drawn once and shipped as small pictures, since drawing them costs more than a hero.

`python -m storytailor_dagster.providers.studio.illustration.textures` draws them anew.
"""

from __future__ import annotations

import base64
from functools import cache
from importlib.resources import files


@cache
def _data(name: str) -> str:
    data = (files(__package__) / f"{name}.jpg").read_bytes()
    return f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"


def texture(name: str, width: int, height: int, tile_width: int, tile_height: int, opacity: float) -> str:
    """The noise over width x height, in tiles, as a soft-light layer of the opacity."""
    tiles = "".join(
        f'<use href="#{name}" x="{x}" y="{y}"/>'
        for x in range(0, width, tile_width)
        for y in range(0, height, tile_height)
    )
    image = f'<image id="{name}" width="{tile_width}" height="{tile_height}" href="{_data(name)}"/>'
    return f'<defs>{image}</defs><g opacity="{opacity}" style="mix-blend-mode:soft-light">{tiles}</g>'
