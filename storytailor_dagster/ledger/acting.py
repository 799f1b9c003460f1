"""Running statements as a signed-in user: row level security says what is theirs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from storytailor_dagster.ledger.connection import Connection, Pool
from storytailor_dagster.ledger.statements import statement

_T = TypeVar("_T")


def as_user(pool: Pool, user: UUID, work: Callable[[Connection], _T]) -> _T:
    """Does the work in one transaction, as the user.

    Raises:
        Transient: the database can't be reached, or is too busy.
    """
    claims = json.dumps({"sub": str(user), "role": "authenticated"})

    def acting(connection: Connection) -> _T:
        with connection.transaction():
            connection.execute(statement("act_as"), {"claims": claims})
            return work(connection)

    return pool.run(acting)
