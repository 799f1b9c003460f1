"""A cover's title as outlines: broken into balanced lines, sized to its box, on a gentle arc, readable in every light.

Baloo 2, and Andika where it lacks a letter (both OFL, both shipped); no font of the system is asked.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations, pairwise

import uharfbuzz as hb
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum, mix, oklab
from storytailor_dagster.providers.studio.illustration.shapes import g, path

Box = tuple[float, float, float, float]

LARGEST = 150.0
_LEADING = 0.98
_ARC = 0.035
_FONTS = (
    ("storytailor_dagster.providers.studio.illustration", "fonts/Baloo2-Bold.ttf"),
    ("storytailor_dagster.story.book", "fonts/Andika-Bold.ttf"),
)


@dataclass(frozen=True)
class _Face:
    """A font for outlines and for shaping."""

    font: TTFont
    shaper: hb.Font
    units: int
    known: frozenset[int]


@dataclass(frozen=True)
class _Glyph:
    face: int
    name: str
    x: float
    y: float
    advance: float
    """All in ems."""


@cache
def _faces() -> tuple[_Face, ...]:
    found = []
    for package, name in _FONTS:
        file = files(package) / name
        with file.open("rb") as opened:
            font = TTFont(opened, lazy=False)
        found.append(
            _Face(
                font=font,
                shaper=hb.Font(hb.Face(file.read_bytes())),
                units=font["head"].unitsPerEm,
                known=frozenset(font.getBestCmap()),
            )
        )
    return tuple(found)


def _face_of(character: str) -> int:
    return next((i for i, face in enumerate(_faces()) if ord(character) in face.known), 0)


def _shaped(text: str) -> list[_Glyph]:
    """The line's glyphs; each run of characters is shaped by the first font that knows them."""
    runs: list[tuple[int, str]] = []
    for character in text:
        number = runs[-1][0] if runs and unicodedata.combining(character) else _face_of(character)
        if runs and runs[-1][0] == number:
            runs[-1] = (number, runs[-1][1] + character)
        else:
            runs.append((number, character))
    glyphs = []
    for index, run in runs:
        face = _faces()[index]
        buffer = hb.Buffer()
        buffer.add_str(run)
        buffer.guess_segment_properties()
        hb.shape(face.shaper, buffer)
        order = face.font.getGlyphOrder()
        for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            glyphs.append(
                _Glyph(
                    face=index,
                    name=order[info.codepoint],
                    x=at.x_offset / face.units,
                    y=at.y_offset / face.units,
                    advance=at.x_advance / face.units,
                )
            )
    return glyphs


def _width(text: str) -> float:
    return sum(glyph.advance for glyph in _shaped(text))


def _breaks(words: list[str], count: int) -> list[str]:
    """The words in `count` lines whose longest is as short as can be."""
    best: list[str] = []
    for cuts in combinations(range(1, len(words)), count - 1):
        edges = (0, *cuts, len(words))
        lines = [" ".join(words[a:b]) for a, b in pairwise(edges)]
        if not best or max(map(_width, lines)) < max(map(_width, best)):
            best = lines
    return best


def _fitted(title: str, box: Box) -> tuple[list[str], float]:
    """The lines and the letters' size: as large as the box allows in one, two or three lines."""
    left, top, right, bottom = box
    words = title.split()
    choices = []
    for count in range(1, min(3, len(words)) + 1):
        lines = _breaks(words, count)
        wide = (right - left) / (max(map(_width, lines)) + 0.2)
        high = (bottom - top) / (count * _LEADING + 0.25)
        choices.append((min(wide, high, LARGEST), -count, lines))
    size, _, lines = max(choices)
    return lines, size


def letter(cv: Canvas, title: str, box: Box) -> None:
    """Letters the title into the box (left, top, right, bottom), centred, never beyond its sides."""
    lines, size = _fitted(unicodedata.normalize("NFC", title), box)
    left, top, right, bottom = box
    middle = (left + right) / 2
    first = (top + bottom) / 2 - (len(lines) - 1) * size * _LEADING / 2 + size * 0.33
    d = "".join(_outline(line, middle, first + i * size * _LEADING, size, right - left) for i, line in enumerate(lines))
    shade = cv.palette.shade
    dark = shade if oklab(shade)[0] < 0.42 else lum(shade, 0.36 - oklab(shade)[0])
    fill = cv.linear([(0, "#fffdf4"), (1, mix("#fff1cf", cv.palette.light, 0.35))])
    cv.add(
        g(path(d, dark, dark, size * 0.22, opacity=0.55), "b8", f"translate(0 {size * 0.06:.1f})"),
        path(d, dark, dark, size * 0.15),
        path(d, fill, "#fffaf0", size * 0.012),
    )


def _outline(line: str, middle: float, baseline: float, size: float, room: float) -> str:
    """The line's letters as path data, their feet on an arc that is highest in the middle."""
    glyphs = _shaped(line)
    width = sum(glyph.advance for glyph in glyphs) * size
    x = middle - width / 2
    d = []
    for glyph in glyphs:
        face = _faces()[glyph.face]
        centre = x + glyph.advance * size / 2
        away = (centre - middle) / (room / 2)
        y = baseline + _ARC * room / 2 * away * away * 0.5
        scale = size / face.units
        turn = _ARC * away
        svg = SVGPathPen(face.font.getGlyphSet(), ntos=lambda value: f"{value:.1f}")
        pen = TransformPen(
            svg,
            (scale, scale * turn, scale * turn, -scale, x + glyph.x * size, y - glyph.y * size - turn * size * 0.2),
        )
        face.font.getGlyphSet()[glyph.name].draw(pen)
        d.append(svg.getCommands())
        x += glyph.advance * size
    return "".join(d)
