"""What a picture is, what it is asked for with, and when it is one: size, and never blank."""

from __future__ import annotations

from dataclasses import dataclass

from storytailor_dagster.character.hero import Hero
from storytailor_dagster.character.model import Value
from storytailor_dagster.story.parts import Part
from storytailor_dagster.story.staging import Staging

WIDTH, HEIGHT = 1536, 1024
"""Pixels of every picture of a story."""

PART = "part:"
"""What the parts of traits are named with in a picture's record: they speak of looks and are shown to nobody."""


class PictureBrief(Value):
    """What a picture model is asked for.

    `part` is the cover or a scene; `title` is lettered on the cover and None everywhere else; `description` is the
    key beat's visual description; `seed` is the story's, the same for all five pictures, so that the hero stays the
    same; `objection` is what the last try was refused for, and after a `last_try` there is no other.
    """

    part: Part
    hero: Hero
    staging: Staging
    description: str
    title: str | None = None
    seed: int = 0
    objection: str | None = None
    last_try: bool = False


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A PNG of WIDTH x HEIGHT pixels. `drawn` names what is known to be seen in it (empty where nobody can tell).

    `plain` is the same picture before a title was lettered on it, where there is one.
    """

    png: bytes
    drawn: tuple[str, ...] = ()
    plain: bytes | None = None

    @property
    def reference(self) -> bytes:
        """What other pictures are drawn after: the one without letters."""
        return self.plain or self.png
