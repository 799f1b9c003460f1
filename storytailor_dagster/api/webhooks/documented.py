"""What the OpenAPI document says of webhooks: answers, refusals, and what endpoints are sent."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Header
from pydantic import BaseModel, ConfigDict

from storytailor_dagster.story.parts import Part

Answers = dict[int | str, dict[str, Any]]
_REFUSALS = {
    "UNAUTHORIZED": (401, "Sign in first."),
    "WEBHOOK_URL_REFUSED": (400, "A webhook's address begins with https."),
    "WEBHOOK_ADDRESS_REFUSED": (400, "This host has no public address."),
    "WEBHOOK_NOT_FOUND": (404, "There is no such webhook."),
    "DELIVERY_NOT_FOUND": (404, "There is no such delivery."),
    "TOO_MANY_WEBHOOKS": (409, "You have 10 webhooks, which is the most. Delete one first."),
    "WEBHOOK_DISABLED": (409, "This webhook is disabled."),
    "INVALID_BODY": (422, "The request does not fit: url: url_parsing."),
    "TOO_MANY_REQUESTS": (429, "You ask too often. Wait a little."),
}
_ALWAYS = ("UNAUTHORIZED", "INVALID_BODY", "TOO_MANY_REQUESTS")
_STORY = "5f0c9c3e-5a53-4a0b-8f43-0f3a8b1d6c11"

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
STORY_READY: dict[str, Any] = {
    "type": "story.ready",
    "timestamp": "2026-11-21T08:02:10.118Z",
    "data": {
        "story_id": _STORY,
        "revision": 19,
        "overall": "ready",
        "status": "ready",
        "assets": {part.value: "ready" for part in Part},
    },
}
ASSET_READY: dict[str, Any] = {
    "type": "asset.ready",
    "timestamp": "2026-11-21T08:01:12.004Z",
    "data": {
        "story_id": _STORY,
        "revision": 7,
        "overall": "generating",
        "asset": "cover",
        "status": "ready",
        "url": "https://assets.example.org/cover.png",
    },
}
DELIVERY = {
    "id": "7d6f1b62-92a5-4c5c-8f3b-2f5f3f8f1f00",
    "type": "story.ready",
    "story_id": _STORY,
    "status": "pending",
    "attempt": 2,
    "next_attempt_at": "2026-11-21T08:07:15.301+00:00",
    "last_status": 503,
    "last_error_code": "HTTP_ERROR",
    "payload": STORY_READY,
    "created_at": "2026-11-21T08:02:10.118+00:00",
    "finished_at": None,
}


def answers(status: int, data: Any, *refusals: str, **more: Any) -> Answers:
    """A success with its data, and what may be refused, by code."""
    found: Answers = {status: _content("As asked.", {"success": True, "data": data, **more})}
    for code in (*refusals, *_ALWAYS):
        refused, error = _REFUSALS[code]
        found.setdefault(refused, _content("Refused.", {}, code=code))
        examples = found[refused]["content"]["application/json"]["examples"]
        examples[code] = {"value": {"success": False, "error": error, "code": code}}
    return found


def _content(description: str, value: dict[str, Any], code: str = "success") -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"examples": {code: {"value": value}}}}}


class StoryEnded(BaseModel):
    """`story.ready`, `story.partial` or `story.failed`."""

    story_id: UUID
    revision: int
    overall: Literal["ready", "partial", "failed"]
    status: str
    assets: dict[Part, str]


class AssetEnded(BaseModel):
    """`asset.ready` or `asset.failed`."""

    story_id: UUID
    revision: int
    overall: str
    asset: Part
    status: Literal["ready", "failed"]
    url: str | None = None


class StoryEvent(BaseModel):
    """What a story came to."""

    model_config = ConfigDict(json_schema_extra={"examples": [STORY_READY]})

    type: Literal["story.ready", "story.partial", "story.failed"]
    timestamp: datetime
    data: StoryEnded


class AssetEvent(BaseModel):
    """What one part of it came to."""

    model_config = ConfigDict(json_schema_extra={"examples": [ASSET_READY]})

    type: Literal["asset.ready", "asset.failed"]
    timestamp: datetime
    data: AssetEnded


Id = Annotated[UUID, Header(description="The same whenever the same delivery is sent again.")]
Timestamp = Annotated[int, Header(description="Seconds since 1970, when it was sent. Refuse what is old.")]
Signature = Annotated[str, Header(description="One or more of `v1,<base64>`, with a space between; one has to fit.")]

sent = APIRouter()


@sent.post("story", summary="A story came to its end", status_code=204)
def story(body: StoryEvent, webhook_id: Id, webhook_timestamp: Timestamp, webhook_signature: Signature) -> None:
    """Answer 2xx within 15 seconds; 410 to hear nothing more."""


@sent.post("asset", summary="A part came to its end", status_code=204)
def asset(body: AssetEvent, webhook_id: Id, webhook_timestamp: Timestamp, webhook_signature: Signature) -> None:
    """The same."""
