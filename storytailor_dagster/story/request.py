"""What a family asked for, once it is known to be good. Parsing a row or a body into it is `intake.py`."""

from __future__ import annotations

from uuid import UUID

from storytailor_dagster.character.hero import Hero
from storytailor_dagster.character.model import Value
from storytailor_dagster.story.types import StoryType


class StoryRequest(Value):
    """A request that can become a story.

    `title` is the family's own, or None where the text chooses one. `age` is the reader's, 3 to 10 years.
    `theme` and `idea` are the family's words (`friendship`; `a lost kite at the sea`). `details` holds the
    type's own fields, flattened to strings. `seed` makes equal requests tell different
    stories.
    """

    story_id: UUID
    title: str | None = None
    story_type: StoryType = StoryType.ADVENTURE
    age: int = 7
    theme: str | None = None
    idea: str | None = None
    hero: Hero
    avoid: tuple[str, ...] = ()
    details: dict[str, str] = {}
    seed: int = 0
