"""Makes values fit for Postgres: text and jsonb hold no NUL and no lone surrogate."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

MOST_LEVELS, LARGEST_NUMBER = 32, 10**15
"""Of a client's JSON, as the migration on bounds has it."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def text(value: str) -> str:
    """The text without what Postgres refuses."""
    return _UNSTORABLE.sub("", value)


def clean(value: Any) -> Any:
    """The JSON value without what Postgres refuses."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, Mapping):
        return {text(str(key)): clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean(item) for item in value]
    return value


def is_bounded(value: Any) -> bool:
    """Whether a row takes the JSON value: so many levels at most, and no number beyond what every reader takes."""
    level: list[Any] = [value]
    for _ in range(MOST_LEVELS + 1):
        within: list[Any] = []
        for one in level:
            if isinstance(one, Mapping):
                within += one.values()
            elif isinstance(one, list | tuple):
                within += one
            elif isinstance(one, int | float) and not abs(one) <= LARGEST_NUMBER:
                return False
        if not within:
            return True
        level = within
    return False


def jsonb(value: Mapping[str, Any]) -> Jsonb:
    """The mapping as a jsonb parameter.

    Raises:
        ValueError: a number in it is NaN or infinite.
    """
    return Jsonb(clean(value), dumps=partial(json.dumps, allow_nan=False))


def request_values(
    *, story_id: UUID | None, creator: UUID, title: str | None, age: int | None, metadata: Mapping[str, Any]
) -> dict[str, Any]:
    """A request as the parameters of the statements `insert_story` and `same_story`."""
    return {
        "story_id": story_id,
        "creator": creator,
        "title": None if title is None else text(title),
        "age": age,
        "metadata": jsonb(metadata),
    }
