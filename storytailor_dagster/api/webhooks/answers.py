"""What clients get about their webhooks."""

from __future__ import annotations

from typing import Any

from storytailor_dagster.api.answers import time_of
from storytailor_dagster.ledger import DeliveryRow, EndpointRow


def webhook(row: EndpointRow, *, secret: str | None = None) -> dict[str, Any]:
    """An endpoint; its secret only just after it was made."""
    told = {
        "id": str(row.id),
        "url": row.url,
        "events": row.events,
        "description": row.description,
        "enabled": row.disabled_at is None,
        "disabled_at": time_of(row.disabled_at),
        "disabled_why": row.disabled_why,
        "failing_since": time_of(row.failing_since),
        "former_secret_until": time_of(row.former_secret_until),
        "created_at": time_of(row.created_at),
    }
    return told if secret is None else {**told, "secret": secret}


def delivery(row: DeliveryRow) -> dict[str, Any]:
    """A line of the log. `attempt` counts the tries that were begun."""
    return {
        "id": str(row.id),
        "type": row.event_type,
        "story_id": None if row.story_id is None else str(row.story_id),
        "status": row.status,
        "attempt": row.attempt,
        "next_attempt_at": time_of(row.next_attempt_at) if row.status == "pending" else None,
        "last_status": row.last_status,
        "last_error_code": row.last_error_code,
        "payload": row.payload,
        "created_at": time_of(row.created_at),
        "finished_at": time_of(row.finished_at),
    }
