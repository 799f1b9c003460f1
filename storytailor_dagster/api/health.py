"""Whether the service lives, and whether it can work."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from storytailor_dagster.api.envelope import ok
from storytailor_dagster.api.room import Room

router = APIRouter(prefix="/health", tags=["health"])


@router.get("/live", summary="Is the process there?")
def live() -> dict[str, Any]:
    """Always, while it answers."""
    return ok({"status": "live"})


@router.get("/ready", summary="Can it work?")
def ready(room: Annotated[Room, Depends(Room.of)]) -> dict[str, Any]:
    """Only while the database answers; else 503."""
    room.ledger.queue(limit=1)
    return ok({"status": "ready"})
