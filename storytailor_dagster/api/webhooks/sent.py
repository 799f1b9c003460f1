"""What endpoints are sent, for the OpenAPI document: it lists these calls beside those that the API answers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Header
from pydantic import ConfigDict

from storytailor_dagster.api.shapes import Shape
from storytailor_dagster.story.parts import Part

_STORY = "5f0c9c3e-5a53-4a0b-8f43-0f3a8b1d6c11"

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


class StoryEnded(Shape):
    """`story.ready`, `story.partial` or `story.failed`."""

    story_id: UUID
    revision: int
    overall: Literal["ready", "partial", "failed"]
    status: str
    assets: dict[Part, str]


class AssetEnded(Shape):
    """`asset.ready` or `asset.failed`."""

    story_id: UUID
    revision: int
    overall: str
    asset: Part
    status: Literal["ready", "failed"]
    url: str | None = None


class StoryEvent(Shape):
    """What a story came to."""

    model_config = ConfigDict(json_schema_extra={"examples": [STORY_READY]})

    type: Literal["story.ready", "story.partial", "story.failed"]
    timestamp: datetime
    data: StoryEnded


class AssetEvent(Shape):
    """What one part of it came to."""

    model_config = ConfigDict(json_schema_extra={"examples": [ASSET_READY]})

    type: Literal["asset.ready", "asset.failed"]
    timestamp: datetime
    data: AssetEnded


Id = Annotated[UUID, Header(description="The same whenever the same delivery is sent again.")]
Timestamp = Annotated[int, Header(description="Seconds since 1970, when it was sent. Refuse what is old.")]
Signature = Annotated[str, Header(description="One or more of `v1,<base64>`, with a space between; one has to fit.")]

router = APIRouter()


@router.post("story", summary="A story came to its end", status_code=204)
def story(body: StoryEvent, webhook_id: Id, webhook_timestamp: Timestamp, webhook_signature: Signature) -> None:
    """Answer 2xx within 15 seconds; 410 to hear nothing more."""


@router.post("asset", summary="A part came to its end", status_code=204)
def asset(body: AssetEvent, webhook_id: Id, webhook_timestamp: Timestamp, webhook_signature: Signature) -> None:
    """The same."""
