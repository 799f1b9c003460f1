"""The shapes of what `answers.py` says, for the OpenAPI document, and what they look like."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from storytailor_dagster.api.shapes import Shape
from storytailor_dagster.api.webhooks.bodies import Event
from storytailor_dagster.api.webhooks.sent import STORY_READY


class Webhook(Shape):
    """An endpoint."""

    id: UUID
    url: str
    events: list[Event]
    description: str | None
    enabled: bool
    disabled_at: datetime | None
    disabled_why: Literal["owner", "gone", "failing"] | None
    failing_since: datetime | None
    former_secret_until: datetime | None
    created_at: datetime


class WithSecret(Webhook):
    """An endpoint whose secret was just made."""

    secret: str


class Delivery(Shape):
    """A line of the log."""

    id: UUID
    type: str
    story_id: UUID | None
    status: Literal["pending", "delivered", "failed"]
    attempt: int
    next_attempt_at: datetime | None
    last_status: int | None
    last_error_code: str | None
    payload: dict[str, Any]
    created_at: datetime
    finished_at: datetime | None


WEBHOOK = {
    "id": "0b0f6a8e-54f3-4bb6-9a52-7c1f1f0f4a10",
    "url": "https://app.example.org/hooks/storytailor",
    "events": ["story.ready", "story.partial", "story.failed"],
    "description": None,
    "enabled": True,
    "disabled_at": None,
    "disabled_why": None,
    "failing_since": None,
    "former_secret_until": None,
    "created_at": "2026-11-21T08:00:00+00:00",
}
WITH_SECRET = {**WEBHOOK, "secret": "whsec_…"}
DELIVERY = {
    "id": "7d6f1b62-92a5-4c5c-8f3b-2f5f3f8f1f00",
    "type": "story.ready",
    "story_id": STORY_READY["data"]["story_id"],
    "status": "pending",
    "attempt": 2,
    "next_attempt_at": "2026-11-21T08:07:15.301000+00:00",
    "last_status": 503,
    "last_error_code": "HTTP_ERROR",
    "payload": STORY_READY,
    "created_at": "2026-11-21T08:02:10.118000+00:00",
    "finished_at": None,
}
