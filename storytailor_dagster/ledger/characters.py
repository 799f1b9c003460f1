"""Characters' rows: asked for, changed and read, by their family or by the house. Their jobs are the ledger's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from storytailor_dagster.errors import Gone, InvalidRequest
from storytailor_dagster.ledger.acting import as_user
from storytailor_dagster.ledger.asking import asked
from storytailor_dagster.ledger.connection import Connection, Pool
from storytailor_dagster.ledger.quotas import Quota
from storytailor_dagster.ledger.reading import character_from
from storytailor_dagster.ledger.rows import CharacterFields, CharacterRow
from storytailor_dagster.ledger.statements import statement
from storytailor_dagster.ledger.values import clean, text
from storytailor_dagster.subjects import AnyPart, part_named


@dataclass(frozen=True, slots=True)
class CharacterSummary:
    """What a list of characters shows of each."""

    id: UUID
    name: str
    species: str | None
    status: str
    appearance_url: str | None
    asset_generation_status: dict[str, Any]
    created_at: datetime
    revision: int


class Characters:
    """Safe to share between threads; every method may raise `Transient`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def insert(
        self,
        user: UUID,
        *,
        character_id: UUID,
        fields: CharacterFields,
        library_id: UUID | None = None,
        priority: str = "normal",
        most: int | None = None,
    ) -> bool:
        """Inserts the user's character, one of at `most` a month; False where the very same one is there already.

        Raises:
            InvalidRequest: something else has the id (`CHARACTER_ID_TAKEN`).
            OverQuota: it is one too many; nothing is inserted.
        """
        values = _values(character_id, user, fields)
        values |= {"library_id": library_id, "metadata": Jsonb({"priority": priority})}

        def insert(connection: Connection) -> bool:
            if connection.execute(statement("insert_character"), values).fetchone():
                Quota("characters", most).count(connection, user)
                return True
            same = connection.execute(statement("same_character"), values).fetchone()
            if same is None or not same[0]:
                raise InvalidRequest("Something else has this id.", code="CHARACTER_ID_TAKEN")
            return False

        return as_user(self._pool, user, insert)

    def redraw(self, owner: UUID, character_id: UUID, *, fields: CharacterFields, parts: Iterable[AnyPart]) -> None:
        """Writes what is said of the owner's character now and queues these portraits, both or neither.

        Raises:
            Gone: the owner has no such character.
        """
        values = _values(character_id, owner, fields)

        def redraw(connection: Connection) -> None:
            with connection.transaction():
                asked(connection, character_id, parts)
                if connection.execute(statement("change_character"), values).fetchone() is None:
                    raise Gone("The character was deleted.")

        self._pool.run(redraw)

    def row(self, character_id: UUID) -> CharacterRow | None:
        """The character and its jobs, whosever it is."""
        return self._pool.run(lambda connection: _row(connection, character_id))

    def own(self, user: UUID, character_id: UUID) -> CharacterRow | None:
        """The user's character with its jobs; None where there is none, or it is another's."""
        return as_user(self._pool, user, lambda connection: _row(connection, character_id))

    def page(self, user: UUID, *, limit: int, offset: int) -> tuple[tuple[CharacterSummary, ...], int]:
        """One page of the user's characters, the newest first, and how many there are."""
        values = {"limit": limit, "offset": offset}

        def read(connection: Connection) -> tuple[tuple[CharacterSummary, ...], int]:
            rows = connection.execute(statement("family_characters"), values).fetchall()
            count = connection.execute(statement("family_character_count")).fetchone()
            return tuple(CharacterSummary(*row) for row in rows), count[0] if count else 0

        return as_user(self._pool, user, read)

    def stories(self, character_id: UUID) -> tuple[tuple[UUID, tuple[AnyPart, ...]], ...]:
        """Its family's stories about it, the oldest first, each with the parts that were asked for."""
        values = {"id": character_id}
        rows = self._pool.run(lambda c: c.execute(statement("stories_of_character"), values).fetchall())
        return tuple((story, tuple(map(part_named, parts))) for story, parts in rows)


def _row(connection: Connection, character_id: UUID) -> CharacterRow | None:
    # in binary, since records in text have lost their types
    row = connection.execute(statement("character"), {"id": character_id}, binary=True).fetchone()
    return None if row is None else character_from(row)


def _values(character_id: UUID, creator: UUID, fields: CharacterFields) -> dict[str, Any]:
    told = asdict(fields)
    return {
        "id": character_id,
        "creator": creator,
        "name": text(fields.name),
        "species": None if fields.species is None else text(fields.species),
        "personality": None if fields.personality is None else text(fields.personality),
        "traits": Jsonb(clean(told["traits"])),
        "inclusivity_traits": Jsonb(clean(told["inclusivity_traits"])),
    }
