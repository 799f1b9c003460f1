"""What clients get of a character, in the shapes that existing clients know."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from storytailor_dagster.api.answers import SECONDS_AN_ASSET, time_of
from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.ledger import CharacterRow, CharacterSummary


def listening(character_id: object) -> dict[str, Any]:
    """Where realtime clients hear of a character."""
    return {
        "realtimeChannel": f"characters:id={character_id}",
        "subscribePattern": {"table": "characters", "filter": f"id=eq.{character_id}", "event": "UPDATE"},
    }


def character(row: CharacterRow) -> dict[str, Any]:
    """A whole character, as far as it is drawn."""
    return {
        "id": str(row.id),
        "name": row.name,
        "status": row.status,
        "creator_user_id": str(row.creator_user_id),
        "library_id": None if row.library_id is None else str(row.library_id),
        "species": row.species,
        "personality": row.personality,
        "traits": row.traits,
        "inclusivity_traits": row.inclusivity_traits,
        "appearance_url": row.appearance_url,
        "reference_images": row.reference_images,
        "color_palette": row.color_palette,
        "asset_generation_status": row.asset_generation_status,
        "asset_generation_started_at": time_of(row.asset_generation_started_at),
        "asset_generation_completed_at": time_of(row.asset_generation_completed_at),
        "revision": row.revision,
        "created_at": time_of(row.created_at),
        **listening(row.id),
    }


def summary(row: CharacterSummary) -> dict[str, Any]:
    """A character in a list."""
    return {
        "id": str(row.id),
        "name": row.name,
        "species": row.species,
        "status": row.status,
        "appearance_url": row.appearance_url,
        "asset_generation_status": row.asset_generation_status,
        "revision": row.revision,
        "created_at": time_of(row.created_at),
    }


def queued(row: CharacterRow, parts: Iterable[Portrait]) -> dict[str, Any]:
    """The answer to portraits that were queued."""
    wanted = set(parts)
    jobs = [job for job in row.jobs if job.part in wanted]
    return {
        "characterId": str(row.id),
        "jobs": [{"jobId": str(job.id), "assetType": job.part.value, "status": job.status} for job in jobs],
        "estimatedTime": SECONDS_AN_ASSET * len(jobs),
        **listening(row.id),
    }
