"""What is seen of the parts that a document names: each painted white, all else black, and the white counted.

A small picture without filters tells it in a few hundredths of a second, and tells it of this very document: of the
pose, of sleeves, blankets and things in hands, of who stands before whom, of the title and of the picture's edge.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

import resvg_py
from PIL import Image

from storytailor_dagster.providers.studio.illustration.figures.aids.tag import ATTRIBUTE

_SVG = "{http://www.w3.org/2000/svg}"
_WIDTH = 512
"""Pixels of the counted picture."""
_DIM = 0.45
"""What is less opaque than this covers nothing: light, mist, glass."""


@dataclass(frozen=True, kw_only=True)
class Sight:
    """How much of a part is seen: as a share of the document's area, and of the part alone."""

    area: float
    share: float

    @property
    def plain(self) -> bool:
        """Whether somebody who looks for it finds it."""
        return self.area >= LEAST_AREA and self.share >= LEAST_SHARE


LEAST_AREA = 60 / (1536 * 1024)
"""Of a whole picture: eight by eight pixels, in which the seam of a lip can be seen."""
LEAST_SHARE = 0.15
"""A part that lies under others for more than this is hidden, however large it is."""


def seen(svg: str) -> Mapping[str, Sight]:
    """Each part that the document names, and what is seen of it."""
    names = sorted({name for found in re.findall(rf'{ATTRIBUTE}="([^"]+)"', svg) for name in found.split()})
    if not names:
        return {}
    bare = _Bare(svg)
    return {name: _sight(bare, name) for name in names}


def mask(svg: str, name: str, *, width: int) -> Image.Image:
    """Where a part is seen, in white on black, `width` pixels wide."""
    return _Bare(svg).white(name, others="#000", width=width)


def _sight(bare: _Bare, name: str) -> Sight:
    among, alone = (_share(bare.white(name, others=others, width=_WIDTH)) for others in ("#000", "none"))
    return Sight(area=among, share=among / alone if alone else 0.0)


def _share(grey: Image.Image) -> float:
    """The white share of a picture."""
    return sum(level * count for level, count in enumerate(grey.histogram())) / (255 * grey.width * grey.height)


_Paint = tuple[ElementTree.Element, str, frozenset[str]]
"""A shape, its fill or stroke, and the parts that it belongs to."""


class _Bare:
    """A document without filters, textures, light and glass, whose shapes can be painted by the part they belong to."""

    def __init__(self, svg: str) -> None:
        self._root = ElementTree.fromstring(svg)  # noqa: S314 (a document of our own)
        self._paints: list[_Paint] = []
        self._strip(self._root, frozenset())

    def _strip(self, parent: ElementTree.Element, parts: frozenset[str]) -> None:
        for child in list(parent):
            if child.tag.removeprefix(_SVG) in _UNSEEN or _is_dim(child):
                parent.remove(child)
                continue
            for attribute in ("filter", "opacity", "fill-opacity"):
                child.attrib.pop(attribute, None)
            inside = parts | frozenset(child.get(ATTRIBUTE, "").split())
            painted = (attribute for attribute in ("fill", "stroke") if child.get(attribute, "none") != "none")
            self._paints += [(child, attribute, inside) for attribute in painted]
            if child.tag != f"{_SVG}clipPath":
                self._strip(child, inside)

    def white(self, name: str, *, others: str, width: int) -> Image.Image:
        """The part in white, every other shape in the colour `others`."""
        for element, attribute, parts in self._paints:
            element.set(attribute, "#fff" if name in parts else others)
        text = ElementTree.tostring(self._root, encoding="unicode")
        png = resvg_py.svg_to_bytes(svg_string=text, skip_system_fonts=True, width=width, background="#000")
        with Image.open(io.BytesIO(bytes(png))) as picture:
            return picture.convert("L")


_UNSEEN = ("filter", "linearGradient", "radialGradient", "image")


def _is_dim(element: ElementTree.Element) -> bool:
    if "mix-blend-mode" in element.get("style", ""):
        return True
    if any(float(element.get(name, 1)) < _DIM for name in ("opacity", "fill-opacity")):
        return True
    return element.get("fill", "").startswith("url(") and element.tag != f"{_SVG}rect"
