"""A title on a picture that others drew: the studio's lettering over it, in colours taken from where it stands."""

from __future__ import annotations

import io

from PIL import Image, ImageStat

from storytailor_dagster.providers.studio.illustration.canvas import Canvas, Palette
from storytailor_dagster.providers.studio.illustration.lettering import Box, letter
from storytailor_dagster.providers.studio.illustration.render import render
from storytailor_dagster.story.pictures import WIDTH, Picture

TITLE_BOX: Box = (140, 40, WIDTH - 140, 330)
"""Left, top, right, bottom in pixels: the upper third, which a painter is asked to keep calm."""

REACH = 400
"""Pixels from the top that letters, their outline and their shade reach at the most. What is below is not drawn."""


def with_title(picture: Picture, title: str) -> Picture:
    """The picture with the title lettered on it; `plain` is the one without.

    Raises:
        Permanent, Transient: see `render`.
    """
    with Image.open(io.BytesIO(picture.png), formats=("PNG",)) as opened:
        page = opened.convert("RGBA")
    behind = page.crop((int(TITLE_BOX[0]), int(TITLE_BOX[1]), int(TITLE_BOX[2]), int(TITLE_BOX[3])))
    red, green, blue = (round(value) for value in ImageStat.Stat(behind.convert("RGB")).mean)
    shade = f"#{red // 3:02x}{green // 3:02x}{blue // 3:02x}"
    canvas = Canvas(Palette(shade=shade, light="#ffe9b8"))
    letter(canvas, title, TITLE_BOX)
    drawing = render(canvas.bare(window=(0, 0, WIDTH, REACH), size=(WIDTH, REACH)))
    with Image.open(io.BytesIO(drawing), formats=("PNG",)) as drawn:
        page.alpha_composite(drawn.convert("RGBA"))
    file = io.BytesIO()
    page.convert("RGB").save(file, "PNG", compress_level=1)
    return Picture(png=file.getvalue(), drawn=(*picture.drawn, "title") if picture.drawn else (), plain=picture.png)
