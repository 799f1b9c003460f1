"""Characters over REST: asking for one, listing, reading, following, changing, drawing anew, deleting."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool

from storytailor_dagster.api import shapes as common
from storytailor_dagster.api.answers import pagination
from storytailor_dagster.api.asking import IdempotencyKey, PageNumber, PageSize, asked_once, id_for
from storytailor_dagster.api.characters import answers, shapes
from storytailor_dagster.api.characters.bodies import ChangedCharacter, NewCharacter, Redraw
from storytailor_dagster.api.documented import WITH_BODY
from storytailor_dagster.api.documented import answers as told
from storytailor_dagster.api.envelope import Refusal, ok
from storytailor_dagster.api.events import EVENTS, LastEventId, followed
from storytailor_dagster.api.room import Room, signed_in, signed_in_for_events
from storytailor_dagster.api.sign_in import User
from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.character.written import words_of
from storytailor_dagster.errors import InvalidRequest
from storytailor_dagster.ledger import CharacterFields, CharacterRow, there_or_coming
from storytailor_dagster.store import clear_now_or_later
from storytailor_dagster.subjects import below, with_needs

router = APIRouter(prefix="/api/v1/characters", tags=["characters"])

SignedIn = Annotated[User, Depends(signed_in)]
InRoom = Annotated[Room, Depends(Room.of)]
UNFIT = ("INVALID_REQUEST", "UNKNOWN_TRAIT", "UNKNOWN_SPECIES")


@router.post(
    "",
    status_code=201,
    summary="Ask for a character",
    responses=told(
        201, shapes.Character, *UNFIT, "CHARACTER_QUOTA_EXCEEDED", "IDEMPOTENCY_KEY_REUSED", *WITH_BODY
    ),
)  # fmt: skip
def create(
    body: NewCharacter,
    user: SignedIn,
    room: InRoom,
    idempotency_key: IdempotencyKey = None,
) -> JSONResponse:
    """Puts it into the queue and answers at once; its portraits follow, headshot first."""
    fields = _checked(body.fields())
    character_id = id_for(user, idempotency_key, within="storytailor:character")
    with asked_once(idempotency_key, taken="CHARACTER_ID_TAKEN"):
        room.ledger.characters.insert(
            user.id,
            character_id=character_id,
            fields=fields,
            library_id=_library(body.library_id),
            priority=body.priority,
            most=room.settings.characters_per_month,
        )
    made = answers.character(own(room, user, character_id))
    return ok(made, status=201, headers={"Location": f"/api/v1/characters/{character_id}"})


@router.get("", summary="List your characters", responses=told(200, shapes.Summary, page=True))
def listed(
    user: SignedIn,
    room: InRoom,
    page: PageNumber = 1,
    limit: PageSize = 25,
) -> JSONResponse:
    """The newest first; `limit` is kept between 1 and 100."""
    rows, total = room.ledger.characters.page(user.id, limit=limit, offset=(page - 1) * limit)
    where = pagination(page=page, limit=limit, total=total)
    return ok([answers.summary(row) for row in rows], pagination=where)


@router.get("/{character_id}", summary="Read a character", responses=told(200, shapes.Character, "CHARACTER_NOT_FOUND"))
def read(character_id: UUID, user: SignedIn, room: InRoom) -> JSONResponse:
    """The whole row, as far as it is drawn."""
    return ok(answers.character(own(room, user, character_id)))


@router.patch(
    "/{character_id}",
    summary="Change a character",
    responses=told(200, shapes.Character, *UNFIT, "CHARACTER_NOT_FOUND", *WITH_BODY),
)
def change(character_id: UUID, body: ChangedCharacter, user: SignedIn, room: InRoom) -> JSONResponse:
    """What is sent replaces what was said. New looks ask for new portraits; stories that exist stay as they are."""
    row = own(room, user, character_id)
    parts = list(Portrait) if body.looks else []
    room.ledger.characters.redraw(user.id, character_id, fields=_checked(body.fields(row)), parts=parts)
    return ok(answers.character(own(room, user, character_id)))


@router.post(
    "/{character_id}/assets",
    status_code=202,
    summary="Draw portraits anew",
    responses=told(202, shapes.Queued, "INVALID_REQUEST", "CHARACTER_NOT_FOUND", *WITH_BODY),
)
def queue(character_id: UUID, body: Redraw, user: SignedIn, room: InRoom) -> JSONResponse:
    """The portraits, what they need and what follows from them, with a note on what should be otherwise."""
    row = own(room, user, character_id)
    under = below(min(body.asset_types, key=_place))
    wanted = with_needs([*body.asset_types, *under], there=there_or_coming(row))
    parts = [one for one in Portrait if one in wanted]
    note = None if body.note is None else words_of(body.note, field="note")
    room.ledger.ask(subject_id=character_id, parts=parts, priority=body.priority, note=note)
    return ok(answers.queued(own(room, user, character_id), parts), status=202)


@router.delete(
    "/{character_id}", summary="Delete a character", responses=told(200, common.Deleted, "CHARACTER_NOT_FOUND")
)
def delete(character_id: UUID, user: SignedIn, room: InRoom) -> JSONResponse:
    """Its portraits and rows are gone at once. Stories about it stay as they are and can't be made anew."""
    own(room, user, character_id)
    room.ledger.forget(character_id)
    clear_now_or_later(room.store, character_id)
    return ok({"id": str(character_id), "deleted": True})


@router.get(
    "/{character_id}/events",
    summary="Follow a character",
    response_class=StreamingResponse,
    responses={**told(200, None, "CHARACTER_NOT_FOUND"), **EVENTS},
)
async def events(
    character_id: UUID,
    user: Annotated[User, Depends(signed_in_for_events)],
    room: InRoom,
    last_event_id: LastEventId = None,
) -> Response:
    """An event for each change, until it is drawn or the token ends; then 204, and a client stops asking."""
    row = await run_in_threadpool(own, room, user, character_id)
    return followed(
        room,
        user,
        row,
        read=lambda: room.ledger.characters.own(user.id, character_id),
        shown=answers.character,
        event="character",
        last_event_id=last_event_id,
    )


def own(room: Room, user: User, character_id: UUID) -> CharacterRow:
    """The user's character.

    Raises:
        Refusal: there is none.
    """
    row = room.ledger.characters.own(user.id, character_id)
    if row is None:
        raise Refusal("There is no such character.", code="CHARACTER_NOT_FOUND")
    return row


def _checked(fields: CharacterFields) -> CharacterFields:
    """Refused here, if it would be refused later."""
    _ = fields.hero
    return fields


def _place(portrait: Portrait) -> int:
    return list(Portrait).index(portrait)


def _library(given: str | None) -> UUID | None:
    try:
        return None if given is None else UUID(given)
    except ValueError:
        raise InvalidRequest("libraryId is no id.", code="INVALID_FIELD") from None
