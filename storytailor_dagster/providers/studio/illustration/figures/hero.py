"""The hero: a look in a pose with a feeling, as one figure. Its parts are drawn elsewhere and put together here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from storytailor_dagster.character.hero import Species
from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.figures import clothes, limbs, tails
from storytailor_dagster.providers.studio.illustration.figures.aids import catalogue
from storytailor_dagster.providers.studio.illustration.figures.aids.fidget import fidget
from storytailor_dagster.providers.studio.illustration.figures.aids.tag import part
from storytailor_dagster.providers.studio.illustration.figures.asleep import asleep
from storytailor_dagster.providers.studio.illustration.figures.crown import all_of, crown, nape
from storytailor_dagster.providers.studio.illustration.figures.cushion import cushion
from storytailor_dagster.providers.studio.illustration.figures.faces import EXPRESSIONS, Face
from storytailor_dagster.providers.studio.illustration.figures.figure import Figure
from storytailor_dagster.providers.studio.illustration.figures.guide_dog import WIDE, guide_dog
from storytailor_dagster.providers.studio.illustration.figures.heads.head import Head
from storytailor_dagster.providers.studio.illustration.figures.kinds import KINDS
from storytailor_dagster.providers.studio.illustration.figures.look import Look, look_of
from storytailor_dagster.providers.studio.illustration.figures.posture import holding_hand, near_hand_free, stance_of
from storytailor_dagster.providers.studio.illustration.figures.skeleton import Bones, between, bones_of
from storytailor_dagster.providers.studio.illustration.figures.stances import CUSHION, Stance
from storytailor_dagster.providers.studio.illustration.props.held import hold
from storytailor_dagster.providers.studio.illustration.shapes import Point, g, polar
from storytailor_dagster.story.staging import Feeling, Pose, Prop

__all__ = ["draw", "look_of"]

WHITE_CANE = 64
"""How far before its owner a white cane reaches."""
_ARM_MISSING = "limb_difference_arm_missing"


def draw(cv: Canvas, look: Look, pose: Pose, feeling: Feeling, *, holding: Prop | None = None) -> Figure:
    """The hero, origin on the ground between the feet, facing +x; see `Figure` for anchors and drawn names.

    Sitting, the origin is on the seat or the ground below the hips; asleep, the hero lies with the head to the left.
    """
    if pose is Pose.SLEEP:
        markup, anchors, height = asleep(cv, look)
        spread = (anchors["head"][0] - 130, anchors["foot_near"][0] + 30)
        return Figure(markup=markup, height=height, anchors=anchors, drawn=("hero",), spread=spread)
    stance = stance_of(look, pose, holding)
    bones = bones_of(stance, look.build, short=_short(look))
    face = Face(expression=EXPRESSIONS[feeling], gaze=_gaze(bones.stance, feeling))
    head = KINDS[look.kind].head(cv, look, face)
    anchors = _anchors(bones, min(head.top, head.frame.high * -1.2) if look.has("cranial_helmet") else head.top)
    top = anchors["crown"][1]
    in_hand = {"hand_far": "", "hand_near": ""}
    drawn: tuple[str, ...] = ("hero",)
    if holding:
        hand = holding_hand(look, pose)
        held = hold(cv, holding, anchors[hand], size=look.build.stature**0.5)
        in_hand[hand] = held.under
        drawn += (f"prop:{holding}",)
        top = min(top, held.top)
        if held.light:
            anchors["light"] = held.light
    if pose is Pose.SIT and not catalogue.chair_of(look):
        beside = catalogue.lying(look)
    else:
        beside = ""
        far, near = catalogue.sticks_of(look, bones, near_free=near_hand_free(pose, holding))
        in_hand = {"hand_far": far + in_hand["hand_far"], "hand_near": near + in_hand["hand_near"]}
    left, right = _spread(look, bones)
    if look.has("white_cane") and near_hand_free(pose, holding) and not bones.stance.side:
        right += WHITE_CANE
    if look.has("guide_dog"):
        free = anchors["hand_near"] if near_hand_free(pose, holding) and not bones.stance.side else None
        dog = part("guide_dog", guide_dog(cv, right + WIDE * 0.66, free))
        right += WIDE * 1.4
    else:
        dog = ""
    markup = dog + _body(cv, look, bones, head, face, in_hand) + beside
    return Figure(markup=markup, height=-top, anchors=anchors, drawn=drawn, spread=(left, right))


def _short(look: Look) -> tuple[str, str] | None:
    if not look.has("limb_length_discrepancy"):
        return None
    return "arm" if look.told.short_arm else "leg", look.told.sides["limb_length_discrepancy"]


def _body(cv: Canvas, look: Look, bones: Bones, head: Head, face: Face, in_hand: Mapping[str, str]) -> str:
    """All parts, back to front; what is in a hand lies under its arm."""
    kind, stance = KINDS[look.kind], bones.stance
    far_leg, near_leg = (
        all_of(
            look,
            limbs.leg(look, _limbs(look), bow, side=bones.side(near), foot=stance.feet[near], toes=stance.toes[near]),
        )
        for near, bow in enumerate(bones.legs)
    )
    far_arm, near_arm = (
        in_hand[hand] + _arm(look, bones, near) + _fidget(look, bones, near, in_hand)
        for near, hand in enumerate(("hand_far", "hand_near"))
    )
    trunk = clothes.trunk(cv, look, bones, neck=kind.neck)
    turn = f"translate({bones.head[0]:.1f} {bones.head[1]:.1f}) rotate({bones.turn:.1f})"
    top = g(crown(cv, look, head, face), None, turn) + g(catalogue.at_throat(look), None, clothes.trunk_place(bones))
    chair_back, wheel = catalogue.chair(look, between(bones.legs[0].end, bones.legs[1].end, 0.5))
    cape = clothes.cape(look, bones) if look.species is Species.SUPERHERO or "cape" in look.features else ""
    back = g(nape(look, head), None, turn)
    seat = cushion(look) if stance.seat == CUSHION else ""
    layers = [chair_back, seat, tails.behind(look, bones), cape, back, far_leg]
    if stance.legs_before:
        layers = [*layers[:-1], trunk, far_leg, near_leg, far_arm, top, near_arm]
    elif stance.side:
        layers += [far_arm, trunk, near_leg, top, wheel, near_arm]
    elif stance.far_arm_before:
        layers += [near_leg, trunk, far_arm, top, near_arm]
    else:
        layers += [far_arm, near_leg, trunk, top, near_arm]
    return "".join(layers)


def _limbs(look: Look) -> limbs.Limbs:
    made = KINDS[look.kind].limbs
    return replace(made, arm=made.arm * look.build.thick, leg=made.leg * look.build.thick)


def _arm(look: Look, bones: Bones, near: int) -> str:
    stance, side = bones.stance, bones.side(near)
    arm = limbs.arm(look, _limbs(look), bones.arms[near], stance.hands[near], near=bool(near), side=side)
    if look.told.short_arm and look.has("limb_length_discrepancy", side):
        arm = part("limb_length_discrepancy", arm)
    if look.has("signing") and stance.hands[near] == "sign":
        arm = part("signing", arm)
    return all_of(look, arm)


def _fidget(look: Look, bones: Bones, near: int, in_hand: Mapping[str, str]) -> str:
    """A fidget in the hand that holds nothing else."""
    hands = ("hand_far", "hand_near")
    free = [limb for limb in (0, 1) if not in_hand[hands[limb]] and not look.has(_ARM_MISSING, bones.side(limb))]
    if not look.has("fidget") or near != (free or [1])[0]:
        return ""
    arm = bones.arms[near]
    return part("fidget", fidget(polar(arm.end, arm.direction, 14), look.accent))


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
