"""How this hero moves and senses, in the slots' words, and what is there every day in a sentence by the way."""

from __future__ import annotations

from storytailor_dagster.character.catalogue import shown_parts, ways_that_jar
from storytailor_dagster.character.hero import Hero
from storytailor_dagster.providers.studio.text.library import read


def moves(hero: Hero) -> dict[str, str]:
    """The slots for verbs; where several ways differ, the last of the catalogue's order wins."""
    told, jars = read("moves.toml"), ways_that_jar(hero)
    found: dict[str, str] = dict(told["usual"])
    for way, words in told.items():
        if way in jars:
            found |= words
    return found


def everyday(hero: Hero, voice: str) -> list[list[str]]:
    """For each of the hero's parts that is a thing one uses, the sentences that have it, in a voice."""
    known = read("aids.toml")
    return [known[part][voice] for part in shown_parts(hero) if part in known]
