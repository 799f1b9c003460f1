"""What grows for ever unless somebody tidies up: partition keys and log events, in Dagster's tables beside the stories.

Dagster has no retention of its own for either. Its tables are in the schema `dagster` of the same database.
"""

from __future__ import annotations

from datetime import timedelta

from storytailor_dagster.ledger.connection import Pool
from storytailor_dagster.ledger.statements import statement
from storytailor_dagster.subjects import Subject


class Housekeeping:
    """Safe to share between threads; every method may raise `Transient`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def sees_dagster(self) -> bool:
        """Whether Dagster's tables are in this database."""
        row = self._pool.run(lambda c: c.execute(statement("sees_dagster")).fetchone())
        return bool(row and row[0])

    def retirable(self, subject: Subject, *, after: timedelta, limit: int) -> tuple[str, ...]:
        """Partition keys of what was finished that long ago, or is gone; the oldest first."""
        values = {"subject": subject.name, "after": after, "limit": limit}
        rows = self._pool.run(lambda c: c.execute(statement("retirable"), values).fetchall())
        return tuple(str(row[0]) for row in rows)

    def purge_events(self, *, after: timedelta, limit: int) -> int:
        """Deletes log events that old of runs that ended; how many.

        What lineage and the runs' page are told from stays: everything about an asset, and how each run went.
        """
        values = {"after": after, "limit": limit}
        return self._pool.run(lambda c: c.execute(statement("purge_events"), values).rowcount)
