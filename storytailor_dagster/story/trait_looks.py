"""How each trait is called and shown. Which there are is `traits.py`; the words are `traits.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from importlib.resources import files
from types import MappingProxyType

from storytailor_dagster.story.model import Value
from storytailor_dagster.story.traits import TRAIT_IDS


class Shown(StrEnum):
    """When a picture shows a trait."""

    ALWAYS = "always"
    IF_MENTIONED = "if_mentioned"
    NEVER = "never"


class TraitLook(Value):
    """A trait's `label`, when it is `shown`, and a sentence on how a `picture` shows it; it follows `The hero …`."""

    label: str
    shown: Shown
    picture: str
    mentions: tuple[str, ...] = ()

    def is_shown(self, words: str) -> bool:
        """Whether a picture of a hero described in these words shows the trait."""
        if self.shown is Shown.IF_MENTIONED:
            return any(mention in words.casefold() for mention in self.mentions)
        return self.shown is Shown.ALWAYS


def _read() -> Mapping[str, TraitLook]:
    told = tomllib.loads((files(__package__) / "traits.toml").read_text(encoding="utf-8"))
    found = {name: TraitLook.model_validate(look) for name, look in told.items()}
    if set(found) != set(TRAIT_IDS):
        raise ValueError("traits.toml and the catalogue's ids differ")
    return MappingProxyType(found)


LOOKS = _read()
"""Trait id -> how it looks. Loading fails where one of the 39 is missing."""
