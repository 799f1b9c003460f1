"""Which aids can be drawn and where each belongs. To add one: a function in this folder and a line here.

Traits that change the skin, a limb or the whole look are drawn where those are (limbs.py, heads/child.py, look.py)
and only named here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from storytailor_dagster.providers.studio.illustration.colour import lum
from storytailor_dagster.providers.studio.illustration.figures.aids import ears, head_aids, limb_aids, marks, sticks
from storytailor_dagster.providers.studio.illustration.figures.aids.wheelchair import wheelchair
from storytailor_dagster.providers.studio.illustration.figures.faces import Face
from storytailor_dagster.providers.studio.illustration.figures.heads.head import Head
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.figures.skeleton import Bones
from storytailor_dagster.providers.studio.illustration.shapes import polar

ON_HEAD: Mapping[str, Callable[[Look, Head, Face], str]] = MappingProxyType(
    {
        "cleft_lip": head_aids.lip_scar,
        "oxygen_cannula": head_aids.cannula,
        "cranial_helmet": head_aids.helmet,
        "hearing_aids": ears.hearing_aids,
        "cochlear_implant_external": ears.cochlear_implant,
    }
)
"""In the head's own units, over everything of it."""

CHAIRS = ("wheelchair_manual", "wheelchair_power")
STICKS = ("cane", "visual_impairment", "crutches", "walker")
_IN_THE_LOOK = ("albinism", "childhood_cancer", "dwarfism", "down_syndrome", "scoliosis_brace")

DRAWN = frozenset({*ON_HEAD, *CHAIRS, *STICKS, *marks.DRAWN, *limb_aids.DRAWN, *_IN_THE_LOOK})
"""Every trait this room can show; `cane` is the family's word, the others are ids of the catalogue of traits."""


def chair_of(look: Look) -> str | None:
    return next((aid for aid in look.aids if aid in CHAIRS), None)


def chair(look: Look) -> tuple[str, str]:
    """The wheelchair behind and before its owner, in colours of their own."""
    guard = look.outfit.second if look.outfit.top == look.accent else look.accent
    frame = "#3fa7a0" if guard != "#4fb3a5" else "#e2785a"
    return wheelchair(frame, guard, scale=chair_scale(look), power=chair_of(look) == "wheelchair_power")


def chair_scale(look: Look) -> float:
    """A smaller child has a smaller chair."""
    return min(1.16, max(0.78, 0.35 + 0.65 * look.build.stature))


def on_head(look: Look, head: Head, face: Face) -> str:
    return "".join(draw(look, head, face) for aid, draw in ON_HEAD.items() if aid in look.aids)


def sticks_of(look: Look, bones: Bones, *, near_free: bool) -> tuple[str, str]:
    """What the far hand and the near hand lean on, drawn before the arm that holds it."""
    far = near = ""
    ground = 4 - bones.stance.lift
    one_armed = "limb_difference_arm_missing" in look.aids
    near_arm = bones.arms[1]
    far_arm = near_arm if one_armed else bones.arms[0]
    far_hand, near_hand = (polar(arm.end, arm.direction, 8) for arm in (far_arm, near_arm))
    if "visual_impairment" in look.aids:
        if near_free:
            near = sticks.white_cane(near_hand, 1, ground=ground)
        else:
            far = sticks.white_cane(far_hand, -1, ground=ground)
    if "cane" in look.aids:
        far += sticks.cane(far_hand, -1, ground=ground)
    if "walker" in look.aids:
        front, back = sticks.walker(bones.hip, lum(look.accent, -0.02), ground=ground)
        far, near = far + back, near + front
    if "crutches" in look.aids:
        colour = lum(look.accent, -0.03)
        far += sticks.crutch(far_arm, colour, ground=ground)
        near += sticks.crutch(near_arm, colour, ground=ground) if near_free else ""
    return ("", far + near) if one_armed else (far, near)


def lying(look: Look) -> str:
    """Sticks laid down beside a sleeper."""
    return "".join(sticks.lying(aid, look.accent) for aid in STICKS if aid in look.aids)
