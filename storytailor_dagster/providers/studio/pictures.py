"""The studio's picture door: composed by rule, drawn by resvg. The hero is the same in every picture of a story."""

from __future__ import annotations

import io

from PIL import Image, ImageOps

from storytailor_dagster.character.portraits import PortraitBrief
from storytailor_dagster.providers.studio.illustration.compose import compose
from storytailor_dagster.providers.studio.illustration.portrait import compose_portrait
from storytailor_dagster.providers.studio.illustration.render import render
from storytailor_dagster.providers.till import Answer, Till, Usage
from storytailor_dagster.story.pictures import AnyBrief, Picture

PROVIDER, MODEL = "studio", "studio-illustration-1"


class StudioPictures:
    """Draws without references: the story's seed keeps the hero the same."""

    def draw(
        self,
        *,
        brief: AnyBrief,
        till: Till,
        references: tuple[Picture, ...] = (),  # noqa: ARG002
    ) -> Answer[Picture]:
        """A picture of a story, or a portrait of its hero."""
        return till.made("picture", PROVIDER, lambda: self._drawn(brief))

    def _drawn(self, brief: AnyBrief) -> Answer[Picture]:
        composition = compose_portrait(brief) if isinstance(brief, PortraitBrief) else compose(brief)
        png = render(composition.svg)
        picture = Picture(png=_mirrored(png) if composition.mirrored else png, drawn=composition.drawn)
        return Answer(value=picture, usage=Usage(provider=PROVIDER, model=MODEL, units=1, unit="pictures"))


def _mirrored(png: bytes) -> bytes:
    file = io.BytesIO()
    ImageOps.mirror(Image.open(io.BytesIO(png))).save(file, "PNG", compress_level=3)
    return file.getvalue()
