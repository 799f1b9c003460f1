"""What a setting promises to a composition: where the hero, a companion and things go, and where nothing may be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from storytailor_dagster.providers.studio.illustration.canvas import Canvas, Palette
from storytailor_dagster.story.staging import Light


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A place on the ground: where the feet stand, in pixels, the scale, and the way it looks (1 right, -1 left).

    A figure of scale 1 stands 400 units tall; a hero's scale is about 1.3 to 1.42 (55 to 60 % of the height).
    """

    x: float
    y: float
    scale: float
    faces: int = 1


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Spots for the hero, one companion and three small things, and boxes (left, top, right, bottom).

    `title` stays calm and free of detail, for a cover's lettering (upper part, at least 900 x 230). `seat` is where a
    sitting or sleeping hero sits (the seat's surface), or None to sit on the ground at `hero`.
    """

    hero: Spot
    companion: Spot
    things: tuple[Spot, Spot, Spot]
    title: tuple[float, float, float, float]
    seat: Spot | None = None


@dataclass(frozen=True, kw_only=True)
class Place:
    """One setting. `behind` paints sky to ground and the place's own furniture, `before` the light that falls over the
    figures and the dark frame in the bottom corners; both take the canvas and the light.
    """

    plan: Plan
    palettes: Mapping[Light, Palette]
    behind: Callable[[Canvas, Light], None]
    before: Callable[[Canvas, Light], None]
