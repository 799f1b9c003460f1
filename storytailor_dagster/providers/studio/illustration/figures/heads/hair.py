"""Which hair a look wears. The styles themselves are in hair_curly.py, hair_straight.py and hair_covered.py."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from types import MappingProxyType

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.figures.faces import Face
from storytailor_dagster.providers.studio.illustration.figures.heads import hair_covered, hair_curly, hair_straight
from storytailor_dagster.providers.studio.illustration.figures.heads.head import Head
from storytailor_dagster.providers.studio.illustration.figures.heads.strands import Scalp
from storytailor_dagster.providers.studio.illustration.figures.look import Look

STYLES: Mapping[str, Callable[[Scalp], Head]] = MappingProxyType(
    {
        "coily_short": hair_curly.coily_short,
        "afro": hair_curly.afro,
        "afro_puffs": hair_curly.afro_puffs,
        "curly_short": hair_curly.curly_short,
        "curly_long": hair_curly.curly_long,
        "locs": hair_curly.locs,
        "cornrows": hair_curly.cornrows,
        "bob": hair_straight.bob,
        "straight_long": hair_straight.straight_long,
        "wavy": hair_straight.wavy,
        "short_straight": hair_straight.short_straight,
        "swept": hair_straight.swept,
        "cropped": hair_straight.cropped,
        "ponytail": hair_straight.ponytail,
        "pigtails": hair_straight.pigtails,
        "braids": hair_straight.braids,
        "bun": hair_straight.bun,
        "hijab": hair_covered.hijab,
        "patka": hair_covered.patka,
        "bare": hair_covered.bare,
    }
)


_UNDER_A_HAT = {"short_straight": "cropped", "swept": "cropped", "bun": "braids"}
"""Hair that would stand up through a hat."""
_UNDER_A_HELMET = _UNDER_A_HAT | {
    "coily_short": "cropped", "afro": "cornrows", "afro_puffs": "cornrows", "curly_short": "cropped",
    "curly_long": "wavy", "ponytail": "straight_long", "patka": "cropped",
}  # fmt: skip
"""Hair that a closed shell would not lie close to."""


def hair_of(cv: Canvas, look: Look, face: Face) -> Head:
    """The look's hair on a child's head; a turned head shifts the hairline."""
    wide, high = look.build.head
    scalp = Scalp(
        cv=cv, wide=wide, high=high, shift=face.gaze[0] * 0.6, gaze=face.gaze, hair=look.hair, accent=look.accent,
        random=random.Random(f"{look.seed}:hair"),
    )  # fmt: skip
    style = look.hair_style
    if look.has("cranial_helmet"):
        style = _UNDER_A_HELMET.get(style, style)
    elif look.features & {"beanie", "cap", "sunhat"}:
        style = _UNDER_A_HAT.get(style, style)
    return STYLES[style](scalp)
