"""What a picture is, and what it is asked for with. Whether it is one is `picture_checks.py`."""

from __future__ import annotations

from dataclasses import dataclass

from storytailor_dagster.character.catalogue import TRAITS, shown_traits
from storytailor_dagster.character.hero import Hero
from storytailor_dagster.character.model import Value
from storytailor_dagster.character.portraits import Portrait, PortraitBrief
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
    same, unless the hero is a character with a `character_seed` of their own; `age` is the reader's, in years;
    `objection` is what the last try was refused for, and after a `last_try` there is no other.
    """

    part: Part
    hero: Hero
    staging: Staging
    description: str
    title: str | None = None
    age: int = 7
    seed: int = 0
    character_seed: int | None = None
    objection: str | None = None
    last_try: bool = False

    @property
    def size(self) -> tuple[int, int]:
        """Pixels."""
        return WIDTH, HEIGHT

    @property
    def hero_seed(self) -> int:
        """What keeps the hero the same."""
        return self.seed if self.character_seed is None else self.character_seed

    @property
    def traits(self) -> tuple[str, ...]:
        """The traits that are in view."""
        return shown_traits(self.hero)

    def parts_of(self, trait: str) -> tuple[str, ...]:
        """What is in view of a trait."""
        return TRAITS[trait].parts(self.hero.appearance)

    def looks(self, trait: str) -> str:
        """How a trait is shown; it follows `The hero …`."""
        return TRAITS[trait].picture


AnyBrief = PictureBrief | PortraitBrief


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A PNG. `drawn` names what is known to be seen in it (empty where nobody can tell).

    `plain` is the same picture before a title was lettered on it, where there is one; `portrait` is which of the hero's
    portraits it is, if it is one.
    """

    png: bytes
    drawn: tuple[str, ...] = ()
    plain: bytes | None = None
    portrait: Portrait | None = None

    @property
    def reference(self) -> bytes:
        """What other pictures are drawn after: the one without letters."""
        return self.plain or self.png
