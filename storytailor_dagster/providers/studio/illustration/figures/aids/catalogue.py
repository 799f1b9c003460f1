"""Which parts can be drawn and where each belongs. To add one: a function in this folder and a line here.

Parts that change the skin, a limb, the features or the whole look are drawn where those are (limbs.py, faces.py,
look.py) and only named here. Every part is tagged with its name (tag.py), so that a picture knows what is seen of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial
from types import MappingProxyType

from storytailor_dagster.providers.studio.illustration.colour import lum
from storytailor_dagster.providers.studio.illustration.figures.aids import (
    chest,
    ears,
    halo,
    head_aids,
    sticks,
    trunk_aids,
)
from storytailor_dagster.providers.studio.illustration.figures.aids.needs import CHAIRS, OPEN_NECK, STICKS
from storytailor_dagster.providers.studio.illustration.figures.aids.power_chair import power_chair
from storytailor_dagster.providers.studio.illustration.figures.aids.tag import part
from storytailor_dagster.providers.studio.illustration.figures.aids.told import LEFT, RIGHT
from storytailor_dagster.providers.studio.illustration.figures.aids.walker import walker
from storytailor_dagster.providers.studio.illustration.figures.aids.wheelchair import wheelchair
from storytailor_dagster.providers.studio.illustration.figures.heads.head import Head
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.figures.skeleton import Bones
from storytailor_dagster.providers.studio.illustration.shapes import Point, g, polar

ON_HEAD: Mapping[str, Callable[[Look, Head], str]] = MappingProxyType(
    {
        "cranial_helmet": head_aids.helmet,
        "childhood_cancer": head_aids.soft_cap,
        "headphones": ears.ear_defenders,
        "hearing_aids": ears.hearing_aids,
        "cochlear_implant_external": ears.cochlear_implant,
        "oxygen_cannula": head_aids.cannula,
        "halo_cervical_orthosis": halo.before,
    }
)
"""In the head's own units, over everything of it."""

BEHIND_HEAD: Mapping[str, Callable[[Look, Head], str]] = MappingProxyType(
    {"cranial_helmet": head_aids.helmet_behind, "halo_cervical_orthosis": halo.behind}
)
"""The same, behind the trunk."""

ON_TRUNK: Mapping[str, Callable[[Look], str]] = MappingProxyType(
    {
        "weighted": trunk_aids.weighted_wrap,
        "port_a_cath": chest.port,
        "dialysis_catheter": chest.catheter,
        "feeding_tube_gtube": chest.feeding_tube,
        "insulin_pump": chest.pump,
        "inhaler": partial(chest.inhaler, spacer=False),
        "spacer": partial(chest.inhaler, spacer=True),
        "chew": chest.chew,
    }
)
"""In the trunk's own space, over its clothes."""


class Seen(StrEnum):
    """How a trunk is seen: from the front, from the side in a chair, cross-legged, or lying under a blanket."""

    FRONT = "front"
    SIDE = "side"
    SITTING = "sitting"
    LYING = "lying"


_IN_A_CHAIR = {
    "port_a_cath": "translate(30 4)", "dialysis_catheter": "translate(-4 2)", "insulin_pump": "translate(46 -36)",
    "feeding_tube_gtube": "translate(18 -47) scale(.72)", "inhaler": "translate(8 -4) scale(.9)",
    "spacer": "translate(24 -4) scale(.9)", "chew": "translate(10 -4) scale(.9)",
}  # fmt: skip
_MOVED: Mapping[Seen, Mapping[str, str]] = MappingProxyType(
    {
        Seen.FRONT: {},
        Seen.SIDE: _IN_A_CHAIR,
        Seen.SITTING: {"feeding_tube_gtube": "translate(-6 -28) scale(.9)", "insulin_pump": "translate(4 -26)"},
        Seen.LYING: _IN_A_CHAIR | {"feeding_tube_gtube": "translate(4 -2)", "insulin_pump": "translate(22 4)"},
    }
)
"""Where a part goes so that arms, legs and blankets leave it in view."""

ROUND_TRUNK: Mapping[str, Callable[..., str]] = MappingProxyType(
    {"scoliosis_brace": trunk_aids.back_brace, "halo_cervical_orthosis": halo.vest}
)
"""The same; narrower from the side."""

ELSEWHERE = (
    *("prosthetic_leg", "prosthetic_arm", "limb_difference_arm_missing", "orthotic_devices", "limb_length_discrepancy"),
    *("medical_alert_symbol", "iv_picc_line", "glucose_sensor", "dialysis_fistula", "fidget_band"),
    *("vitiligo", "birthmark_large", "burn_scars", "albinism", "dwarfism", "down_syndrome", "cleft_lip"),
    *("facial_differences", "tracheostomy", "guide_dog", "fidget", "signing", "glasses"),
)

DRAWN = frozenset({*ON_HEAD, *ON_TRUNK, *ROUND_TRUNK, *ELSEWHERE, *CHAIRS, *STICKS})
"""Every part that this room can show; `cane` is the family's word, the others are parts of the catalogue of traits."""


def chair_of(look: Look) -> str | None:
    return next((aid for aid in look.aids if aid in CHAIRS), None)


_FEET = (78.0, -62.0)
"""Where a child of six has the ankles in a chair."""


def chair(look: Look, feet: Point | None = None) -> tuple[str, str]:
    """The wheelchair behind and before its owner, in colours of their own; its foot plate is where the feet are.

    `feet` is the middle between the ankles; without it the chair stands by itself.
    """
    name = chair_of(look)
    if name is None:
        return "", ""
    guard = look.outfit.second if look.outfit.top == look.accent else look.accent
    frame = "#3fa7a0" if guard != "#4fb3a5" else "#e2785a"
    draw = power_chair if name == "wheelchair_power" else wheelchair
    size = chair_scale(look)
    x, y = _FEET if feet is None else (feet[0] / size, feet[1] / size)
    behind, before = draw(frame, guard, plate=(x + 8 / size, y + 20 / size), scale=size)
    return part(name, behind), part(name, before)


def chair_scale(look: Look) -> float:
    """A smaller child has a smaller chair."""
    return min(1.16, max(0.78, 0.35 + 0.65 * look.build.stature))


def on_head(look: Look, head: Head) -> str:
    return "".join(part(aid, draw(look, head)) for aid, draw in ON_HEAD.items() if aid in look.aids)


def behind_head(look: Look, head: Head) -> str:
    return "".join(part(aid, draw(look, head)) for aid, draw in BEHIND_HEAD.items() if aid in look.aids)


def on_trunk(look: Look, as_seen: Seen) -> str:
    """What is worn on the trunk, in its own space."""
    side = as_seen in (Seen.SIDE, Seen.LYING)
    out = chest.open_collar(look, side=side) if OPEN_NECK & set(look.aids) else ""
    out += "".join(part(aid, draw(look, side=side)) for aid, draw in ROUND_TRUNK.items() if aid in look.aids)
    for aid, draw in ON_TRUNK.items():
        if aid in look.aids:
            out += part(aid, g(draw(look), None, _MOVED[as_seen].get(aid)))
    return out


def at_throat(look: Look) -> str:
    """What would be under the chin if it were drawn with the trunk; in the trunk's own space."""
    return part("tracheostomy", chest.breathing_tube(look)) if look.has("tracheostomy") else ""


def sticks_of(look: Look, bones: Bones, *, near_free: bool) -> tuple[str, str]:
    """What the far hand and the near hand lean on, drawn before the arm that holds it."""
    far = near = ""
    ground = 4 - bones.stance.lift
    arms = [arm for limb, arm in enumerate(bones.arms) if not look.has("limb_difference_arm_missing", bones.side(limb))]
    far_arm, near_arm = arms[0], arms[-1]
    far_hand, near_hand = (polar(arm.end, arm.direction, 8) for arm in (far_arm, near_arm))
    if "white_cane" in look.aids:
        if near_free:
            near = part("white_cane", sticks.white_cane(near_hand, 1, ground=ground))
        else:
            far = part("white_cane", sticks.white_cane(far_hand, -1, ground=ground))
    if "cane" in look.aids:
        far += part("cane", sticks.cane(far_hand, -1, ground=ground))
    if "walker" in look.aids:
        back, front = walker(_grips(bones, far_hand), lum(look.accent, -0.02), ground=ground)
        far, near = far + part("walker", back), near + part("walker", front)
    if "crutches" in look.aids:
        colour = lum(look.accent, -0.03)
        far += part("crutches", sticks.crutch(far_arm, colour, ground=ground))
        near += part("crutches", sticks.crutch(near_arm, colour, ground=ground)) if near_free else ""
    return (far, near) if far_arm is not near_arm else ("", far + near)


def _grips(bones: Bones, hand: Point) -> tuple[Point, Point]:
    """A walking frame's two grips: where the leaning hand is, and as far to the other side."""
    reach = abs(hand[0] - bones.hip[0])
    return (bones.hip[0] - reach, hand[1]), (bones.hip[0] + reach, hand[1])


def lying(look: Look) -> str:
    """Sticks laid down beside a sleeper."""
    return "".join(part(aid, sticks.lying(aid, look.accent)) for aid in STICKS if aid in look.aids)


def arms_with_parts(look: Look) -> tuple[str, ...]:
    """The sides whose arm has something to show."""
    return tuple(side for side in (LEFT, RIGHT) if any(look.has(aid, side) for aid in ELSEWHERE))
