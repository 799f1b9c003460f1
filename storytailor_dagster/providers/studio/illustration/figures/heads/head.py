"""What a head is made of, in its own units: its middle at (0, 0), about 82 to each side and 73 up and down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum
from storytailor_dagster.providers.studio.illustration.figures.faces import Face, Features, eye_centres
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.shapes import Point

Ear = tuple[float, float, int]
"""x, y and the side (-1 or 1)."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Where things are worn on a head: half its width and height without hair or horns, the eyes and the mouth."""

    wide: float = 84
    high: float = 75
    eyes: tuple[Point, Point] = ((-34, 12), (34, 12))
    mouth: Point = (0, 46)
    brow: float = -44
    """How low something on the forehead may come."""

    @property
    def nose(self) -> Point:
        return self.mouth[0] * 1.15, self.mouth[1] - 13


@dataclass(frozen=True, kw_only=True)
class Head:
    """`behind` goes behind the trunk (long hair, manes), `front` before it; `top` is the highest point (negative).

    `over` stays above whatever is worn on the head.
    """

    front: str
    behind: str = ""
    over: str = ""
    ears: tuple[Ear, Ear] = ((-80, 14, -1), (80, 14, 1))
    top: float = -90
    frame: Frame = field(default_factory=Frame)


HeadArtist = Callable[[Canvas, Look, Face], Head]


def frame_of(face: Face, f: Features, wide: float, high: float) -> Frame:
    """The frame of a head of these measures whose features are these."""
    x, y = face.gaze
    eyes = eye_centres(face, f)
    brow = min(-14.0, eyes[0][1], eyes[1][1]) - 30
    return Frame(wide=wide, high=high, eyes=eyes, mouth=(x * 1.35 + f.mouth_x, f.mouth_y + y * 1.1), brow=brow)


def suited(look: Look, f: Features) -> Features:
    """A creature's features with what its traits change in them."""
    return replace(f, slanted=look.has("down_syndrome"), cleft=look.has("cleft_lip"), fold=lum(f.lid, -0.13),
                   scar=lum(f.lid, -0.16))  # fmt: skip
