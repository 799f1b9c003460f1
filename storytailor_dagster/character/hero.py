"""Who the story is about: name, species, pronouns, age and what is said of the looks. Not how a studio draws it."""

from __future__ import annotations

from enum import StrEnum

from storytailor_dagster.character.model import Value


class Species(StrEnum):
    HUMAN = "human"
    ANIMAL = "animal"
    ROBOT = "robot"
    MONSTER = "monster"
    FANTASY_BEING = "fantasy being"
    DINOSAUR = "dinosaur"
    ALIEN = "alien"
    SUPERHERO = "superhero"
    ELEMENTAL = "elemental"
    DRAGON = "dragon"


class Pronouns(StrEnum):
    SHE = "she"
    HE = "he"
    THEY = "they"


class Hero(Value):
    """The story's hero.

    `kind` narrows the species (`fox`, `rabbit`, ...); `appearance` and `personality` are the family's own words;
    `traits` are ids of `catalogue.py`. Age in years, 1 to 17 (the reader's, unless stated).
    """

    name: str
    species: Species = Species.HUMAN
    kind: str | None = None
    pronouns: Pronouns = Pronouns.THEY
    age: int = 7
    appearance: str = ""
    personality: str = ""
    traits: tuple[str, ...] = ()
