"""What the ledger hands out and takes back: rows and claims, frozen. No SQL and no connection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from storytailor_dagster.character.hero import Hero
from storytailor_dagster.character.intake import read_character
from storytailor_dagster.errors import StorytailorError
from storytailor_dagster.subjects import AnyPart

LEASE = timedelta(minutes=15)
"""How long a job may stay `generating` without a sign of life."""


class ClaimMode(StrEnum):
    """Who claims a job. It decides which states of the row may be claimed, and whether `attempt` rises."""

    QUEUE = "queue"
    """The queue's run: the row is queued, or this very run holds it. `attempt` stays."""

    PERSON = "person"
    """A person's launch or re-execution: any state. `attempt` rises (a queued row keeps it), tries begin at 0."""

    RETRY = "retry"
    """An automatic retry, of a step or of a run: the row is queued, or held by this run or one it goes on from.
    `attempt` and tries stay; what failed or was canceled is never revived. What is ready is made again only where one
    that it goes on from made it: that one was lost before it told Dagster, else this run would not have the step."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to write one part's result.

    `tries` is how many tries of this attempt failed before, `refusals` how many of them because of what came.
    """

    job_id: UUID
    subject_id: UUID
    part: AnyPart
    attempt: int
    run_id: str
    tries: int
    refusals: int = 0


Told = str | StorytailorError
"""What a part failed of: what the family reads, or an error of ours, which says it and has a code and a remedy."""

_FAILURE = "failure"


def lasting(error: Told) -> dict[str, Any]:
    """What a failed job's metadata keeps of it."""
    return {} if isinstance(error, str) else {_FAILURE: {"code": error.code, "remedy": error.remedy}}


@dataclass(frozen=True, slots=True)
class JobRow:
    """A row of `asset_generation_jobs`, for one part of a story or character."""

    id: UUID
    part: AnyPart
    status: str
    attempt: int
    retry_count: int
    run_id: str | None
    priority: str
    error_message: str | None
    cost: Decimal | None
    started_at: datetime | None
    completed_at: datetime | None
    metadata: dict[str, Any]

    @property
    def code(self) -> str | None:
        """What the part failed of, for programs; None where it did not, or only because one above it did."""
        return self._failure.get("code")

    @property
    def remedy(self) -> str | None:
        """What to do about it, for whoever operates this."""
        return self._failure.get("remedy")

    @property
    def _failure(self) -> dict[str, str]:
        found: dict[str, str] = self.metadata.get(_FAILURE, {})
        return found


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A row of `stories` with its jobs, in the order of the graph. JSON columns are as `json.loads` gives them."""

    id: UUID
    creator_user_id: UUID
    title: str | None
    age_rating: int | None
    metadata: dict[str, Any]
    status: str
    asset_generation_status: dict[str, Any]
    asset_generation_started_at: datetime | None
    asset_generation_completed_at: datetime | None
    content: dict[str, Any]
    cover_art_url: str | None
    scene_art_urls: list[str | None] | None
    audio_url: str | None
    webvtt_url: str | None
    audio_voice_id: str | None
    audio_duration: Decimal | None
    audio_words: list[dict[str, Any]] | None
    audio_blocks: dict[str, str] | None
    activities: list[dict[str, Any]] | None
    pdf_url: str | None
    pdf_pages: int | None
    pdf_file_size: int | None
    hue_extracted_colors: dict[str, str]
    ordinal: int
    revision: int
    created_at: datetime
    finalized_at: datetime | None
    jobs: tuple[JobRow, ...]

    def job(self, part: AnyPart) -> JobRow | None:
        """The part's job; None for a draft, which has none."""
        return next((job for job in self.jobs if job.part is part), None)


@dataclass(frozen=True, kw_only=True)
class CharacterFields:
    """What a family says of a character, in its own words and shapes: columns of `characters`."""

    name: str
    species: str | None = None
    personality: str | None = None
    traits: Mapping[str, Any]
    inclusivity_traits: Sequence[Any] = ()

    @property
    def hero(self) -> Hero:
        """The child they describe.

        Raises:
            InvalidRequest: they can't become a character.
        """
        return read_character(
            name=self.name,
            species=self.species,
            personality=self.personality,
            traits=self.traits,
            inclusivity_traits=self.inclusivity_traits,
        )


@dataclass(frozen=True, slots=True)
class CharacterRow:
    """A row of `characters` with its jobs. JSON columns are as `json.loads` gives them."""

    id: UUID
    creator_user_id: UUID
    library_id: UUID | None
    name: str
    species: str | None
    personality: str | None
    traits: dict[str, Any]
    inclusivity_traits: list[Any]
    appearance_url: str | None
    reference_images: dict[str, dict[str, str]] | None
    color_palette: list[str]
    metadata: dict[str, Any]
    status: str
    asset_generation_status: dict[str, Any]
    asset_generation_started_at: datetime | None
    asset_generation_completed_at: datetime | None
    revision: int
    created_at: datetime
    jobs: tuple[JobRow, ...]

    @property
    def hero(self) -> Hero:
        """The child it describes; raises as its fields do."""
        return CharacterFields(
            name=self.name,
            species=self.species,
            personality=self.personality,
            traits=self.traits,
            inclusivity_traits=self.inclusivity_traits,
        ).hero

    def job(self, part: AnyPart) -> JobRow | None:
        """The portrait's job."""
        return next((job for job in self.jobs if job.part is part), None)


SubjectRow = StoryRow | CharacterRow


def there_or_coming(row: SubjectRow) -> frozenset[AnyPart]:
    """Its parts that are ready, or that somebody is to make: what needs only those can be asked for."""
    return frozenset(job.part for job in row.jobs if job.status not in ("failed", "canceled"))


@dataclass(frozen=True, slots=True)
class Queued:
    """A story or character with queued jobs. `priority` is the highest among them, `created_at` the oldest's;
    `jobs` holds (part, attempt), only the queued ones, in the graph's order; `character` is the one that a story is
    about, if any; `making` are its parts in work."""

    subject_id: UUID
    priority: str
    created_at: datetime
    jobs: tuple[tuple[AnyPart, int], ...]
    character: UUID | None = None
    making: frozenset[AnyPart] = frozenset()


@dataclass(frozen=True, slots=True)
class CallRow:
    """A row of `generation_attempts`: one call to a provider. `cost` in US dollars; `try_number` from 1.

    `outcome` is `asked` (under way, or never heard of again), `answered`, `kept` (bought before, not asked again) or
    `failed`. `result_key` is where the answer is kept.
    """

    part: AnyPart
    attempt: int
    try_number: int
    provider: str
    model: str | None
    purpose: str
    units: Decimal | None
    unit: str | None
    cost: Decimal
    milliseconds: int | None
    outcome: str
    error_code: str | None
    request_id: str | None
    result_key: str | None
