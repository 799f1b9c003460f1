"""Where a family's apps hear of its stories, and the log of what was sent there. Delivering is the outbox's.

What is read is read as the user, so row level security says what is theirs; each write names its owner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg.rows import TupleRow

from storytailor_dagster.errors import InvalidRequest
from storytailor_dagster.ledger.acting import as_user
from storytailor_dagster.ledger.connection import Connection, Pool
from storytailor_dagster.ledger.statements import statement
from storytailor_dagster.ledger.values import text

OVERLAP = timedelta(days=1)
"""How long a replaced secret signs too."""
TEST = "webhook.test"
"""The event that tries an endpoint out; whoever asks for it gets it, whatever events the endpoint wants."""


@dataclass(frozen=True, slots=True)
class EndpointRow:
    """A row of `webhook_endpoints`, without its secrets. `disabled_why` is `owner`, `gone` or `failing`."""

    id: UUID
    url: str
    events: list[str]
    description: str | None
    created_at: datetime
    former_secret_until: datetime | None
    failing_since: datetime | None
    disabled_at: datetime | None
    disabled_why: str | None


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A row of `webhook_deliveries`. `status` is `pending`, `delivered` or `failed`; `last_status` an HTTP status."""

    id: UUID
    endpoint_id: UUID
    event_type: str
    story_id: UUID | None
    payload: dict[str, Any]
    status: str
    attempt: int
    next_attempt_at: datetime
    last_status: int | None
    last_error_code: str | None
    created_at: datetime
    finished_at: datetime | None


class Webhooks:
    """A user's endpoints. Safe to share between threads; every method may raise `Transient`.

    Those that take an endpoint's id return None (or False) where the user has none with it.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def add(
        self, user: UUID, *, url: str, events: Sequence[str], description: str | None, secret: str, most: int
    ) -> EndpointRow:
        """Registers an endpoint.

        Raises:
            InvalidRequest: the user has `most` already (`TOO_MANY_WEBHOOKS`).
        """
        values = {
            "owner": user,
            "url": url,
            "events": list(events),
            "description": None if description is None else text(description),
            "secret": secret,
            "most": most,
        }

        def add(connection: Connection) -> TupleRow | None:
            with connection.transaction():
                connection.execute(statement("lock_owner"), values)
                return connection.execute(statement("add_endpoint"), values).fetchone()

        row = self._pool.run(add)
        if row is None:
            raise InvalidRequest(
                f"You have {most} webhooks, which is the most.", code="TOO_MANY_WEBHOOKS", remedy="Delete one first."
            )
        return EndpointRow(*row)

    def endpoints(self, user: UUID) -> tuple[EndpointRow, ...]:
        """The user's endpoints, the oldest first."""
        rows = as_user(self._pool, user, lambda c: c.execute(statement("endpoints"), {"id": None}).fetchall())
        return tuple(EndpointRow(*row) for row in rows)

    def endpoint(self, user: UUID, endpoint_id: UUID) -> EndpointRow | None:
        """One of them."""
        row = as_user(self._pool, user, lambda c: c.execute(statement("endpoints"), {"id": endpoint_id}).fetchone())
        return None if row is None else EndpointRow(*row)

    def change(
        self,
        user: UUID,
        endpoint_id: UUID,
        *,
        url: str | None = None,
        events: Sequence[str] | None = None,
        describes: bool = False,
        description: str | None = None,
        enabled: bool | None = None,
    ) -> EndpointRow | None:
        """Changes what is given; `description` only where `describes` says so, since None takes it away."""
        values = {
            "url": url,
            "events": None if events is None else list(events),
            "describes": describes,
            "description": None if description is None else text(description),
            "enabled": enabled,
        }
        return self._endpoint("change_endpoint", user, endpoint_id, **values)

    def rotate(self, user: UUID, endpoint_id: UUID, *, secret: str) -> EndpointRow | None:
        """Signs with another secret from now on, and for a day with the one before too."""
        return self._endpoint("rotate_secret", user, endpoint_id, secret=secret, overlap=OVERLAP)

    def remove(self, user: UUID, endpoint_id: UUID) -> bool:
        """Deletes the endpoint, what waits for it and its log."""
        return self._row("remove_endpoint", owner=user, id=endpoint_id) is not None

    def deliveries(
        self, user: UUID, endpoint_id: UUID, *, status: str | None, limit: int, offset: int
    ) -> tuple[tuple[DeliveryRow, ...], int]:
        """One page of the endpoint's log, the newest first, and how long the log is."""
        values = {"endpoint_id": endpoint_id, "status": status, "limit": limit, "offset": offset}

        def read(connection: Connection) -> tuple[tuple[DeliveryRow, ...], int]:
            rows = connection.execute(statement("deliveries"), values).fetchall()
            count = connection.execute(statement("count_deliveries"), values).fetchone()
            return tuple(DeliveryRow(*row) for row in rows), count[0] if count else 0

        return as_user(self._pool, user, read)

    def test(self, user: UUID, endpoint_id: UUID) -> DeliveryRow | None:
        """Writes a delivery that says nothing but that it was asked for."""
        row = self._row("test_endpoint", owner=user, endpoint_id=endpoint_id, event=TEST)
        return None if row is None else DeliveryRow(*row)

    def redeliver(self, user: UUID, endpoint_id: UUID, delivery_id: UUID) -> DeliveryRow | None:
        """Makes a delivery due now, whatever became of it before. It stays the same delivery."""
        row = self._row("redeliver", owner=user, endpoint_id=endpoint_id, id=delivery_id)
        return None if row is None else DeliveryRow(*row)

    def _endpoint(self, name: str, user: UUID, endpoint_id: UUID, **values: Any) -> EndpointRow | None:
        row = self._row(name, owner=user, id=endpoint_id, **values)
        return None if row is None else EndpointRow(*row)

    def _row(self, name: str, **values: Any) -> TupleRow | None:
        return self._pool.run(lambda connection: connection.execute(statement(name), values).fetchone())
