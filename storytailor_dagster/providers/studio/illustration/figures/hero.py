"""The hero: a look in a pose with a feeling, as one figure. Its parts are drawn elsewhere and put together here."""

from __future__ import annotations

from collections.abc import Mapping

from storytailor_dagster.character.hero import Species
from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.figures import clothes, limbs, tails
from storytailor_dagster.providers.studio.illustration.figures.aids import catalogue
from storytailor_dagster.providers.studio.illustration.figures.asleep import asleep
from storytailor_dagster.providers.studio.illustration.figures.faces import EXPRESSIONS, Face
from storytailor_dagster.providers.studio.illustration.figures.figure import Figure
from storytailor_dagster.providers.studio.illustration.figures.heads.head import Head
from storytailor_dagster.providers.studio.illustration.figures.kinds import KINDS
from storytailor_dagster.providers.studio.illustration.figures.look import Look, look_of
from storytailor_dagster.providers.studio.illustration.figures.posture import holding_hand, near_hand_free, stance_of
from storytailor_dagster.providers.studio.illustration.figures.skeleton import Bones, bones_of
from storytailor_dagster.providers.studio.illustration.figures.stances import Stance
from storytailor_dagster.providers.studio.illustration.props.held import hold
from storytailor_dagster.providers.studio.illustration.shapes import Point, g, polar
from storytailor_dagster.story.staging import Feeling, Pose, Prop

__all__ = ["draw", "look_of"]


def draw(cv: Canvas, look: Look, pose: Pose, feeling: Feeling, *, holding: Prop | None = None) -> Figure:
    """The hero, origin on the ground between the feet, facing +x; see `Figure` for anchors and drawn names.

    Sitting, the origin is on the seat or the ground below the hips; asleep, the hero lies with the head to the left.
    """
    drawn = ("hero", *(f"trait:{aid}" for aid in look.aids if aid in catalogue.DRAWN))
    if pose is Pose.SLEEP:
        markup, anchors, height = asleep(cv, look)
        spread = (anchors["head"][0] - 130, anchors["foot_near"][0] + 30)
        return Figure(markup=markup, height=height, anchors=anchors, drawn=drawn, spread=spread)
    bones = bones_of(stance_of(look, pose, holding), look.build)
    face = Face(expression=EXPRESSIONS[feeling], gaze=_gaze(bones.stance, feeling))
    head = KINDS[look.kind].head(cv, look, face)
    anchors = _anchors(bones, head.top)
    top = anchors["crown"][1]
    in_hand = {"hand_far": "", "hand_near": ""}
    if holding:
        hand = holding_hand(look, pose)
        held = hold(cv, holding, anchors[hand], size=look.build.stature**0.5)
        in_hand[hand] = held.under
        drawn += (f"prop:{holding}",)
        top = min(top, held.top)
        if held.light:
            anchors["light"] = held.light
    if pose is Pose.SIT and not catalogue.chair_of(look):
        laid = catalogue.lying(look)
    else:
        laid = ""
        far, near = catalogue.sticks_of(look, bones, near_free=near_hand_free(pose, holding))
        in_hand = {"hand_far": far + in_hand["hand_far"], "hand_near": near + in_hand["hand_near"]}
    markup = _body(cv, look, bones, head, face, in_hand)
    return Figure(markup=markup + laid, height=-top, anchors=anchors, drawn=drawn, spread=_spread(look, bones))


def _body(cv: Canvas, look: Look, bones: Bones, head: Head, face: Face, in_hand: Mapping[str, str]) -> str:
    """All parts, back to front; what is in a hand lies under its arm."""
    kind, stance = KINDS[look.kind], bones.stance
    far_leg, near_leg = (
        limbs.leg(look, kind.limbs, bow, near=bool(near), foot=stance.feet[near], toes=stance.toes[near])
        for near, bow in enumerate(bones.legs)
    )
    far_arm, near_arm = (
        in_hand[hand] + limbs.arm(look, kind.limbs, bow, stance.hands[near], near=bool(near))
        for near, (hand, bow) in enumerate(zip(("hand_far", "hand_near"), bones.arms, strict=True))
    )
    trunk = clothes.trunk(cv, look, bones, neck=kind.neck)
    turn = f"translate({bones.head[0]:.1f} {bones.head[1]:.1f}) rotate({bones.turn:.1f})"
    crown = g(head.front + catalogue.on_head(look, head, face), None, turn)
    chair_back, wheel = catalogue.chair(look) if catalogue.chair_of(look) else ("", "")
    cape = clothes.cape(look, bones) if look.species is Species.SUPERHERO or "cape" in look.features else ""
    layers = [chair_back, tails.behind(look, bones), cape, g(head.behind, None, turn), far_leg]
    if stance.side:
        layers += [far_arm, trunk, near_leg, crown, wheel, near_arm]
    elif stance.far_arm_before:
        layers += [near_leg, trunk, far_arm, crown, near_arm]
    else:
        layers += [far_arm, near_leg, trunk, crown, near_arm]
    return "".join(layers)


def _gaze(stance: Stance, feeling: Feeling) -> Point:
    x, y = stance.gaze
    if feeling is Feeling.SAD:
        return x, max(y, 3)
    if feeling is Feeling.AWED:
        return x + 2, min(y, -5) - 1
    return x, y


def _spread(look: Look, bones: Bones) -> tuple[float, float]:
    if catalogue.chair_of(look):
        size = catalogue.chair_scale(look)
        return -88 * size, 134 * size
    feet = [bow.end[0] for bow in bones.legs]
    return min(*feet, bones.hip[0] - 20) - 26, max(*feet, bones.hip[0] + 20) + 30


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
