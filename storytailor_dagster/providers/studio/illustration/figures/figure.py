"""What drawing a figure or a thing gives back. No drawing here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from storytailor_dagster.providers.studio.illustration.shapes import Point, g


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Markup with its origin on the ground below the middle, `height` units tall (400 is a standing child of six).

    `anchors` are points in the same units, y up is negative: a hero has "head", "crown", "chest", "hand_near",
    "hand_far", "hip", "foot_near", "foot_far" and, holding a light, "light"; a companion has "head"; a lit thing has
    "light".
    `spread` is how far it stands on the ground to the left and the right, for a shadow.
    `drawn` names what a check may rely on: "hero", "trait:<id>", "companion:<name>", "prop:<name>".
    """

    markup: str
    height: float
    anchors: Mapping[str, Point] = field(default_factory=dict)
    drawn: tuple[str, ...] = ()
    spread: tuple[float, float] = (-60, 60)

    def facing(self, faces: int) -> Figure:
        """The figure looking to the right (1) or mirrored to look to the left (-1)."""
        if faces >= 0:
            return self
        return replace(
            self,
            markup=g(self.markup, None, "scale(-1 1)"),
            anchors={name: (-x, y) for name, (x, y) in self.anchors.items()},
            spread=(-self.spread[1], -self.spread[0]),
        )
