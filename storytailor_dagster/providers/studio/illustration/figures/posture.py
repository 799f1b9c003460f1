"""How a pose is changed by what is held, leaned on or sat in. The poses themselves are in stances.py."""

from __future__ import annotations

from dataclasses import replace

from storytailor_dagster.providers.studio.illustration.figures.aids import catalogue
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.figures.stances import CHAIR_STANCES, STANCES, Stance
from storytailor_dagster.story.staging import Pose, Prop

_FREE_HAND = (Pose.STAND, Pose.WALK, Pose.SIT, Pose.HUG, Pose.JUMP)
"""Poses whose near hand has nothing of its own to do."""
_TALL = (Prop.FLOWER, Prop.STAR, Prop.KEY, Prop.KITE, Prop.UMBRELLA)
"""Things that rise above the hand: hugged, they would hide the face."""


def stance_of(look: Look, pose: Pose, holding: Prop | None) -> Stance:
    """The pose as this figure takes it."""
    chair = catalogue.chair_of(look) is not None
    stance = CHAIR_STANCES[pose] if chair else STANCES[pose]
    if chair and stance.seat:
        stance = replace(stance, seat=stance.seat * catalogue.chair_scale(look))
    if holding:
        stance = _holding(stance, pose, holding, chair=chair)
    if "limb_difference_arm_missing" in look.aids and not stance.far_arm_before:
        stance = replace(stance, arms=((-38, -34), stance.arms[1]))
    return stance if chair else _leaning(stance, look, pose, holding)


def holding_hand(look: Look, pose: Pose) -> str:
    """The anchor of the hand that holds: the near one, unless it waves, points or turns a wheel."""
    if "limb_difference_arm_missing" in look.aids:
        return "hand_near"
    return "hand_near" if pose in _FREE_HAND and not catalogue.chair_of(look) else "hand_far"


def near_hand_free(pose: Pose, holding: Prop | None) -> bool:
    """Whether the near hand can lean on something."""
    return holding is None and pose in (Pose.STAND, Pose.WALK)


def _holding(stance: Stance, pose: Pose, holding: Prop, *, chair: bool) -> Stance:
    """The holding arm bent forward, so that what it holds is clear of the body."""
    far, near = stance.arms
    if chair:
        if pose in (Pose.STAND, Pose.WALK, Pose.SIT, Pose.HUG):
            far = (62, 96)
        return replace(stance, arms=(far, near), hands=("grip", stance.hands[1]))
    if pose not in _FREE_HAND:
        return replace(stance, arms=((-48, -70), near), hands=("grip", stance.hands[1]), far_arm_before=False)
    if pose is Pose.SIT:
        near = (40, 96)
    elif pose in (Pose.STAND, Pose.WALK) or (pose is Pose.HUG and holding in _TALL):
        near = (46, 86)
    return replace(stance, arms=(far, near), hands=(stance.hands[0], "grip"))


def _leaning(stance: Stance, look: Look, pose: Pose, holding: Prop | None) -> Stance:
    """An arm for each stick, both for a walking frame."""
    if "walker" in look.aids and near_hand_free(pose, holding):
        return replace(stance, arms=((-6, 58), (22, 62)), hands=("grip", "grip"))
    leans = any(aid in look.aids for aid in catalogue.STICKS)
    if not leans or stance.far_arm_before or pose is Pose.SIT:
        return stance
    near = (26, 14) if "crutches" in look.aids and pose is Pose.STAND else stance.arms[1]
    return replace(stance, arms=((-30, -10), near), hands=("grip", stance.hands[1]))
