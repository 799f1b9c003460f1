"""What a head is made of, in its own units: its middle at (0, 0), about 82 to each side and 73 up and down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.figures.faces import Face
from storytailor_dagster.providers.studio.illustration.figures.look import Look

Ear = tuple[float, float, int]
"""x, y and the side (-1 or 1)."""


@dataclass(frozen=True, kw_only=True)
class Head:
    """`behind` goes behind the trunk (long hair, manes), `front` before it; `top` is the highest point (negative)."""

    front: str
    behind: str = ""
    ears: tuple[Ear, Ear] = ((-80, 14, -1), (80, 14, 1))
    top: float = -90


HeadArtist = Callable[[Canvas, Look, Face], Head]
