"""The ledger as one family sees it: each statement runs as that user, and row level security says what is theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from storytailor_dagster.errors import InvalidRequest
from storytailor_dagster.ledger.acting import as_user
from storytailor_dagster.ledger.connection import Connection, Pool
from storytailor_dagster.ledger.quotas import Quota
from storytailor_dagster.ledger.reading import story_from
from storytailor_dagster.ledger.rows import StoryRow
from storytailor_dagster.ledger.statements import statement
from storytailor_dagster.ledger.values import request_values
from storytailor_dagster.story.parts import Part


@dataclass(frozen=True, slots=True)
class StorySummary:
    """What a list of stories shows of each."""

    id: UUID
    title: str | None
    status: str
    age_rating: int | None
    cover_art_url: str | None
    asset_generation_status: dict[str, Any]
    created_at: datetime
    revision: int


class Families:
    """Reads and inserts as a signed-in user. Safe to share between threads; every method may raise `Transient`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def insert_story(
        self,
        user: UUID,
        *,
        story_id: UUID,
        title: str | None,
        age: int | None,
        metadata: Mapping[str, Any],
        most: int | None = None,
    ) -> bool:
        """Inserts the user's request, one of at `most` so many a month; False where the very same one is there already.

        Raises:
            InvalidRequest: another request has the id (`STORY_ID_TAKEN`).
            OverQuota: it is one too many; nothing is inserted.
        """
        values = request_values(story_id=story_id, creator=user, title=title, age=age, metadata=metadata)

        def insert(connection: Connection) -> bool:
            if connection.execute(statement("insert_story"), values).fetchone():
                Quota("stories", most).count(connection, user)
                return True
            same = connection.execute(statement("same_story"), values).fetchone()
            if same is None or not same[0]:
                raise InvalidRequest("Another story has this id.", code="STORY_ID_TAKEN")
            return False

        return as_user(self._pool, user, insert)

    def story(self, user: UUID, story_id: UUID) -> StoryRow | None:
        """The user's story with its jobs; None where there is none, or it is another's."""
        values = {"story_id": story_id, "parts": list(Part)}
        row = as_user(self._pool, user, lambda c: c.execute(statement("story"), values, binary=True).fetchone())
        return None if row is None else story_from(row)

    def stories(
        self, user: UUID, *, status: str | None, limit: int, offset: int
    ) -> tuple[tuple[StorySummary, ...], int]:
        """One page of the user's stories, the newest first, and how many there are."""
        values = {"status": status, "limit": limit, "offset": offset}

        def read(connection: Connection) -> tuple[tuple[StorySummary, ...], int]:
            rows = connection.execute(statement("family_stories"), values).fetchall()
            count = connection.execute(statement("family_count"), values).fetchone()
            return tuple(StorySummary(*row) for row in rows), count[0] if count else 0

        return as_user(self._pool, user, read)
