"""Whether the service lives, and whether it can work."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse

from storytailor_dagster.api import shapes
from storytailor_dagster.api.documented import answers as told
from storytailor_dagster.api.envelope import ok, refused
from storytailor_dagster.api.room import Room
from storytailor_dagster.errors import NotSetUp

router = APIRouter(prefix="/health", tags=["health"])


@router.get("/live", summary="Is the process there?", responses=told(200, shapes.Health, always=()))
def live() -> JSONResponse:
    """Always, while it answers."""
    return ok({"status": "live"})


_UNREADY = ("DATABASE_UNREACHABLE", "DATABASE_BEHIND", "DATABASE_FORBIDS")


@router.get("/ready", summary="Can it work?", responses=told(200, shapes.Health, always=_UNREADY))
def ready(room: Annotated[Room, Depends(Room.of)]) -> JSONResponse:
    """Only while the database answers and is migrated; else 503, and here it is said what to do."""
    try:
        room.ledger.check()
    except NotSetUp as error:
        return refused(503, error=f"{error} {error.remedy}", code=error.code)
    return ok({"status": "ready"})
