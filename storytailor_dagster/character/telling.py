"""Whether a text tells of a hero with respect: words that belittle, and sentences that contradict a trait.

What the words are is `traits.toml`'s and `telling.toml`'s; whether a story may be kept is its own checks' matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from storytailor_dagster.character.catalogue import BELITTLES, TRAITS, jarring
from storytailor_dagster.character.hero import Hero, Pronouns, Species

_SUBJECTS = {Pronouns.SHE: "she", Pronouns.HE: "he", Pronouns.THEY: "they"}
_ADVERBS = "had|has|have|just|then|now|never|always|almost|nearly|soon|still|even|once|both|[a-z]+ly|[a-z]+ed and"
_BETWEEN = rf"(?: (?:{_ADVERBS})){{0,2}}"
"""What may stand between a name and its verb."""


def belittling(text: str, hero: Hero) -> tuple[str, ...]:
    """The words of a text that must not be told of a hero with these traits, each once; none where there are none."""
    if not hero.traits:
        return ()
    words = list(dict.fromkeys(word.replace("{h}", name) for word in BELITTLES["anybody"] for name in _called(hero)))
    words += [] if hero.species is Species.SUPERHERO else BELITTLES["powers"]
    words += [word for trait in hero.traits for word in TRAITS[trait].avoid]
    return tuple(dict.fromkeys(found.casefold() for found in _words(tuple(words)).findall(text)))


def contradicting(text: str, hero: Hero) -> tuple[str, ...]:
    """The sentences' parts that contradict a trait: `Mira ran`, and `She ran` right after a sentence about Mira."""
    words = jarring(hero)
    return tuple(dict.fromkeys(_said_of(text, hero, words))) if words else ()


def _said_of(text: str, hero: Hero, words: tuple[str, ...]) -> Iterator[str]:
    name = "|".join(map(re.escape, _called(hero)))
    for pattern in _patterns(f"(?:{name})", _SUBJECTS[hero.pronouns].capitalize(), words):
        yield from (match[0] for match in pattern.finditer(text))


def _called(hero: Hero) -> tuple[str, ...]:
    """In full, and by the first name."""
    return tuple(dict.fromkeys((hero.name, hero.name.split()[0])))


@cache
def _patterns(name: str, subject: str, words: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    verbs = _any(word for word in words if " " not in word)
    phrases = _any(word for word in words if " " in word)
    told_of = (rf"\b{name}(?: and [A-Z][\w'’-]*)?", rf"\b{name}\b[^.!?]*[.!?][”\"]? {subject}")
    said = (rf"{_BETWEEN} (?:{verbs})\b(?! out of\b)", rf"\b[^.!?;“”\"]{{0,60}}?\b(?:{phrases})\b")
    return tuple(re.compile(f"(?:{who}){what}") for who in told_of for what in said)


def _any(words: Iterator[str]) -> str:
    return "|".join(re.escape(word) for word in words) or r"(?!)"


@cache
def _words(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any(iter(words))})(?!\w)", re.IGNORECASE)
