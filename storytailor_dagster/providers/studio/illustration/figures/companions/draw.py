"""One companion by its word, with a feeling and a way to look."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.figures.companions import feathered, furry, marvels
from storytailor_dagster.providers.studio.illustration.figures.companions.furry import Drawn
from storytailor_dagster.providers.studio.illustration.figures.faces import EXPRESSIONS, Face
from storytailor_dagster.providers.studio.illustration.figures.figure import Figure
from storytailor_dagster.story.staging import Companion, Feeling


def _sitting(kind: str) -> Callable[[Canvas, Face], Drawn]:
    return partial(_draw_sitting, kind)


def _draw_sitting(kind: str, cv: Canvas, face: Face) -> Drawn:
    return furry.sitting(cv, kind, face)


COMPANIONS: Mapping[Companion, Callable[[Canvas, Face], Drawn]] = MappingProxyType(
    {
        Companion.DOG: _sitting("dog"),
        Companion.CAT: _sitting("cat"),
        Companion.FOX: _sitting("fox"),
        Companion.RABBIT: _sitting("rabbit"),
        Companion.TEDDY: furry.teddy,
        Companion.OWL: feathered.owl,
        Companion.BIRD: feathered.bird,
        Companion.TURTLE: feathered.turtle,
        Companion.OCTOPUS: feathered.octopus,
        Companion.SMALL_ROBOT: marvels.robot,
        Companion.SMALL_DRAGON: marvels.dragon,
        Companion.SMALL_ALIEN: marvels.alien,
    }
)


def draw_companion(cv: Canvas, companion: Companion, *, feeling: Feeling, faces: int = 1) -> Figure:
    """The companion on the ground at (0, 0), 130 to 240 units tall, looking right (1) or left (-1) and a little up."""
    drawn = COMPANIONS[companion](cv, Face(expression=EXPRESSIONS[feeling], gaze=(9, -4)))
    figure = Figure(
        markup=drawn.markup, height=drawn.height, anchors={"head": drawn.head}, drawn=(f"companion:{companion}",)
    )
    return figure.facing(faces)
