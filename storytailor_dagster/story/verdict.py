"""What a checker may object to in a picture or in words, and which objections no family is ever shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Matter(StrEnum):
    """What an objection is about."""

    HERO = "hero"
    TRAIT = "trait"
    FRIGHT = "fright"
    MODERATION = "moderation"
    SCENE = "scene"
    LETTERS = "letters"
    LIMBS = "limbs"


GRAVE = frozenset({Matter.HERO, Matter.TRAIT, Matter.FRIGHT, Matter.MODERATION})
"""After the last try these fail the picture; the others let it pass with a warning."""


@dataclass(frozen=True, kw_only=True)
class Objected:
    """One objection: its matter, and a sentence that the next try is told. Never a name."""

    matter: Matter
    says: str


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a checker says: nothing to object to, or a sentence per objection; and what it went by."""

    objections: tuple[Objected, ...] = ()
    evidence: tuple[str, ...] = ()

    def of(self, *matters: Matter) -> tuple[Objected, ...]:
        """The objections about these matters."""
        return tuple(found for found in self.objections if found.matter in matters)
