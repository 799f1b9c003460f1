"""Whether the service lives, and whether it can work."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse

from storytailor_dagster.api import shapes
from storytailor_dagster.api.documented import answers as told
from storytailor_dagster.api.envelope import ok
from storytailor_dagster.api.room import Room

router = APIRouter(prefix="/health", tags=["health"])


@router.get("/live", summary="Is the process there?", responses=told(200, shapes.Health, always=()))
def live() -> JSONResponse:
    """Always, while it answers."""
    return ok({"status": "live"})


@router.get("/ready", summary="Can it work?", responses=told(200, shapes.Health, always=("DATABASE_UNREACHABLE",)))
def ready(room: Annotated[Room, Depends(Room.of)]) -> JSONResponse:
    """Only while the database answers; else 503."""
    room.ledger.queue(limit=1)
    return ok({"status": "ready"})
