"""The 39 traits: how each is called and shown, what a checker asks, which words fit. The words are `traits.toml`.

Everything that speaks of a trait reads it here: prompts, checks, the studio, the docs. How a trait is drawn is the
studio's matter, and how a family spells one is `spelling.py`'s.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from storytailor_dagster.character.hero import Hero
from storytailor_dagster.character.model import Value

COUNT = 39
_AGREED = "e62393a678f44873a91395c7fe16c0456d1f167ac76bf3de5ba426a2a73e9b63"
"""The digest of every id and when it is shown, as the contract has them (a copy is in the tests)."""


class Shown(StrEnum):
    """When a picture shows a trait."""

    ALWAYS = "always"
    IF_MENTIONED = "if_mentioned"
    NEVER = "never"


class Question(Value):
    """Something to ask of a picture, and whether the right answer is yes."""

    ask: str
    right: bool


class Trait(Value):
    """One row. `label` and `picture` follow `The hero …`; `headshot` is empty where the trait is not in view there.

    `yes` and `no` are questions by their right answer; `mentions` are the parts that a family's words may ask for, each
    with the words; `jars` names lists of `WAYS`. The other fields are told of in `traits.toml`.
    """

    id: str
    label: str
    category: str
    also: tuple[str, ...]
    shown: Shown
    picture: str
    headshot: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    never: str
    say: tuple[str, ...]
    avoid: tuple[str, ...]
    jars: tuple[str, ...] = ()
    mentions: dict[str, tuple[str, ...]] = {}

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What a checker is asked, in order."""
        return (*(Question(ask=ask, right=True) for ask in self.yes), *(Question(ask=a, right=False) for a in self.no))

    def parts(self, words: str) -> tuple[str, ...]:
        """What is drawn of it on a hero described in these words; a part of its own name where nothing else is said."""
        if self.shown is Shown.IF_MENTIONED:
            named = {part: _longest(names, words) for part, names in self.mentions.items()}
            whole = max(named.values(), default="", key=len)
            return tuple(part for part, name in named.items() if name and (name == whole or name not in whole))
        return (self.id,) if self.shown is Shown.ALWAYS else ()

    def is_shown(self, words: str) -> bool:
        """Whether a picture of a hero described in these words shows the trait."""
        return bool(self.parts(words))


_DENIED = re.compile(
    r"\b(?:no|without|never an?|not an?|(?:doesn't|does not) (?:use|wear))\b.*?(?=[,.;]|\bbut\b|\band\b|$)"
)


def affirmed(words: str) -> str:
    """What a family's words say there is, in small letters: without what they say there is not."""
    return _DENIED.sub("", words.casefold())


def _longest(names: tuple[str, ...], words: str) -> str:
    """The longest of the names that the words hold and do not deny."""
    told = affirmed(words.replace("-", " "))
    found = [name for name in names if re.search(rf"\b{re.escape(name.replace('-', ' '))}\b", told)]
    return max(found, key=len, default="")


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / name).read_text(encoding="utf-8"))


def read(rows: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Trait]:
    """The catalogue of these rows.

    Raises:
        ValueError: they are not the 39 agreed on, or one is shown otherwise than agreed, or contradicts itself.
    """
    found = {name: Trait.model_validate({"headshot": row["picture"], **row, "id": name}) for name, row in rows.items()}
    agreed = "\n".join(sorted(f"{trait.id},{trait.shown}" for trait in found.values()))
    if len(found) != COUNT or sha256(agreed.encode()).hexdigest() != _AGREED:
        raise ValueError(f"traits.toml has {len(found)} traits, or shows one otherwise than agreed")
    for trait in found.values():
        if bool(trait.mentions) != (trait.shown is Shown.IF_MENTIONED) or not set(trait.jars) <= set(WAYS):
            raise ValueError(f"the row of {trait.id} contradicts itself")
    return MappingProxyType(found)


_TELLING = _toml("telling.toml")

WAYS: Mapping[str, tuple[str, ...]] = MappingProxyType({name: tuple(w) for name, w in _TELLING["ways"].items()})
"""Ways of moving and sensing, each with the words that tell of it."""

BELITTLES: Mapping[str, tuple[str, ...]] = MappingProxyType({n: tuple(w) for n, w in _TELLING["belittles"].items()})
"""Words that belittle `anybody`, and what makes `powers` of a trait."""

TRAITS = read(_toml("traits.toml"))
"""Trait id -> its row."""


def shown_traits(hero: Hero) -> tuple[str, ...]:
    """The hero's traits that a picture shows: always, or because the family's words mention how."""
    return tuple(trait for trait in hero.traits if TRAITS[trait].is_shown(hero.appearance))


def shown_parts(hero: Hero) -> tuple[str, ...]:
    """What pictures of the hero draw of the traits, each once."""
    return tuple(dict.fromkeys(part for trait in hero.traits for part in TRAITS[trait].parts(hero.appearance)))


def ways_that_jar(hero: Hero) -> tuple[str, ...]:
    """The ways of moving and sensing that contradict a trait of the hero's: keys of `WAYS`."""
    traits = [TRAITS[name] for name in (*hero.traits, *shown_parts(hero)) if name in TRAITS]
    return tuple(dict.fromkeys(way for trait in traits for way in trait.jars))


def jarring(hero: Hero) -> tuple[str, ...]:
    """The words of those ways, which are said of the hero by mistake only."""
    return tuple(word for way in ways_that_jar(hero) for word in WAYS[way])
