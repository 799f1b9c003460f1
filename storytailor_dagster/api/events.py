"""A row's changes as server-sent events (HTML, section 9.2): the row's revision is the event's id, so that a client
that was away goes on exactly where it was.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from storytailor_dagster.api import answers
from storytailor_dagster.api.documented import Answers
from storytailor_dagster.api.documented import answers as told
from storytailor_dagster.api.envelope import Refusal
from storytailor_dagster.api.room import Room, signed_in_for_events
from storytailor_dagster.api.sign_in import User
from storytailor_dagster.ledger import Change, StoryRow, SubjectRow

router = APIRouter(prefix="/api/v1/stories", tags=["stories"])

HEARTBEAT = 15.0
"""Seconds without an event after which a comment shows that the line is open."""
DONE = ("ready", "partial", "failed")


EVENTS: Answers = {
    200: {
        "description": "Events, until the story is done.",
        "content": {
            "text/event-stream": {"schema": {"type": "string"}, "example": "id: 3\nevent: story\ndata: {…}\n\n"}
        },
    },
    204: {"description": "There is nothing more to come."},
}


LastEventId = Annotated[str | None, Header(max_length=20)]
Row = TypeVar("Row", bound=SubjectRow)


@router.get(
    "/{story_id}/events",
    summary="Follow a story",
    response_class=StreamingResponse,
    responses={**told(200, None, "STORY_NOT_FOUND"), **EVENTS},
)
async def events(
    story_id: UUID,
    user: Annotated[User, Depends(signed_in_for_events)],
    room: Annotated[Room, Depends(Room.of)],
    last_event_id: LastEventId = None,
) -> Response:
    """An event for each change, until the story is done or the token ends; then 204, and a client stops asking."""

    def read() -> StoryRow | None:
        return room.ledger.families.story(user.id, story_id)

    row = await run_in_threadpool(read)
    if row is None:
        raise Refusal("There is no such story.", code="STORY_NOT_FOUND")
    return followed(room, user, row, read=read, shown=_shown, event="story", last_event_id=last_event_id)


def followed(
    room: Room,
    user: User,
    row: Row,
    *,
    read: Callable[[], Row | None],
    shown: Callable[[Row], dict[str, Any]],
    event: str,
    last_event_id: str | None,
) -> Response:
    """The changes of the user's row, from the one after `last_event_id`."""
    seen = int(last_event_id) if last_event_id and last_event_id.isdecimal() else -1
    if _is_done(row) and row.revision <= seen:
        return Response(status_code=204)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    told = _told(room, user, row.id, seen, read, shown, event)
    return StreamingResponse(told, media_type="text/event-stream", headers=headers)


async def _told(
    room: Room,
    user: User,
    subject_id: UUID,
    seen: int,
    read: Callable[[], Row | None],
    shown: Callable[[Row], dict[str, Any]],
    event: str,
) -> AsyncIterator[str]:
    loop, changed = asyncio.get_running_loop(), asyncio.Event()

    def hears(change: Change | None) -> None:
        if change is None or change.id == subject_id:
            loop.call_soon_threadsafe(changed.set)

    stop = room.feed.hear(hears)
    try:
        yield "retry: 2000\n\n"
        while time.time() < user.until:
            changed.clear()
            row = await run_in_threadpool(read)
            if row is None:
                yield "event: gone\ndata: {}\n\n"
                return
            if row.revision > seen:
                seen = row.revision
                yield f"id: {seen}\nevent: {event}\ndata: {json.dumps(shown(row), ensure_ascii=False)}\n\n"
            if _is_done(row):
                return
            try:
                await asyncio.wait_for(changed.wait(), min(HEARTBEAT, max(user.until - time.time(), 0.01)))
            except TimeoutError:
                yield ": still here\n\n"
    finally:
        stop()


def _shown(row: StoryRow) -> dict[str, Any]:
    """What changes while a story is made. The text and its words are read from the story itself."""
    told = answers.story(row)
    return {
        name: value
        for name, value in told.items()
        if name not in ("character", "content", "audio_words", "audio_blocks")
    }


def _is_done(row: SubjectRow) -> bool:
    return row.asset_generation_status.get("overall") in DONE
