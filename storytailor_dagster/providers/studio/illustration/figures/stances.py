"""Poses as data: how a body leans, where it looks and the angles of its limbs. No drawing here.

Angles are degrees from straight down, positive towards +x. Limbs come as (far, near), each as (upper, lower).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from storytailor_dagster.story.staging import Pose

Angles = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Stance:
    """One pose. `bow` bends the trunk sideways (units), `lift` raises the body off the ground, `seat` is the height of
    the hips when sitting, `side` narrows the trunk as seen from the side, `toes` turns the shoes, `feet` says which
    way they point, `hands` how each is held: soft, open, grip, point, sign. `far_arm_before` and `legs_before` draw
    those before the trunk.
    """

    lean: float = 0
    tilt: float = 0
    bow: float = 0
    gaze: tuple[float, float] = (0, 0)
    arms: tuple[Angles, Angles] = ((-16, -6), (16, 6))
    legs: tuple[Angles, Angles] = ((-4, -2), (4, 2))
    lift: float = 0
    seat: float | None = None
    side: bool = False
    toes: tuple[float, float] = (0, 0)
    feet: tuple[int, int] = (-1, 1)
    hands: tuple[str, str] = ("soft", "soft")
    far_arm_before: bool = False
    legs_before: bool = False


STANCES: Mapping[Pose, Stance] = MappingProxyType(
    {
        Pose.STAND: Stance(tilt=3, bow=-2, gaze=(5, -1), arms=((-20, -2), (20, 2)), legs=((-5, -2), (5, 2))),
        Pose.WAVE: Stance(
            lean=-3,
            tilt=-7,
            bow=-6,
            gaze=(6, -2),
            arms=((-26, -10), (98, 162)),
            legs=((-6, -2), (8, 3)),
            hands=("soft", "open"),
        ),
        Pose.WALK: Stance(
            lean=4,
            tilt=2,
            bow=4,
            gaze=(13, 1),
            arms=((-30, 4), (46, 78)),
            legs=((-30, -46), (26, 6)),
            toes=(26, -4),
            feet=(1, 1),
        ),
        Pose.JUMP: Stance(
            lean=-4,
            tilt=-6,
            bow=-5,
            gaze=(5, -6),
            arms=((-106, -146), (106, 148)),
            legs=((-46, 12), (42, -34)),
            lift=70,
            toes=(-4, 20),
            hands=("open", "open"),
        ),
        Pose.SIT: Stance(
            lean=-4,
            tilt=-3,
            bow=-5,
            gaze=(9, -4),
            arms=((28, 62), (-14, 26)),
            legs=((80, 82), (104, 52)),
            seat=36,
            side=True,
            toes=(-58, -4),
            feet=(1, 1),
        ),
        Pose.REACH: Stance(
            lean=9,
            tilt=-6,
            bow=7,
            gaze=(13, -9),
            arms=((-34, -12), (118, 136)),
            legs=((-20, -30), (8, 2)),
            toes=(24, 0),
            feet=(1, 1),
            hands=("soft", "open"),
        ),
        Pose.POINT: Stance(
            lean=2,
            tilt=-2,
            bow=5,
            gaze=(13, -4),
            arms=((-58, 42), (94, 98)),
            legs=((-10, -4), (12, 4)),
            hands=("soft", "point"),
        ),
        Pose.HUG: Stance(lean=0, tilt=8, bow=3, gaze=(2, 4), arms=((-24, 104), (26, -106)), far_arm_before=True),
        Pose.THINK: Stance(
            lean=-2,
            tilt=7,
            bow=-4,
            gaze=(9, -7),
            arms=((-20, 82), (12, -152)),
            legs=((-4, -2), (8, 4)),
            far_arm_before=True,
        ),
        Pose.SLEEP: Stance(gaze=(0, 3)),
    }
)

FACING_SIT = Stance(
    lean=0, tilt=-3, gaze=(7, -2), arms=((-34, 16), (34, -16)), legs=((-70, 66), (70, -66)), seat=38, toes=(40, -40),
    feet=(-1, 1), legs_before=True,
)  # fmt: skip
"""Sitting cross-legged, seen from the front: nothing on an arm or on the chest is hidden."""
CUSHION = 72
"""The height of a round cushion, on which both lower legs are in view."""
CUSHION_SIT = replace(FACING_SIT, arms=((-46, -14), (46, 14)), legs=((-52, -2), (52, 2)), seat=CUSHION, toes=(0, 0))

_CHAIR = Stance(
    lean=2, tilt=-4, gaze=(12, -4), arms=((44, 74), (-4, 54)), legs=((84, 22), (88, 18)), seat=118, side=True,
    feet=(1, 1), hands=("soft", "grip"),
)  # fmt: skip


CHAIR_STANCES: Mapping[Pose, Stance] = MappingProxyType(
    {
        Pose.STAND: _CHAIR,
        Pose.WAVE: replace(_CHAIR, tilt=-6, gaze=(12, -6), arms=((104, 150), (-4, 54)), hands=("open", "grip")),
        Pose.WALK: replace(_CHAIR, lean=7, tilt=2, gaze=(14, 0), arms=((34, 70), (6, 58)), hands=("grip", "grip")),
        Pose.JUMP: replace(
            _CHAIR, lean=-4, tilt=-8, gaze=(9, -6), arms=((110, 158), (-100, -150)), hands=("open", "open")
        ),
        Pose.SIT: replace(_CHAIR, tilt=3, gaze=(9, 1), arms=((36, 84), (-6, 74)), hands=("soft", "soft")),
        Pose.REACH: replace(_CHAIR, lean=8, gaze=(14, -9), arms=((118, 138), (-4, 54)), hands=("open", "grip")),
        Pose.POINT: replace(_CHAIR, lean=4, gaze=(13, -3), arms=((88, 100), (-4, 54)), hands=("point", "grip")),
        Pose.HUG: replace(_CHAIR, tilt=6, gaze=(6, 4), arms=((30, -60), (20, 112)), hands=("soft", "soft")),
        Pose.THINK: replace(_CHAIR, tilt=5, gaze=(10, -7), arms=((40, 88), (30, 158)), hands=("soft", "soft")),
    }
)
"""How someone in a wheelchair does the same things; the pose of sleep has no chair, it stands beside."""
