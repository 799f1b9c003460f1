"""Where the joints are: a stance and a build become points. No markup here."""

from __future__ import annotations

import math
from dataclasses import dataclass

from storytailor_dagster.providers.studio.illustration.figures.aids.told import LEFT, RIGHT
from storytailor_dagster.providers.studio.illustration.figures.build import Build
from storytailor_dagster.providers.studio.illustration.figures.stances import Stance
from storytailor_dagster.providers.studio.illustration.shapes import Point, polar

_FOOT = 16
"""Units from the ankle to the ground."""

SHORTER = 0.8
"""The length of a shorter limb beside its pair."""


def between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


@dataclass(frozen=True)
class Bow:
    """A limb as a quadratic curve from `start` to `end`, pulled towards `bend`."""

    start: Point
    bend: Point
    end: Point

    @classmethod
    def through(cls, start: Point, joint: Point, end: Point) -> Bow:
        middle = between(start, end, 0.5)
        return cls(start, (joint[0] + (joint[0] - middle[0]) * 0.55, joint[1] + (joint[1] - middle[1]) * 0.55), end)

    def until(self, share: float) -> Bow:
        """The first part of the curve (de Casteljau)."""
        bend = between(self.start, self.bend, share)
        return Bow(self.start, bend, between(bend, between(self.bend, self.end, share), share))

    def point(self, share: float) -> Point:
        return self.until(share).end

    @property
    def d(self) -> str:
        (x, y), (u, v), (p, q) = self.start, self.bend, self.end
        return f"M{x:.1f} {y:.1f}Q{u:.1f} {v:.1f} {p:.1f} {q:.1f}"

    @property
    def direction(self) -> float:
        """Degrees at the end, as `shapes.polar` counts them."""
        return math.degrees(math.atan2(self.end[0] - self.bend[0], self.end[1] - self.bend[1]))

    def along(self, share: float) -> str:
        """A transform to a place on the limb, with y along it."""
        (x, y), (u, v) = self.point(share), self.point(min(1.0, share + 0.06))
        return f"translate({x:.1f} {y:.1f}) rotate({math.degrees(math.atan2(v - y, u - x)) - 90:.1f})"

    @property
    def reach(self) -> tuple[Point, Point, Point]:
        return self.start, self.bend, self.end


@dataclass(frozen=True, kw_only=True)
class Bones:
    """The joints of one figure in one stance; arms and legs as (far, near)."""

    stance: Stance
    build: Build
    hip: Point
    shoulders: Point
    head: Point
    arms: tuple[Bow, Bow]
    legs: tuple[Bow, Bow]

    def side(self, limb: int) -> str:
        """Whose side the far (0) or near (1) limb is on: a body seen from the side shows its right."""
        return LEFT if bool(limb) != self.stance.side else RIGHT

    @property
    def turn(self) -> float:
        """Degrees the head is turned by."""
        return self.stance.tilt + self.stance.lean * 0.5


def bones_of(stance: Stance, build: Build, *, short: tuple[str, str] | None = None) -> Bones:
    """The joints; `short` names a limb (arm or leg) and a side whose limb is shorter than its pair."""
    height = stance.seat if stance.seat is not None else sum(build.leg) + _FOOT + stance.lift
    hip = (0.0, -height)
    up = 180 - stance.lean
    shoulders = polar(hip, up, build.trunk)
    head = polar(polar(shoulders, up, build.neck), up - stance.tilt * 0.4, build.head[1] - 7)
    wide, narrow = 36 * build.girth, 21 * build.girth
    if stance.side:
        starts = (shoulders[0] + 18, shoulders[1] + 12), (shoulders[0] - 14, shoulders[1] + 14)
        joints = (hip[0] + 10, hip[1] - 6), (hip[0] - 2, hip[1])
    else:
        starts = (shoulders[0] - wide, shoulders[1] + 10), (shoulders[0] + wide, shoulders[1] + 10)
        joints = (hip[0] - narrow, hip[1]), (hip[0] + narrow, hip[1])
    sides = (RIGHT, LEFT) if not stance.side else (LEFT, RIGHT)
    reach = [SHORTER if short == ("arm", side) else 1.0 for side in sides]
    stride = [SHORTER if short == ("leg", side) else 1.0 for side in sides]
    arms = [_limb(p, a, build.arm, k) for p, a, k in zip(starts, stance.arms, reach, strict=True)]
    legs = [_limb(p, a, build.leg, k) for p, a, k in zip(joints, stance.legs, stride, strict=True)]
    return Bones(
        stance=stance,
        build=build,
        hip=hip,
        shoulders=shoulders,
        head=head,
        arms=(arms[0], arms[1]),
        legs=(legs[0], legs[1]),
    )


def _limb(start: Point, angles: tuple[float, float], lengths: tuple[float, float], share: float) -> Bow:
    joint = polar(start, angles[0], lengths[0] * share)
    return Bow.through(start, joint, polar(joint, angles[1], lengths[1] * share))
