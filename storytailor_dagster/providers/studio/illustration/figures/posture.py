"""How a pose is changed by what is held, leaned on, sat in or shown. The poses themselves are in stances.py."""

from __future__ import annotations

from dataclasses import replace

from storytailor_dagster.providers.studio.illustration.figures.aids import catalogue, needs
from storytailor_dagster.providers.studio.illustration.figures.aids.told import LEFT, RIGHT
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.figures.stances import (
    CHAIR_STANCES,
    CUSHION_SIT,
    FACING_SIT,
    STANCES,
    Angles,
    Stance,
)
from storytailor_dagster.story.staging import Pose, Prop

_FREE_HAND = (Pose.STAND, Pose.WALK, Pose.SIT, Pose.HUG, Pose.JUMP)
"""Poses whose near hand has nothing of its own to do."""
_TALL = (Prop.FLOWER, Prop.STAR, Prop.KEY, Prop.KITE, Prop.UMBRELLA)
"""Things that rise above the hand: hugged, they would hide the face."""
_ARM_MISSING = "limb_difference_arm_missing"


def stance_of(look: Look, pose: Pose, holding: Prop | None) -> Stance:
    """The pose as this figure takes it."""
    chair = catalogue.chair_of(look)
    stance = CHAIR_STANCES[pose] if chair else STANCES[pose]
    if pose is Pose.SIT and not chair and needs.FACING & set(look.aids):
        stance = CUSHION_SIT if needs.ON_LEGS & set(look.aids) else FACING_SIT
    if chair and stance.seat:
        stance = replace(stance, seat=stance.seat * catalogue.chair_scale(look))
    if chair == "wheelchair_power" and stance.hands[1] == "grip":
        stance = replace(stance, arms=(stance.arms[0], (20, 78)))
    if pose is Pose.JUMP and not chair and needs.BOTH_FEET & set(look.aids):
        stance = replace(stance, legs=((-7, -3), (9, 3)), lift=0, toes=(0, 0))
    if holding:
        stance = _holding(stance, look, pose, holding, chair=chair is not None)
    if look.has("signing"):
        stance = _signing(stance, look, pose, holding)
    stance = stance if chair else _leaning(stance, look, pose, holding)
    stance = _showing(stance, look)
    return replace(stance, tilt=-stance.lean * 0.5) if look.has(needs.STILL_HEAD) else stance


def holding_hand(look: Look, pose: Pose) -> str:
    """The anchor of the hand that holds: the near one, unless it waves, points or turns a wheel."""
    chair = catalogue.chair_of(look) is not None
    near_side = RIGHT if chair else LEFT
    if look.has(_ARM_MISSING):
        return "hand_far" if look.has(_ARM_MISSING, near_side) else "hand_near"
    return "hand_near" if pose in _FREE_HAND and not chair else "hand_far"


def near_hand_free(pose: Pose, holding: Prop | None) -> bool:
    """Whether the near hand can lean on something."""
    return holding is None and pose in (Pose.STAND, Pose.WALK)


def _holding(stance: Stance, look: Look, pose: Pose, holding: Prop, *, chair: bool) -> Stance:
    """The holding arm bent forward, so that what it holds is clear of the body."""
    far, near = stance.arms
    if chair and holding_hand(look, pose) == "hand_near":
        return replace(stance, arms=(far, (44, 88)), hands=(stance.hands[0], "grip"))
    if chair:
        if pose in (Pose.STAND, Pose.WALK, Pose.SIT, Pose.HUG):
            far = (62, 96)
        return replace(stance, arms=(far, near), hands=("grip", stance.hands[1]))
    if holding_hand(look, pose) == "hand_far":
        return replace(stance, arms=((-48, -70), near), hands=("grip", stance.hands[1]), far_arm_before=False)
    if pose is Pose.SIT:
        near = (40, 96)
    elif pose in (Pose.STAND, Pose.WALK) or (pose is Pose.HUG and holding in _TALL) or pose not in _FREE_HAND:
        near = (46, 86)
    return replace(stance, arms=(far, near), hands=(stance.hands[0], "grip"))


def _leaning(stance: Stance, look: Look, pose: Pose, holding: Prop | None) -> Stance:
    """An arm for each stick, both for a walking frame."""
    if "walker" in look.aids and pose is not Pose.SIT:
        both = near_hand_free(pose, holding) and not look.has("signing")
        near = (40, 8) if both else stance.arms[1]
        hands = ("grip", "grip" if both else stance.hands[1])
        return replace(stance, arms=((-40, -8), near), hands=hands, far_arm_before=False)
    leans = any(aid in look.aids for aid in needs.STICKS)
    if not leans or stance.far_arm_before or pose is Pose.SIT:
        return stance
    near = stance.arms[1]
    if near_hand_free(pose, holding):
        near = (26, 14) if "crutches" in look.aids else (10, 52) if "white_cane" in look.aids else near
    return replace(stance, arms=((-30, -10), near), hands=("grip", stance.hands[1]))


def _signing(stance: Stance, look: Look, pose: Pose, holding: Prop | None) -> Stance:
    """Both hands before the chest, or the free one where the other holds something or leans on it."""
    if {*needs.STICKS} & set(look.aids) and not stance.side:
        return replace(stance, arms=(stance.arms[0], (44, 154)), hands=(stance.hands[0], "sign"), far_arm_before=False)
    if stance.side:
        return replace(stance, arms=((58, 142), stance.arms[1]), hands=("sign", stance.hands[1]))
    if holding or pose is Pose.JUMP:
        return replace(
            stance, arms=((-46, -156), stance.arms[1]), hands=("sign", stance.hands[1]), far_arm_before=False
        )
    return replace(stance, arms=((-24, 112), (40, 152)), hands=("open", "sign"), far_arm_before=True)


def _showing(stance: Stance, look: Look) -> Stance:
    """A limb with something to show is held clear of the body, of the other leg and of what is on the chest."""
    arms = list(stance.arms)
    leans = bool({*needs.STICKS} & set(look.aids))
    for limb in (0, 1):
        side = LEFT if bool(limb) != stance.side else RIGHT
        if look.has(_ARM_MISSING, side):
            arms[limb] = _out(limb, stance)
        elif look.has("fidget") and limb == 0 and not stance.side and not stance.far_arm_before:
            arms[limb] = (-40, -26)
        elif not stance.side and needs.AROUND & set(look.aids) and not leans and max(map(abs, arms[limb])) < 36:
            arms[limb] = ((-34, -14), (34, 14))[limb]
        elif not stance.side and side in catalogue.arms_with_parts(look) and max(map(abs, arms[limb])) < 36:
            arms[limb] = (arms[limb][0] + (-12, 12)[limb], arms[limb][1] + (-10, 10)[limb])
    far, near = stance.legs
    if stance.side and (look.has("prosthetic_leg", LEFT) or look.has("limb_length_discrepancy", LEFT)):
        far = (far[0] + 2, far[1] + 24)
    return replace(stance, arms=(arms[0], arms[1]), legs=(far, near))


def _out(limb: int, stance: Stance) -> Angles:
    if stance.side:
        return (64, 74) if limb == 0 else (-34, -26)
    return (-40, -36) if limb == 0 else (40, 36)
