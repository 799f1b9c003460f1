"""What grows for ever unless somebody tidies up: partition keys, log events and results of checks, in Dagster's tables.

Dagster has no retention of its own for them. Its tables are in the schema `dagster` of the same database. The walks go
by id, a page a call: a page tells where the next one begins, 0 for the beginning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from storytailor_dagster.ledger.connection import Connection, Pool
from storytailor_dagster.ledger.statements import statement


class Housekeeping:
    """Safe to share between threads; every method may raise `Transient`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def sees_dagster(self) -> bool:
        """Whether Dagster's tables are in this database."""
        row = self._pool.run(lambda c: c.execute(statement("sees_dagster")).fetchone())
        return bool(row and row[0])

    def retirable(self, *, after: timedelta, past: int, limit: int) -> tuple[Mapping[str, Sequence[str]], int]:
        """Looks at `limit` partition keys past an id: those of what was finished that long ago, or is gone.

        Returns:
            The keys by the name of their partitions, `stories` or `characters`, and where the next page begins. Keys
            that are no subject's id are left alone.
        """

        def look(connection: Connection) -> tuple[Mapping[str, Sequence[str]], int]:
            page = connection.execute(statement("partition_keys"), {"past": past, "limit": limit}).fetchall()
            found = {}
            for name in ("stories", "characters"):
                settled = {UUID(key): old for _, kind, key, old in page if kind == name and _is_id(key)}
                values = {"ids": list(settled), "after": after}
                finished: dict[UUID, bool] = dict(connection.execute(statement(f"{name}_finished"), values).fetchall())
                found[name] = [str(one) for one, old in settled.items() if finished.get(one, old)]
            return found, (page[-1][0] if len(page) == limit else 0)

        return self._pool.run(look)

    def purge_events(self, *, after: timedelta, past: int, limit: int) -> tuple[int, int]:
        """Looks at `limit` log events past an id, and deletes those that old of runs that ended.

        What lineage and the runs' page are told from stays: everything about an asset, and how each run went.

        Returns:
            How many were deleted, and where the next page begins: at the beginning once a page had none that old.
        """
        return self._purge("purge_events", after=after, past=past, limit=limit)

    def purge_checks(self, *, after: timedelta, past: int, limit: int) -> tuple[int, int]:
        """Looks at `limit` results of checks past an id, and deletes those that old of runs that ended.

        The latest of each check stays, which is how the UI tells an asset's health.

        Returns:
            As `purge_events`.
        """
        return self._purge("purge_checks", after=after, past=past, limit=limit)

    def _purge(self, name: str, **values: Any) -> tuple[int, int]:
        row = self._pool.run(lambda c: c.execute(statement(name), values).fetchone())
        return (0, 0) if row is None else (int(row[0]), int(row[1]))


def _is_id(key: str) -> bool:
    try:
        return str(UUID(key)) == key
    except ValueError:
        return False
