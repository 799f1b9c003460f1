"""The shapes of what `answers.py` says, for the OpenAPI document. They describe; they change nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

Overall = Literal["pending", "generating", "ready", "partial", "failed"]
StoryStatus = Literal["draft", "generating", "ready", "failed", "archived"]


class Shape(BaseModel):
    """Existing clients read these names as they are."""

    model_config = ConfigDict(extra="forbid")


class Asset(BaseModel):
    """How far one part is."""

    status: Literal["pending", "generating", "retrying", "ready", "failed"]
    progress: int | None = None
    url: str | None = None
    error: str | None = None
    startedAt: datetime | None = None  # noqa: N815
    completedAt: datetime | None = None  # noqa: N815


class Status(Shape):
    """How far a story is; `assets` holds the parts that were asked for."""

    overall: Overall
    assets: dict[str, Asset]


class Pattern(Shape):
    """What to subscribe to."""

    table: str
    filter: str
    event: str


class Listening(Shape):
    """Where to hear of it."""

    realtimeChannel: str  # noqa: N815
    subscribePattern: Pattern  # noqa: N815


class Created(Listening):
    """A new story."""

    id: UUID
    title: str | None
    status: StoryStatus
    creator_user_id: UUID
    asset_generation_status: Status


class Hero(Shape):
    """The character that a story is about."""

    id: UUID
    name: str
    species: str | None
    status: str
    appearance_url: str | None
    reference_images: dict[str, dict[str, str]] | None


class Word(Shape):
    """A spoken word and its seconds."""

    txt: str
    start: float
    end: float


class Story(Listening):
    """A whole story, as far as it is made."""

    character: Hero | None
    id: UUID
    title: str | None
    status: StoryStatus
    creator_user_id: UUID
    age_rating: int | None
    metadata: dict[str, Any]
    content: dict[str, Any]
    asset_generation_status: Status
    asset_generation_started_at: datetime | None
    asset_generation_completed_at: datetime | None
    cover_art_url: str | None
    scene_art_urls: list[str | None] | None
    audio_url: str | None
    webvtt_url: str | None
    audio_voice_id: str | None
    audio_duration: float | None
    audio_words: list[Word] | None
    audio_blocks: dict[str, str] | None
    activities: list[dict[str, Any]] | None
    pdf_url: str | None
    pdf_pages: int | None
    pdf_file_size: int | None
    hue_extracted_colors: dict[str, Any]
    revision: int
    created_at: datetime
    finalized_at: datetime | None


class Summary(Shape):
    """A story in a list."""

    id: UUID
    title: str | None
    status: StoryStatus
    age_rating: int | None
    cover_art_url: str | None
    asset_generation_status: Status
    revision: int
    created_at: datetime


class Job(Shape):
    """The work on one part."""

    id: UUID
    asset_type: str
    status: Literal["queued", "generating", "ready", "failed", "canceled"]
    attempt: int
    retry_count: int
    priority: str
    error_message: str | None
    started_at: datetime | None
    completed_at: datetime | None
    metadata: dict[str, Any]


class StatusWithJobs(Status):
    """How far each part is, with its job."""

    jobs: list[Job]
    startedAt: datetime | None  # noqa: N815
    completedAt: datetime | None  # noqa: N815


class QueuedJob(Shape):
    """A part that was queued."""

    jobId: UUID  # noqa: N815
    assetType: str  # noqa: N815
    status: str


class Queued(Listening):
    """What was queued."""

    storyId: UUID  # noqa: N815
    jobs: list[QueuedJob]
    estimatedTime: int  # noqa: N815


class Activities(Shape):
    """A story's activities."""

    storyId: UUID  # noqa: N815
    activities: list[dict[str, Any]]
    status: str
    count: int


class Deleted(Shape):
    """What is gone."""

    id: UUID
    deleted: Literal[True]


class Health(Shape):
    """How the service is."""

    status: Literal["live", "ready"]


class Choice(Shape):
    """Something that can be chosen, and what a family calls it."""

    value: str
    label: str


class TraitChoice(Choice):
    """A trait; `also` is what families write for it."""

    category: str
    also: list[str]


class Need(Shape):
    """A field that a story type can't do without: its question, and the code that says it is missing."""

    name: str
    code: str
    question: str
    hint: str
    input: Literal["text", "long", "number", "list", "choice"]
    least: int | None
    most: int | None
    choices: list[tuple[str, str]]


class StoryTypeChoice(Shape):
    """A story type; its fields go into `object`. `consent` is asked for therapeutic stories."""

    name: str
    about: str
    object: str | None
    fields: list[Need]
    consent: dict[str, Any] | None


class Choices(Shape):
    """What a request may choose from."""

    types: list[StoryTypeChoice]
    ages: dict[Literal["least", "most"], int]
    species: list[Choice]
    pronouns: list[Choice]
    traits: list[TraitChoice]
    lengths: dict[Literal["name", "words"], int]
