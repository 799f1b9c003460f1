"""The five lights: what each does to a colour, and the palette it gives a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from storytailor_dagster.providers.studio.illustration.canvas import Palette
from storytailor_dagster.providers.studio.illustration.colour import lum, mix
from storytailor_dagster.story.staging import Light


@dataclass(frozen=True, kw_only=True)
class Mood:
    """How a light changes the colour of things: lightness lost, and the share of its key colour mixed in."""

    key: str
    share: float
    dim: float


MOODS: Mapping[Light, Mood] = {
    Light.DAWN: Mood(key="#e6a0a8", share=0.26, dim=0.03),
    Light.DAY: Mood(key="#fff2c8", share=0.0, dim=0.0),
    Light.GOLDEN: Mood(key="#ff9f5a", share=0.28, dim=0.03),
    Light.DUSK: Mood(key="#4d4fa0", share=0.42, dim=0.12),
    Light.NIGHT: Mood(key="#10365c", share=0.55, dim=0.22),
}

PALETTES: Mapping[Light, Palette] = {
    Light.DAWN: Palette(
        shade="#6b4580", light="#ffe6cc", toward=(0.7, -0.5), shade_op=0.48, light_op=0.5, rim_op=0.55,
        ambient=("#ffd8cf", 0.14), grade="#ffb3a0", grade_op=0.16, vignette=0.3,
    ),
    Light.DAY: Palette(
        shade="#5a3b7a", light="#fff3c4", toward=(-0.7, -0.7), shade_op=0.42, light_op=0.5, body_shade_op=0.42,
        rim_op=0.5, ambient=("#fff0d8", 0.12), grade="#ffd08a", grade_op=0.12, vignette=0.22, wash=0.25,
    ),
    Light.GOLDEN: Palette(
        shade="#6a2f6e", light="#ffe09a", toward=(0.75, -0.45), shade_op=0.5, light_op=0.55, body_shade_op=0.55,
        rim_op=0.8, ambient=("#ffc9a0", 0.2), grade="#ff9a5c", grade_op=0.2, vignette=0.42,
    ),
    Light.DUSK: Palette(
        shade="#3a2d70", light="#d9c6ff", toward=(-0.5, -0.8), shade_op=0.55, light_op=0.36, body_shade_op=0.36,
        rim_op=0.5, ambient=("#c9c0f0", 0.2), grade="#7a6cd0", grade_op=0.16, vignette=0.48, wash=0.36,
    ),
    Light.NIGHT: Palette(
        shade="#08122e", light="#8fd0d8", toward=(0.4, -0.9), shade_op=0.6, light_op=0.28, body_shade_op=0.5,
        rim_op=0.5, ambient=("#aab8e6", 0.2), grade="#2f7f9a", grade_op=0.2, vignette=0.58, wash=0.4,
    ),
}  # fmt: skip


def tint(colour: str, light: Light, share: float = 1.0) -> str:
    """The colour as the light shows it; `share` below 1 for what is lit or far enough to keep its own."""
    mood = MOODS[light]
    return mix(lum(colour, -mood.dim * share), mood.key, mood.share * share)


def palettes(**changes: Any) -> Mapping[Light, Palette]:
    """The five palettes with a place's own changes to all of them."""
    return {light: replace(palette, **changes) for light, palette in PALETTES.items()}


def is_dark(light: Light) -> bool:
    """Whether lamps are lit."""
    return light in (Light.DUSK, Light.NIGHT)
