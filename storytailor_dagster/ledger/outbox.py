"""What is to be delivered to families' endpoints: taken with a lease, and what became of each try.

A deliverer that dies leaves its rows behind; when their lease ends, another takes them. So a delivery may come twice,
never not at all, and always under the same id.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from storytailor_dagster.ledger.connection import Connection, Pool
from storytailor_dagster.ledger.statements import statement

LEASE = timedelta(minutes=2)
"""How long a delivery is left to who took it. Much longer than a call may take."""
EACH = 4
"""Deliveries to one endpoint that are taken at a time."""
PATIENCE = timedelta(days=5)
"""How long an endpoint may do nothing but fail; the next delivery that is given up disables it."""
DELIVERIES = "webhook_deliveries"
"""The table, as the feed calls it when something is due."""
_LOOK = 256


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery taken for its `attempt`, the first being 1. `secrets` sign it, the newest first."""

    id: UUID
    endpoint_id: UUID
    event_type: str
    payload: dict[str, Any]
    attempt: int
    url: str = field(repr=False)
    secrets: list[str] = field(repr=False)
    enabled: bool


class Outbox:
    """Safe to share between threads and processes; every method may raise `Transient`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def claim(self, *, most: int, busy: Iterable[UUID] = ()) -> tuple[Delivery, ...]:
        """Takes what is due, at most EACH per endpoint and nothing for those that are `busy`."""
        values = {"most": most, "each": EACH, "look": _LOOK, "busy": list(busy), "lease": LEASE}
        rows = self._pool.run(lambda c: c.execute(statement("claim_deliveries"), values).fetchall())
        return tuple(Delivery(*row) for row in rows)

    def delivered(self, delivery: Delivery, *, status: int) -> None:
        """The endpoint took it, with this HTTP status."""
        self._write(delivery, "endpoint_answers", "delivered", status=status)

    def not_delivered(
        self, delivery: Delivery, *, error: str, status: int | None, wait: timedelta | None, gone: bool = False
    ) -> None:
        """A try failed.

        Args:
            error: a code.
            status: the HTTP status, where there was one.
            wait: until the next try; None for the last one's failure.
            gone: the endpoint wants nothing any more; it is disabled.
        """
        values = {"error": error, "status": status, "wait": wait, "gone": gone, "patience": PATIENCE}
        self._write(delivery, "endpoint_fails", "not_delivered", **values)

    def forget(self, *, after: timedelta, most: int = 1000) -> bool:
        """Deletes what has been over for so long, so many rows at most; whether there may be more."""
        values = {"kept": after, "limit": most}
        return self._pool.run(lambda c: c.execute(statement("forget_deliveries"), values).rowcount) == most

    def _write(self, delivery: Delivery, endpoint: str, result: str, **values: Any) -> None:
        values |= {"id": delivery.id, "endpoint_id": delivery.endpoint_id, "attempt": delivery.attempt}

        def write(connection: Connection) -> None:
            with connection.transaction():
                connection.execute(statement(endpoint), values)
                connection.execute(statement(result), values)

        self._pool.run(write)
