"""What clients get: stories, their status and their jobs, in the shapes that existing clients know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from storytailor_dagster.ledger import CharacterRow, JobRow, StoryRow, StorySummary
from storytailor_dagster.story.parts import Part

SECONDS_AN_ASSET = 45
"""What clients are told to expect of a queued asset."""


def created(*, story_id: UUID, user: UUID, title: str | None, asked: Iterable[Part]) -> dict[str, Any]:
    """The answer to a new request: what is made, and where to listen. The same for the same request."""
    return {
        "id": str(story_id),
        "title": title,
        "status": "generating",
        "creator_user_id": str(user),
        **listening(story_id),
        "asset_generation_status": {
            "overall": "generating",
            "assets": {
                part.value: {"status": "generating" if part is Part.CONTENT else "pending", "progress": 0}
                for part in asked
            },
        },
    }


def listening(story_id: UUID) -> dict[str, Any]:
    """Where realtime clients hear of a story."""
    return {
        "realtimeChannel": f"stories:id={story_id}",
        "subscribePattern": {"table": "stories", "filter": f"id=eq.{story_id}", "event": "UPDATE"},
    }


def story(row: StoryRow, character: CharacterRow | None = None) -> dict[str, Any]:
    """A whole story, with the character it is about."""
    return {
        "character": None if character is None else hero(character),
        "id": str(row.id),
        "title": row.title,
        "status": row.status,
        "creator_user_id": str(row.creator_user_id),
        "age_rating": row.age_rating,
        "metadata": _public(row.metadata),
        "content": row.content,
        "asset_generation_status": row.asset_generation_status,
        "asset_generation_started_at": time_of(row.asset_generation_started_at),
        "asset_generation_completed_at": time_of(row.asset_generation_completed_at),
        "cover_art_url": row.cover_art_url,
        "scene_art_urls": row.scene_art_urls,
        "audio_url": row.audio_url,
        "webvtt_url": row.webvtt_url,
        "audio_voice_id": row.audio_voice_id,
        "audio_duration": None if row.audio_duration is None else float(row.audio_duration),
        "audio_words": row.audio_words,
        "audio_blocks": row.audio_blocks,
        "activities": row.activities,
        "pdf_url": row.pdf_url,
        "pdf_pages": row.pdf_pages,
        "pdf_file_size": row.pdf_file_size,
        "hue_extracted_colors": row.hue_extracted_colors,
        "revision": row.revision,
        "created_at": time_of(row.created_at),
        "finalized_at": time_of(row.finalized_at),
        **listening(row.id),
    }


def hero(row: CharacterRow) -> dict[str, Any]:
    """The character that a story is about."""
    return {
        "id": str(row.id),
        "name": row.name,
        "species": row.species,
        "status": row.status,
        "appearance_url": row.appearance_url,
        "reference_images": row.reference_images,
    }


def summary(row: StorySummary) -> dict[str, Any]:
    """A story in a list."""
    return {
        "id": str(row.id),
        "title": row.title,
        "status": row.status,
        "age_rating": row.age_rating,
        "cover_art_url": row.cover_art_url,
        "asset_generation_status": row.asset_generation_status,
        "revision": row.revision,
        "created_at": time_of(row.created_at),
    }


def status(row: StoryRow) -> dict[str, Any]:
    """How far each part is, with its job."""
    return {
        **row.asset_generation_status,
        "jobs": [job(one) for one in row.jobs],
        "startedAt": time_of(row.asset_generation_started_at),
        "completedAt": time_of(row.asset_generation_completed_at),
    }


def job(row: JobRow) -> dict[str, Any]:
    """A job as its owner sees it; what a checker said of a picture stays with us."""
    return {
        "id": str(row.id),
        "asset_type": row.part.value,
        "status": row.status,
        "attempt": row.attempt,
        "retry_count": row.retry_count,
        "priority": row.priority,
        "error_message": row.error_message,
        "started_at": time_of(row.started_at),
        "completed_at": time_of(row.completed_at),
        "metadata": {"priority": row.priority},
    }


def queued(row: StoryRow, parts: Iterable[Part]) -> dict[str, Any]:
    """The answer to assets that were queued."""
    wanted = set(parts)
    jobs = [one for one in row.jobs if one.part in wanted]
    return {
        "storyId": str(row.id),
        "jobs": [{"jobId": str(one.id), "assetType": one.part.value, "status": one.status} for one in jobs],
        "estimatedTime": SECONDS_AN_ASSET * len(jobs),
        **listening(row.id),
    }


def pagination(*, page: int, limit: int, total: int) -> dict[str, Any]:
    """Where a list is."""
    pages = -(-total // limit)
    return {
        "page": page,
        "limit": limit,
        "total": total,
        "totalPages": pages,
        "hasNext": page < pages,
        "hasPrevious": page > 1,
    }


def _public(metadata: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in metadata.items() if name != "seed"}


def time_of(at: datetime | None) -> str | None:
    """A moment as JSON has it."""
    return None if at is None else at.isoformat()
