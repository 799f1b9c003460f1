"""What was kept long enough: stories and characters, where an operator says so, and what was bought for them.

Dagster's own tables are `housekeeping`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from storytailor_dagster.ledger.connection import Pool
from storytailor_dagster.ledger.statements import statement
from storytailor_dagster.subjects import Subject

_FIRST = UUID(int=0)


class Retention:
    """Safe to share between threads; every method may raise `Transient`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def forget(self, subject: Subject, *, after: timedelta, past: UUID | None, limit: int) -> tuple[int, UUID | None]:
        """Looks at `limit` stories or characters past an id, and deletes those finished that long ago.

        A character is kept for as long after a story with it was asked for or finished, and while one is in work.

        Args:
            after: a day at least.

        Returns:
            How many were deleted, and where the next page begins: None at the end.
        """
        values = {"after": after, "past": past or _FIRST, "limit": limit}
        page = self._pool.run(lambda c: c.execute(statement(f"old_{subject.name}"), values).fetchall())
        gone = sum(self._forget(found, after) for found, is_old in page if is_old)
        return gone, (page[-1][0] if len(page) == limit else None)

    def answers(self, *, after: timedelta, limit: int) -> Mapping[int, str]:
        """Answers kept that long and needed no more, the oldest first: their keys by the calls' numbers.

        An answer is needed while the attempt that it was bought for may go on.
        """
        values = {"after": after, "limit": limit}
        return dict(self._pool.run(lambda c: c.execute(statement("old_answers"), values).fetchall()))

    def answers_gone(self, calls: Mapping[int, str]) -> None:
        """Their answers are in the store no more; what they cost stays."""
        self._pool.run(lambda c: c.execute(statement("answers_gone"), {"ids": list(calls)}))

    def _forget(self, subject_id: UUID, after: timedelta) -> bool:
        values = {"id": subject_id, "after": after}
        row = self._pool.run(lambda c: c.execute(statement("forget_overdue"), values).fetchone())
        return bool(row and row[0])
