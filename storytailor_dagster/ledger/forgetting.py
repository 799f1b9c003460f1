"""What was deleted and is still to be cleared elsewhere, and all there is of a user. Deleting a row is the ledger's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from storytailor_dagster.ledger.connection import Pool
from storytailor_dagster.ledger.statements import statement
from storytailor_dagster.subjects import SUBJECTS, Subject

_BY_NAME = {subject.name: subject for subject in SUBJECTS}


@dataclass(frozen=True, slots=True)
class Deleted:
    """A story or character that is gone; objects and runs of it may be left. `receipt` is its row's number."""

    receipt: int
    subject: Subject
    id: UUID


@dataclass(frozen=True, slots=True)
class Receipt:
    """That something was deleted: `story`, `character` or `user`, the SHA-256 of its id in hex, and when."""

    kind: str
    digest: str
    deleted_at: datetime


class Forgetting:
    """Safe to share between threads; every method may raise `Transient`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def of_user(self, user: UUID) -> tuple[tuple[Subject, UUID], ...]:
        """The user's stories, then the user's characters."""
        rows = self._pool.run(lambda c: c.execute(statement("of_user"), {"user": user}).fetchall())
        return tuple((_BY_NAME[kind], found) for kind, found in rows)

    def user(self, user: UUID) -> None:
        """Deletes the user's webhooks and counts, and leaves a receipt. Stories and characters are deleted before."""
        self._pool.run(lambda c: c.execute(statement("forget_user"), {"user": user}))

    def user_again(self, user: UUID, *, before: datetime) -> None:
        """Deletes the user's webhooks made before then and counts begun before; who came back since keeps the rest."""
        self._pool.run(lambda c: c.execute(statement("forget_user_again"), {"user": user, "before": before}))

    def receipts(self) -> tuple[Receipt, ...]:
        """All there are, the oldest first."""
        rows = self._pool.run(lambda c: c.execute(statement("receipts")).fetchall())
        return tuple(Receipt(*row) for row in rows)

    def here_again(self, receipts: Sequence[Receipt]) -> tuple[tuple[str, UUID, datetime], ...]:
        """Kind and id of what is here all the same, and its receipt's moment, before which it was made."""
        rows = self._pool.run(lambda c: c.execute(statement("here_again"), _columns(receipts)).fetchall())
        return tuple((row[0], row[1], row[2]) for row in rows)

    def put_back(self, receipts: Sequence[Receipt]) -> None:
        """Adds those that are not here, so that what is printed next tells of them too."""
        self._pool.run(lambda c: c.execute(statement("put_back"), _columns(receipts)))

    def unknown(self, ids: Collection[UUID]) -> frozenset[UUID]:
        """Those of the ids that no story and no character has."""
        rows = self._pool.run(lambda c: c.execute(statement("unknown"), {"ids": list(ids)}).fetchall())
        return frozenset(row[0] for row in rows)

    def deleted(self, *, past: int = 0, limit: int) -> tuple[Deleted, ...]:
        """What was deleted and not yet cleared everywhere, the oldest first; receipts with a number beyond `past`.

        What is here again under its id is not among them: it is cleared when it is deleted too.
        """
        values = {"past": past, "limit": limit}
        rows = self._pool.run(lambda c: c.execute(statement("deleted"), values).fetchall())
        return tuple(Deleted(row[0], _BY_NAME[row[1]], row[2]) for row in rows)

    def cleared(self, deleted: Deleted) -> None:
        """Nothing of it is left: its id goes, the receipt stays."""
        self._pool.run(lambda c: c.execute(statement("cleared"), {"id": deleted.receipt}))


def _columns(receipts: Sequence[Receipt]) -> dict[str, list[Any]]:
    return {
        "kinds": [one.kind for one in receipts],
        "digests": [one.digest for one in receipts],
        "moments": [one.deleted_at for one in receipts],
    }
