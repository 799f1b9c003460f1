"""Making one part of a story with hosted providers, the parts before it by doubles; and looking at what came of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from storytailor_dagster.ledger import CallRow
from storytailor_dagster.story.parts import NEEDS, Part, in_order
from storytailor_dagster_tests.defs.conftest import House


def prepared(house: House, part: Part) -> UUID:
    """A story whose other parts were made by doubles, so that only `part` is made by the hosted ones."""
    hero = {"name": "Zuzka", "inclusivityTraits": ["vitiligo"]}
    story = house.asked(hero=hero, idea="a kite that will not fly")
    above = needed(part)
    if above:
        house.run(story, in_order(above), hands=house.doubles)
    return story


def needed(part: Part) -> set[Part]:
    """All that has to be there before the part."""
    return {other for need in NEEDS[part] for other in (need, *needed(need))}


def make(house: House, story: UUID, part: Part) -> Any:
    return house.run(story, [part])


def rows(house: House, story: UUID, purpose: str) -> list[CallRow]:
    return [
        row
        for row in house.ledger.spending.calls(story)
        if row.purpose == purpose and row.provider not in ("double", "studio")
    ]


def state(house: House, story: UUID, part: Part) -> str:
    return house.states(story)[part.value]


def failure(result: Any, part: Part) -> str:
    return str(result.failure_data_for_node(f"story__{part.value}"))
