"""What is made, part by part: stories and characters. Their parts under one roof, for whoever makes any of them.

What a part is belongs to its subject (`story/parts.py`, `character/portraits.py`).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from storytailor_dagster.character import portraits
from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.story import parts as story_parts
from storytailor_dagster.story.parts import Part, References

AnyPart = Part | Portrait


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A kind of thing that is made. `name` is Dagster's group and what people call it; `parts` are in order."""

    name: str
    parts: tuple[AnyPart, ...]


STORY = Subject(name="story", parts=tuple(Part))
CHARACTER = Subject(name="character", parts=tuple(Portrait))
SUBJECTS = (STORY, CHARACTER)

_BY_NAME: Mapping[str, AnyPart] = MappingProxyType({part.value: part for one in SUBJECTS for part in one.parts})
_ORDER = {part: place for place, part in enumerate(_BY_NAME.values())}


def part_named(name: str) -> AnyPart:
    """The part of this name; no two subjects have one of the same name.

    Raises:
        KeyError: there is none.
    """
    return _BY_NAME[name]


def subject_of(part: AnyPart) -> Subject:
    """What the part is a part of."""
    return STORY if isinstance(part, Part) else CHARACTER


def needs_of(part: AnyPart, references: References = "chain") -> tuple[AnyPart, ...]:
    """The parts of the same subject that it takes as inputs."""
    return story_parts.needs(references)[part] if isinstance(part, Part) else portraits.NEEDS[part]


def below(part: AnyPart, references: References = "chain") -> tuple[AnyPart, ...]:
    """Every part of the same subject that directly or indirectly needs it, in the order of the graph."""
    if isinstance(part, Part):
        return story_parts.below(part, references)
    return tuple(other for other in Portrait if part in portraits.NEEDS[other])


def with_needs(
    parts: Iterable[AnyPart], references: References = "chain", *, there: Container[AnyPart] = ()
) -> tuple[AnyPart, ...]:
    """The parts and all that they directly or indirectly need and that is not there, in the order of the graph."""
    found = set(parts)
    for part in reversed(_ORDER):
        if part in found:
            found.update(need for need in needs_of(part, references) if need not in there)
    return in_order(found)


def more_tries(part: AnyPart) -> int:
    """How many more tries it gets after the first."""
    return story_parts.MORE_TRIES[part] if isinstance(part, Part) else portraits.MORE_TRIES


def in_order(parts: Iterable[AnyPart]) -> tuple[AnyPart, ...]:
    """The parts in the order of the graph, each once."""
    return tuple(sorted(set(parts), key=_ORDER.__getitem__))
