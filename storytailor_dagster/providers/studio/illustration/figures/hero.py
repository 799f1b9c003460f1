"""The hero: a look in a pose with a feeling, as one figure. Its parts are drawn elsewhere and put together here."""

from __future__ import annotations

from dataclasses import replace

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.figures import clothes, limbs
from storytailor_dagster.providers.studio.illustration.figures.aids import catalogue
from storytailor_dagster.providers.studio.illustration.figures.asleep import asleep
from storytailor_dagster.providers.studio.illustration.figures.faces import EXPRESSIONS, Face
from storytailor_dagster.providers.studio.illustration.figures.figure import Figure
from storytailor_dagster.providers.studio.illustration.figures.kinds import KINDS
from storytailor_dagster.providers.studio.illustration.figures.look import Look, look_of
from storytailor_dagster.providers.studio.illustration.figures.skeleton import Bones, bones_of
from storytailor_dagster.providers.studio.illustration.figures.stances import CHAIR_STANCES, STANCES, Stance
from storytailor_dagster.providers.studio.illustration.props.held import hold
from storytailor_dagster.providers.studio.illustration.shapes import Point, g, polar
from storytailor_dagster.story.hero import Species
from storytailor_dagster.story.staging import Feeling, Pose, Prop

__all__ = ["draw", "look_of"]


def draw(cv: Canvas, look: Look, pose: Pose, feeling: Feeling, *, holding: Prop | None = None) -> Figure:
    """The hero, origin on the ground between the feet, facing +x; see `Figure` for anchors and drawn names.

    Sitting, the origin is on the seat or the ground below the hips; asleep, the hero lies with the head to the left.
    """
    drawn = ("hero", *(f"trait:{aid}" for aid in look.aids if aid in catalogue.DRAWN))
    if pose is Pose.SLEEP:
        markup, anchors, height = asleep(cv, look)
        return Figure(markup=markup, height=height, anchors=anchors, drawn=drawn)
    stance = _stance(look, pose, holding)
    bones = bones_of(stance, look.build)
    kind = KINDS[look.kind]
    face = Face(expression=EXPRESSIONS[feeling], gaze=_gaze(stance, feeling))
    head = kind.head(cv, look, face)
    turn = f"translate({bones.head[0]:.1f} {bones.head[1]:.1f}) rotate({bones.turn:.1f})"
    far_leg, near_leg = (
        limbs.leg(look, kind.limbs, bow, near=bool(near), foot=stance.feet[near], toes=stance.toes[near])
        for near, bow in enumerate(bones.legs)
    )
    far_arm, near_arm = (
        limbs.arm(look, kind.limbs, bow, stance.hands[near], near=bool(near)) for near, bow in enumerate(bones.arms)
    )
    chair = catalogue.chair_of(look)
    seated = pose is Pose.SIT and not chair
    laid = catalogue.lying(look) if seated else ""
    far_stick, near_stick = (
        ("", "") if seated else catalogue.sticks_of(look, bones, near_free=_near_free(pose, holding))
    )
    chair_back, wheel = catalogue.chair(look) if chair else ("", "")
    back = kind.behind(look, bones) + (clothes.cape(look, bones) if _caped(look) else "")
    trunk = clothes.trunk(cv, look, bones, neck=kind.neck)
    crown = g(head.front + catalogue.on_head(look, head, face), None, turn)
    hair = g(head.behind, None, turn)
    anchors = _anchors(bones, head.top)
    in_near = in_far = ""
    top = bones.head[1] + head.top
    if holding:
        hand = _holding_hand(pose, chair=bool(chair), one_armed="limb_difference_arm_missing" in look.aids)
        held = hold(cv, holding, anchors[hand], size=look.build.stature**0.5)
        in_near, in_far = (held.under, "") if hand == "hand_near" else ("", held.under)
        drawn += (f"prop:{holding}",)
        top = min(top, held.top)
        if held.light:
            anchors["light"] = held.light
    far_arm = far_stick + in_far + far_arm
    near_arm = near_stick + in_near + near_arm
    layers = [chair_back, back, hair]
    if stance.side:
        layers += [far_leg, far_arm, trunk, near_leg, crown, wheel, near_arm]
    elif stance.far_arm_before:
        layers += [far_leg, near_leg, trunk, far_arm, crown, near_arm]
    else:
        layers += [far_leg, far_arm, near_leg, trunk, crown, near_arm]
    return Figure(
        markup="".join(layers) + laid,
        height=-top,
        anchors=anchors,
        drawn=drawn,
    )


def _stance(look: Look, pose: Pose, holding: Prop | None) -> Stance:
    chair = catalogue.chair_of(look) is not None
    stance = CHAIR_STANCES[pose] if chair else STANCES[pose]
    if chair and stance.seat:
        stance = replace(stance, seat=stance.seat * catalogue.chair_scale(look))
    if holding:
        stance = _holding(stance, pose, holding, chair=chair)
    if "limb_difference_arm_missing" in look.aids and not stance.far_arm_before:
        stance = replace(stance, arms=((-38, -34), stance.arms[1]))
    if "walker" in look.aids and pose in (Pose.STAND, Pose.WALK) and holding is None and not chair:
        return replace(stance, arms=((-6, 58), (22, 62)), hands=("grip", "grip"))
    leans = any(aid in look.aids for aid in catalogue.STICKS)
    if leans and not chair and not stance.far_arm_before and pose is not Pose.SIT:
        near = (26, 14) if "crutches" in look.aids and pose is Pose.STAND else stance.arms[1]
        stance = replace(stance, arms=((-30, -10), near), hands=("grip", stance.hands[1]))
    return stance


_FREE_HAND = (Pose.STAND, Pose.WALK, Pose.SIT, Pose.HUG, Pose.JUMP)
"""Poses whose near hand has nothing of its own to do."""


def _holding_hand(pose: Pose, *, chair: bool, one_armed: bool) -> str:
    """In a chair the far hand holds, the near one is on the wheel; else the near one, unless it waves or points."""
    return "hand_near" if one_armed or (pose in _FREE_HAND and not chair) else "hand_far"


_TALL = (Prop.FLOWER, Prop.STAR, Prop.KEY, Prop.KITE, Prop.UMBRELLA)
"""Things that rise above the hand: hugged, they would hide the face."""


def _holding(stance: Stance, pose: Pose, holding: Prop, *, chair: bool) -> Stance:
    """The stance with the holding arm bent forward, so that what it holds is clear of the body."""
    far, near = stance.arms
    if chair:
        if pose in (Pose.STAND, Pose.WALK, Pose.SIT, Pose.HUG):
            far = (62, 96)
        return replace(stance, arms=(far, near), hands=("grip", stance.hands[1]))
    if pose is Pose.HUG and holding in _TALL:
        return replace(stance, arms=(far, (50, 92)), hands=(stance.hands[0], "grip"))
    if pose in (Pose.STAND, Pose.WALK):
        return replace(stance, arms=(far, (46, 86)), hands=(stance.hands[0], "grip"))
    if pose is Pose.SIT:
        return replace(stance, arms=(far, (40, 96)), hands=(stance.hands[0], "grip"))
    if pose in (Pose.JUMP, Pose.HUG):
        return replace(stance, hands=(stance.hands[0], "grip"))
    return replace(stance, arms=((-48, -70), near), hands=("grip", stance.hands[1]), far_arm_before=False)


def _near_free(pose: Pose, holding: Prop | None) -> bool:
    return holding is None and pose in (Pose.STAND, Pose.WALK)


def _gaze(stance: Stance, feeling: Feeling) -> Point:
    x, y = stance.gaze
    if feeling is Feeling.SAD:
        return x, max(y, 3)
    if feeling is Feeling.AWED:
        return x + 2, min(y, -5) - 1
    return x, y


def _caped(look: Look) -> bool:
    return look.species is Species.SUPERHERO or "cape" in look.features


def _anchors(bones: Bones, top: float) -> dict[str, Point]:
    far, near = bones.arms
    x, y = bones.head
    return {
        "head": bones.head,
        "crown": (x, y + top),
        "chest": ((bones.hip[0] + bones.shoulders[0]) / 2, (bones.hip[1] + bones.shoulders[1]) / 2),
        "hip": bones.hip,
        "hand_far": polar(far.end, far.direction, 8),
        "hand_near": polar(near.end, near.direction, 8),
        "foot_far": bones.legs[0].end,
        "foot_near": bones.legs[1].end,
    }
