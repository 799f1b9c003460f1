"""A head with all that is worn on it, and what a trait changes in the whole of somebody."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.figures.aids import catalogue
from storytailor_dagster.providers.studio.illustration.figures.aids.features import halves
from storytailor_dagster.providers.studio.illustration.figures.aids.tag import part
from storytailor_dagster.providers.studio.illustration.figures.aids.told import RIGHT
from storytailor_dagster.providers.studio.illustration.figures.faces import Face
from storytailor_dagster.providers.studio.illustration.figures.heads.head import Head
from storytailor_dagster.providers.studio.illustration.figures.look import Look

_WHOLE_BODY = ("dwarfism", "albinism")
"""Parts that are every limb's and the head's."""


def all_of(look: Look, markup: str) -> str:
    """A limb or a head, named as a part where a trait is the whole body's."""
    for name in _WHOLE_BODY:
        markup = part(name, markup) if look.has(name) else markup
    return markup


def crown(cv: Canvas, look: Look, head: Head, face: Face) -> str:
    """The head's front and what is worn on it, in the head's own units."""
    whole = all_of(look, head.front) + catalogue.on_head(look, head) + head.over
    if not look.has("facial_differences"):
        return whole
    return halves(cv, whole, face.gaze[0] * 1.3, smaller_right=look.has("facial_differences", RIGHT))


def nape(look: Look, head: Head) -> str:
    """What goes behind the trunk: long hair, manes, a halo's far half."""
    return catalogue.behind_head(look, head) + all_of(look, head.behind)
