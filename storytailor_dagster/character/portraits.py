"""The two pictures of a character that stories lean on: which they are and what is in view in each. No drawing."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from storytailor_dagster.character.catalogue import TRAITS, shown_traits
from storytailor_dagster.character.hero import Hero
from storytailor_dagster.character.model import Value


class Portrait(StrEnum):
    """Head and shoulders, or the whole character, standing or seated, with feet or wheels in view."""

    HEADSHOT = "headshot"
    BODY = "body"


NEEDS: Mapping[Portrait, tuple[Portrait, ...]] = MappingProxyType(
    {Portrait.HEADSHOT: (), Portrait.BODY: (Portrait.HEADSHOT,)}
)
"""Portrait -> the portraits that it takes as references."""

MORE_TRIES = 3
"""How many more tries a portrait gets after the first."""

SIDE = 1024
"""Pixels of a portrait's side: both are square, which every painter can draw."""

FRAMES: Mapping[Portrait, str] = MappingProxyType(
    {
        Portrait.HEADSHOT: "Head and shoulders, from the front, calm and friendly, looking at us.",
        Portrait.BODY: "The whole character from head to feet or wheels, from the front, standing or seated at ease.",
    }
)
"""What each shows; both on a plain, warm ground of the character's own colours, with nothing and nobody else."""


class PortraitBrief(Value):
    """What a portrait is asked for with.

    `seed` is the character's, the same for both portraits and for the stories; `objection` is what the last try was
    refused for, and after a `last_try` there is no other.
    """

    portrait: Portrait
    hero: Hero
    seed: int = 0
    objection: str | None = None
    last_try: bool = False

    @property
    def size(self) -> tuple[int, int]:
        """Pixels."""
        return SIDE, SIDE

    @property
    def age(self) -> int:
        """The character's own, in years: who it is drawn for is not known."""
        return self.hero.age

    @property
    def traits(self) -> tuple[str, ...]:
        """The traits that are in view."""
        return tuple(name for name in shown_traits(self.hero) if self.parts_of(name))

    @property
    def parts(self) -> tuple[str, ...]:
        """What is drawn of them, each once."""
        return tuple(dict.fromkeys(part for name in self.traits for part in self.parts_of(name)))

    def parts_of(self, trait: str) -> tuple[str, ...]:
        """What is in view of a trait."""
        found = TRAITS[trait].parts(self.hero.appearance)
        return found if self.portrait is Portrait.BODY else tuple(part for part in found if _in_headshot(part))

    def looks(self, trait: str) -> str:
        """How a trait in view is shown here; it follows `The hero …`."""
        row = TRAITS[trait]
        return row.headshot if self.portrait is Portrait.HEADSHOT else row.picture


_BELOW_THE_SHOULDERS = frozenset({"guide_dog", "white_cane", "fidget"})
"""Parts that are no trait's own row."""


def _in_headshot(part: str) -> bool:
    return part not in _BELOW_THE_SHOULDERS and (part not in TRAITS or bool(TRAITS[part].headshot))
