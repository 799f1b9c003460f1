"""How much a user may ask for in a month (UTC). Counted in the transaction that asks, so nobody slips in between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from storytailor_dagster.errors import OverQuota
from storytailor_dagster.ledger.connection import Connection
from storytailor_dagster.ledger.statements import statement

Kind = Literal["stories", "characters"]
_CODES = {"stories": "STORY_QUOTA_EXCEEDED", "characters": "CHARACTER_QUOTA_EXCEEDED"}


@dataclass(frozen=True, slots=True)
class Quota:
    """At most this many of a kind a month; None is no bound."""

    kind: Kind
    most: int | None

    def count(self, connection: Connection, user: UUID) -> None:
        """Counts one more, in the transaction under way, which stops acting as the user.

        Raises:
            OverQuota: it would be one too many. The transaction is to be given up.
        """
        if self.most is None:
            return
        connection.execute(statement("act_as_self"))
        counted = connection.execute(statement("count_use"), {"user": user, "kind": self.kind}).fetchone()
        if counted is None or counted[0] > self.most:
            raise OverQuota(
                f"These were all the {self.kind} of this month ({self.most}).",
                code=_CODES[self.kind],
                remedy="Next month there are more.",
                used=self.most,
                limit=self.most,
            )
