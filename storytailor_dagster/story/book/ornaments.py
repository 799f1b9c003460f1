"""Small drawn things: an ornament for every setting, hills at a page's foot. Shapes only; colours come from tones."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random
from types import MappingProxyType

from storytailor_dagster.story.book.canvas import PAGE_HEIGHT, PAGE_WIDTH, Canvas
from storytailor_dagster.story.book.tones import Rgb
from storytailor_dagster.story.staging import Setting

Points = list[tuple[float, float]]
Ornament = Callable[[Canvas, float, float, float, Rgb], None]
"""(canvas, x, y, size, colour): drawn around the centre (x, y), `size` mm across."""


def _curve(at: Callable[[float], tuple[float, float]], steps: int = 40) -> Points:
    return [at(step / steps * math.tau) for step in range(steps)]


def star(canvas: Canvas, x: float, y: float, size: float, colour: Rgb) -> None:
    canvas.shape(
        [
            (
                x + math.sin(k * math.pi / 5) * size / 2 * (1 if k % 2 == 0 else 0.46),
                y - math.cos(k * math.pi / 5) * size / 2 * (1 if k % 2 == 0 else 0.46),
            )
            for k in range(10)
        ],
        fill=colour,
    )


def leaf(canvas: Canvas, x: float, y: float, size: float, colour: Rgb) -> None:
    def blade(turn: float) -> Points:
        found = []
        for step in range(25):
            t = step / 24
            found.append((t * size * 0.7, math.sin(t * math.pi) * size * 0.13))
        outline = found + [(a, -b) for a, b in reversed(found)]
        cos, sin = math.cos(turn), math.sin(turn)
        return [(x + a * cos - b * sin, y + size * 0.3 + a * sin + b * cos) for a, b in outline]

    for turn in (-2.5, -math.pi / 2, -0.64):
        canvas.shape(blade(turn), fill=colour)


def wave(canvas: Canvas, x: float, y: float, size: float, colour: Rgb) -> None:
    for row in (-1, 0, 1):
        half = size * (0.55 - 0.1 * abs(row))
        top = [
            (x - half + k / 30 * 2 * half, y + row * size * 0.22 + math.sin(k / 30 * math.tau * 2) * size * 0.06)
            for k in range(31)
        ]
        canvas.shape(top + [(a, b + size * 0.07) for a, b in reversed(top)], fill=colour)


def flower(canvas: Canvas, x: float, y: float, size: float, colour: Rgb) -> None:
    outline = _curve(
        lambda t: (
            x + math.cos(t) * size / 2 * (0.72 + 0.28 * math.cos(5 * t)),
            y + math.sin(t) * size / 2 * (0.72 + 0.28 * math.cos(5 * t)),
        ),
        70,
    )
    canvas.shape(outline, fill=colour)
    canvas.dot(x, y, size * 0.13, fill=(255, 252, 245))


def heart(canvas: Canvas, x: float, y: float, size: float, colour: Rgb) -> None:
    outline = _curve(
        lambda t: (
            x + size * 0.5 * math.sin(t) ** 3,
            y - size * 0.031 * (13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)),
        ),
        60,
    )
    canvas.shape(outline, fill=colour)


def moon(canvas: Canvas, x: float, y: float, size: float, colour: Rgb) -> None:
    radius = size / 2
    outer = [
        (x + radius * math.cos(t), y + radius * math.sin(t))
        for t in (math.radians(50 + 260 * k / 40) for k in range(41))
    ]
    inner = [
        (x + radius * (0.64 * 0.62 + 0.72 * math.cos(t)), y + radius * 0.82 * math.sin(t) * 0.92)
        for t in (math.radians(310 - 260 * k / 40) for k in range(41))
    ]
    canvas.shape(outer + inner, fill=colour)


def cloud(canvas: Canvas, x: float, y: float, size: float, colour: Rgb) -> None:
    for dx, dy, radius in ((-0.26, 0.06, 0.17), (0.0, -0.06, 0.24), (0.27, 0.05, 0.18)):
        canvas.dot(x + dx * size, y + dy * size, radius * size, fill=colour)
    canvas.box(x - 0.36 * size, y + 0.02 * size, 0.74 * size, 0.21 * size, fill=colour, radius=0.1 * size)


def peak(canvas: Canvas, x: float, y: float, size: float, colour: Rgb) -> None:
    for dx, scale in ((-0.22, 0.7), (0.16, 1.0)):
        half, tall = 0.36 * size * scale, 0.7 * size * scale
        foot = y + 0.32 * size
        canvas.shape(
            [(x + dx * size - half, foot), (x + dx * size, foot - tall), (x + dx * size + half, foot)], fill=colour
        )


def house(canvas: Canvas, x: float, y: float, size: float, colour: Rgb) -> None:
    canvas.shape(
        [(x - 0.42 * size, y - 0.02 * size), (x, y - 0.44 * size), (x + 0.42 * size, y - 0.02 * size)], fill=colour
    )
    canvas.box(x - 0.29 * size, y - 0.03 * size, 0.58 * size, 0.4 * size, fill=colour)
    canvas.box(x - 0.08 * size, y + 0.12 * size, 0.16 * size, 0.25 * size, fill=(255, 252, 245))


def book(canvas: Canvas, x: float, y: float, size: float, colour: Rgb) -> None:
    for side in (-1, 1):
        canvas.shape(
            [
                (x + side * 0.03 * size, y - 0.22 * size),
                (x + side * 0.46 * size, y - 0.32 * size),
                (x + side * 0.46 * size, y + 0.22 * size),
                (x + side * 0.03 * size, y + 0.32 * size),
            ],
            fill=colour,
        )


OF_SETTING: MappingProxyType[Setting, Ornament] = MappingProxyType(
    {
        Setting.FOREST: leaf,
        Setting.BEACH: wave,
        Setting.BEDROOM: moon,
        Setting.PARK: flower,
        Setting.SPACE: star,
        Setting.UNDERSEA: wave,
        Setting.MEADOW: flower,
        Setting.MOUNTAIN: peak,
        Setting.TOWN: house,
        Setting.CLASSROOM: book,
        Setting.CLINIC: heart,
        Setting.KITCHEN: heart,
        Setting.LIBRARY: book,
    }
)


def hills(canvas: Canvas, *, near: Rgb, far: Rgb, height: float, seed: str) -> None:
    """Two soft hills along the foot of the page, the nearer at most `height` mm high."""
    random = Random(seed)
    for colour, tall in ((far, height), (near, height * 0.72)):
        shift, bend = random.uniform(0, math.tau), random.uniform(0.8, 1.25)
        line = [
            (
                PAGE_WIDTH * k / 60,
                PAGE_HEIGHT
                - tall
                * (0.66 + 0.24 * math.sin(shift + bend * k / 60 * math.tau) + 0.1 * math.sin(2.3 * shift + k / 7)),
            )
            for k in range(61)
        ]
        canvas.shape([*line, (PAGE_WIDTH, PAGE_HEIGHT), (0, PAGE_HEIGHT)], fill=colour)


def scatter(canvas: Canvas, ornaments: tuple[Ornament, ...], *, colours: tuple[Rgb, ...]) -> None:
    """Endpapers: the story's ornaments over the whole page, row by row."""
    across, down = 8, 5
    for row in range(down):
        for column in range(across):
            number = row * across + column
            x = (column + (0.75 if row % 2 else 0.25)) * PAGE_WIDTH / across
            y = (row + 0.5) * PAGE_HEIGHT / down
            pick = (column + 2 * row) % len(ornaments)
            ornaments[pick](canvas, x, y, 14.0, colours[number % len(colours)])
