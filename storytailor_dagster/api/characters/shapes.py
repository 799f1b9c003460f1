"""The shapes of what `answers.py` says of characters, for the OpenAPI document. They describe; they change nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from storytailor_dagster.api.shapes import Listening, QueuedJob, Shape, Status

CharacterStatus = Literal["generating", "ready", "failed"]


class Addresses(Shape):
    """Where a portrait is read: by clients, and where it itself lies."""

    cdnUrl: str  # noqa: N815 - as existing clients read it
    s3Url: str  # noqa: N815


class References(Shape):
    """The portraits, as far as they are drawn."""

    headshot: Addresses | None = None
    body: Addresses | None = None


class Character(Listening):
    """A whole character, as far as it is drawn."""

    id: UUID
    name: str
    status: CharacterStatus
    creator_user_id: UUID
    library_id: UUID | None
    species: str | None
    personality: str | None
    traits: dict[str, Any]
    inclusivity_traits: list[Any]
    appearance_url: str | None
    reference_images: References | None
    color_palette: list[str]
    asset_generation_status: Status
    asset_generation_started_at: datetime | None
    asset_generation_completed_at: datetime | None
    revision: int
    created_at: datetime


class Summary(Shape):
    """A character in a list."""

    id: UUID
    name: str
    species: str | None
    status: CharacterStatus
    appearance_url: str | None
    asset_generation_status: Status
    revision: int
    created_at: datetime


class Queued(Listening):
    """What was queued."""

    characterId: UUID  # noqa: N815
    jobs: list[QueuedJob]
    estimatedTime: int  # noqa: N815
