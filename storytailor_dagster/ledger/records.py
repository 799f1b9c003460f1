"""Rows as realtime clients get them: whole, as JSON, as far as row level security shows them to one user."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from storytailor_dagster.ledger.acting import as_user
from storytailor_dagster.ledger.connection import Pool
from storytailor_dagster.ledger.statements import statement

TABLES = ("stories", "characters")
"""The tables of the schema `public` whose changes are announced."""

MOST_RECENT = 100


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name and Postgres' name of its type (`int4`, `jsonb`, `_text`, …)."""

    name: str
    type: str


class Records:
    """Reads records. Safe to share between threads; every method may raise `Transient`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def record(self, user: UUID, table: str, row: UUID) -> str | None:
        """The row's JSON text; None where there is none that the user may see."""
        found = as_user(self._pool, user, lambda c: c.execute(statement(f"record_{table}"), {"id": row}).fetchone())
        return None if found is None else str(found[0])

    def recent(self, user: UUID, table: str) -> tuple[UUID, ...]:
        """The ids of the user's newest rows, at most MOST_RECENT."""
        values = {"limit": MOST_RECENT}
        rows = as_user(self._pool, user, lambda c: c.execute(statement(f"recent_{table}"), values).fetchall())
        return tuple(row[0] for row in rows)

    def columns(self, table: str) -> tuple[Column, ...]:
        """The table's columns, in order."""
        rows = self._pool.run(lambda c: c.execute(statement("columns"), {"table": table}).fetchall())
        return tuple(Column(str(name), str(kind)) for name, kind in rows)
