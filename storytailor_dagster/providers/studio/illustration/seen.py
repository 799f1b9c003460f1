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
    root = ElementTree.fromstring(svg)  # noqa: S314 (a document of our own)
    paints: list[_Paint] = []
    _bare(root, frozenset(), paints)
    return {name: _sight(root, paints, name) for name in names}


_Paint = tuple[ElementTree.Element, str, frozenset[str]]
"""A shape, its fill or stroke, and the parts that it belongs to."""


def _bare(parent: ElementTree.Element, parts: frozenset[str], paints: list[_Paint]) -> None:
    """The document without filters, textures, light and glass, and what is painted in it."""
    for child in list(parent):
        if child.tag.removeprefix(_SVG) in ("filter", "linearGradient", "radialGradient", "image") or _is_dim(child):
            parent.remove(child)
            continue
        for attribute in ("filter", "opacity", "fill-opacity"):
            child.attrib.pop(attribute, None)
        inside = parts | frozenset(child.get(ATTRIBUTE, "").split())
        paints += [
            (child, attribute, inside) for attribute in ("fill", "stroke") if child.get(attribute, "none") != "none"
        ]
        if child.tag != f"{_SVG}clipPath":
            _bare(child, inside, paints)


def _is_dim(element: ElementTree.Element) -> bool:
    if "mix-blend-mode" in element.get("style", ""):
        return True
    if any(float(element.get(name, 1)) < _DIM for name in ("opacity", "fill-opacity")):
        return True
    return element.get("fill", "").startswith("url(") and element.tag != f"{_SVG}rect"


def _sight(root: ElementTree.Element, paints: list[_Paint], name: str) -> Sight:
    among, alone = (_white(root, paints, name, others) for others in ("#000", "none"))
    return Sight(area=among, share=among / alone if alone else 0.0)


def _white(root: ElementTree.Element, paints: list[_Paint], name: str, others: str) -> float:
    """The share of the document that the part takes."""
    for element, attribute, parts in paints:
        element.set(attribute, "#fff" if name in parts else others)
    text = ElementTree.tostring(root, encoding="unicode")
    png = bytes(resvg_py.svg_to_bytes(svg_string=text, skip_system_fonts=True, width=_WIDTH, background="#000"))
    with Image.open(io.BytesIO(png)) as picture:
        grey = picture.convert("L")
    return sum(level * count for level, count in enumerate(grey.histogram())) / (255 * grey.width * grey.height)
