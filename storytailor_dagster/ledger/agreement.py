"""What the ledger says of runs and objects, for whoever holds it against Dagster's runs and against the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from storytailor_dagster.ledger.connection import Pool
from storytailor_dagster.ledger.rows import LEASE
from storytailor_dagster.ledger.statements import statement
from storytailor_dagster.subjects import AnyPart, part_named


@dataclass(frozen=True, slots=True)
class BeingMade:
    """A part that a run is said to make; `quiet` is how long ago it gave its last sign of life."""

    subject_id: UUID
    part: AnyPart
    attempt: int
    run_id: str
    quiet: timedelta


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the row of all ready parts: when the part there became ready, and its job's id."""

    at: datetime
    id: UUID


OLDEST = Place(datetime.min.replace(tzinfo=UTC), UUID(int=0))
"""Before all of them."""


@dataclass(frozen=True, slots=True)
class MadeObject:
    """A ready part, and the keys of what was made (a row that others wrote names none)."""

    subject_id: UUID
    part: AnyPart
    attempt: int
    object_keys: tuple[str, ...]
    place: Place


class Agreement:
    """Safe to share between threads; every method may raise `Transient`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def being_made(self, *, quiet: timedelta, limit: int) -> tuple[BeingMade, ...]:
        """Parts in work whose last sign of life is at least so long ago, the quietest first."""
        values = {"lease": LEASE, "quiet": quiet, "limit": limit}
        rows = self._pool.run(lambda c: c.execute(statement("being_made"), values).fetchall())
        return tuple(BeingMade(row[0], part_named(row[1]), *row[2:]) for row in rows)

    def made_after(self, place: Place, *, until: datetime, limit: int) -> tuple[MadeObject, ...]:
        """Ready parts behind that place, ready before `until`, the oldest first; of archived stories too."""
        values = {"at": place.at, "id": place.id, "until": until, "limit": limit}
        rows = self._pool.run(lambda c: c.execute(statement("made_after"), values).fetchall())
        return tuple(
            MadeObject(row[0], part_named(row[1]), row[2], tuple(row[3]), Place(row[4], row[5])) for row in rows
        )
