"""A request as an operator or the command line types it, checked and put into the shape of a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from storytailor_dagster.errors import InvalidRequest
from storytailor_dagster.story.intake import read_request

NOBODY = 0
"""The creator of what no family asked for: the zero UUID, whose stories only operators see."""

PRIORITIES = ("normal", "high", "urgent")


@dataclass(frozen=True, kw_only=True)
class RequestBody:
    """Columns of a row of `stories`."""

    title: str | None
    age: int
    metadata: dict[str, Any]


def new_story_id() -> UUID:
    return uuid4()


def request_body(
    *,
    story_id: UUID,
    age: int = 7,
    story_type: str = "Adventure",
    priority: str = "normal",
    title: str | None = None,
    theme: str | None = None,
    idea: str | None = None,
    hero: str | None = None,
    species: str = "human",
    kind: str | None = None,
    pronouns: str | None = None,
    appearance: str | None = None,
    seed: int | None = None,
) -> RequestBody:
    """The row of a request, refused here if its text would be refused later.

    Raises:
        InvalidRequest: something can't become a story.
    """
    if priority not in PRIORITIES:
        raise InvalidRequest("The priority is not normal, high or urgent.", code="UNKNOWN_PRIORITY")
    person = {"name": hero, "species": species, "kind": kind, "pronouns": pronouns, "appearance": appearance}
    fields: dict[str, Any] = {
        "storyType": story_type,
        "theme": theme,
        "storyIdea": idea,
        "hero": {name: value for name, value in person.items() if value is not None},
        "priority": priority,
        "seed": seed,
    }
    metadata = {name: value for name, value in fields.items() if value is not None}
    read_request(story_id=story_id, title=title, age_rating=age, metadata=metadata)
    return RequestBody(title=title, age=age, metadata=metadata)
