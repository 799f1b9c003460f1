"""Stories over REST: asking for one, listing, reading, following, asking for parts again, deleting."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse

from storytailor_dagster.api import answers, shapes
from storytailor_dagster.api.asking import IdempotencyKey, PageNumber, PageSize, asked_once, id_for
from storytailor_dagster.api.bodies import Assets, NewStory, Regenerate
from storytailor_dagster.api.documented import WITH_BODY
from storytailor_dagster.api.documented import answers as told
from storytailor_dagster.api.envelope import Refusal, ok
from storytailor_dagster.api.room import Room, signed_in
from storytailor_dagster.api.sign_in import User
from storytailor_dagster.character.written import words_of
from storytailor_dagster.ledger import CharacterRow, StoryRow, there_or_coming
from storytailor_dagster.store import clear_now_or_later
from storytailor_dagster.story.intake import character_named, read_request
from storytailor_dagster.story.parts import Part, below, in_order
from storytailor_dagster.story.required import check_required
from storytailor_dagster.story.types import story_type
from storytailor_dagster.subjects import AnyPart, with_needs

router = APIRouter(prefix="/api/v1/stories", tags=["stories"])

SignedIn = Annotated[User, Depends(signed_in)]
InRoom = Annotated[Room, Depends(Room.of)]
EXAMPLE = answers.created(
    story_id=UUID("5f0c9c3e-5a53-4a0b-8f43-0f3a8b1d6c11"),
    user=UUID("00000000-0000-4000-8000-000000000001"),
    title="Adventure Story",
    asked=Part,
)
Status = Literal["draft", "generating", "ready", "failed", "archived"]


@router.post(
    "",
    status_code=201,
    summary="Ask for a story",
    responses=told(
        201, shapes.Created, "INVALID_REQUEST", "NOTHING_TO_TELL", "UNKNOWN_TRAIT", "STORY_QUOTA_EXCEEDED",
        "CHARACTER_NOT_FOUND", "IDEMPOTENCY_KEY_REUSED", *WITH_BODY, example=EXAMPLE,
    ),
)  # fmt: skip
def create(
    body: NewStory,
    user: SignedIn,
    room: InRoom,
    idempotency_key: IdempotencyKey = None,
) -> JSONResponse:
    """Puts the request into the queue and answers at once, with where to listen for each part."""
    character = None if body.character_id is None else _character(room, user, body.character_id)
    if not (body.story_idea or body.story_type or body.title):
        raise Refusal("Send storyIdea, storyType or title.", code="NOTHING_TO_TELL")
    asked = _asked(room, body.generate_assets)
    fields = body.fields()
    if isinstance(body.generate_assets, list):
        fields["generateAssets"] = [part.value for part in asked]
    story_id = id_for(user, idempotency_key, within="storytailor")
    kind = story_type(body.story_type) if body.story_type else None
    if kind is not None:
        check_required(kind, fields)
    request = read_request(
        story_id=story_id,
        title=body.title,
        age_rating=body.age,
        metadata=fields,
        hero=None if character is None else character.hero,
    )
    with asked_once(idempotency_key, taken="STORY_ID_TAKEN"):
        room.ledger.families.insert_story(
            user.id,
            story_id=story_id,
            title=request.title,
            age=body.age,
            metadata=fields,
            most=room.settings.stories_per_month,
        )
    made = answers.created(story_id=story_id, user=user.id, title=request.title, asked=asked)
    return ok(made, status=201, headers={"Location": f"/api/v1/stories/{story_id}"})


@router.get("", summary="List your stories", responses=told(200, shapes.Summary, page=True))
def listed(
    user: SignedIn,
    room: InRoom,
    page: PageNumber = 1,
    limit: PageSize = 25,
    status: Status | None = None,
) -> JSONResponse:
    """The newest first; `limit` is kept between 1 and 100."""
    rows, total = room.ledger.families.stories(user.id, status=status, limit=limit, offset=(page - 1) * limit)
    where = answers.pagination(page=page, limit=limit, total=total)
    return ok([answers.summary(row) for row in rows], pagination=where)


@router.get("/{story_id}", summary="Read a story", responses=told(200, shapes.Story, "STORY_NOT_FOUND"))
def read(story_id: UUID, user: SignedIn, room: InRoom) -> JSONResponse:
    """The whole row, as far as it is made."""
    row = _own(room, user, story_id)
    named = character_named(row.metadata)
    character = None if named is None else _known(room, user, named)
    return ok(answers.story(row, character))


@router.delete("/{story_id}", summary="Delete a story", responses=told(200, shapes.Deleted, "STORY_NOT_FOUND"))
def delete(story_id: UUID, user: SignedIn, room: InRoom) -> JSONResponse:
    """Its pictures, sound and rows are gone at once, and whatever is still being made of it is not kept."""
    _own(room, user, story_id)
    room.ledger.forget(story_id)
    clear_now_or_later(room.store, story_id)
    return ok({"id": str(story_id), "deleted": True})


@router.get(
    "/{story_id}/assets/status",
    summary="How far each part is",
    responses=told(200, shapes.StatusWithJobs, "STORY_NOT_FOUND"),
)
def status(story_id: UUID, user: SignedIn, room: InRoom) -> JSONResponse:
    """The status object, and a job for each part."""
    return ok(answers.status(_own(room, user, story_id)))


@router.post(
    "/{story_id}/assets",
    status_code=202,
    summary="Queue parts (again)",
    responses=told(202, shapes.Queued, "STORY_NOT_FOUND", *WITH_BODY),
)
def queue(story_id: UUID, body: Assets, user: SignedIn, room: InRoom) -> JSONResponse:
    """Each is made anew, with the next attempt; what they need and is not there is made too."""
    row = _own(room, user, story_id)
    wanted = _with_needs(room, body.asset_types, there=there_or_coming(row))
    return _queued(room, user, story_id, wanted, priority=body.priority)


@router.post(
    "/{story_id}/assets/{asset}/retry",
    status_code=202,
    summary="Try a failed part again",
    responses=told(202, shapes.Queued, "STORY_NOT_FOUND", "NOT_READY_TO_RETRY", "NEEDS_ANOTHER_PART"),
)
def retry(story_id: UUID, asset: Part, user: SignedIn, room: InRoom) -> JSONResponse:
    """The part, and whatever below it is not ready."""
    row = _own(room, user, story_id)
    states = {job.part: job.status for job in row.jobs}
    if states.get(asset) in ("queued", "generating"):
        raise Refusal("This part is being made.", code="NOT_READY_TO_RETRY")
    _check_needs(room, row, asset)
    again = [part for part in below(asset, room.settings.scene_references) if states.get(part) == "failed"]
    return _queued(room, user, story_id, in_order([asset, *again]))


@router.post(
    "/{story_id}/assets/{asset}/regenerate",
    status_code=202,
    summary="Make a part anew",
    responses=told(202, shapes.Queued, "INVALID_REQUEST", "STORY_NOT_FOUND", "NEEDS_ANOTHER_PART", *WITH_BODY),
)
def regenerate(
    story_id: UUID, asset: Part, user: SignedIn, room: InRoom, body: Regenerate | None = None
) -> JSONResponse:
    """The part and everything below it, with a note on what should be otherwise, if you like."""
    row = _own(room, user, story_id)
    _check_needs(room, row, asset)
    states = {job.part: job.status for job in row.jobs}
    under = [
        part for part in below(asset, room.settings.scene_references) if states.get(part, "canceled") != "canceled"
    ]
    note = None if body is None or body.note is None else words_of(body.note, field="note")
    return _queued(room, user, story_id, in_order([asset, *under]), note=note)


@router.get(
    "/{story_id}/activities",
    summary="The story's activities",
    responses=told(200, shapes.Activities, "STORY_NOT_FOUND"),
)
def activities(story_id: UUID, user: SignedIn, room: InRoom) -> JSONResponse:
    """As far as they are made."""
    row = _own(room, user, story_id)
    found = row.activities or []
    state = row.asset_generation_status["assets"].get(Part.ACTIVITIES.value, {}).get("status", "pending")
    return ok({"storyId": str(story_id), "activities": found, "status": state, "count": len(found)})


def _character(room: Room, user: User, character_id: str) -> CharacterRow:
    row = _known(room, user, character_id)
    if row is None:
        raise Refusal("There is no such character.", code="CHARACTER_NOT_FOUND")
    return row


def _known(room: Room, user: User, character_id: str) -> CharacterRow | None:
    try:
        return room.ledger.characters.own(user.id, UUID(character_id))
    except ValueError:
        return None


def _own(room: Room, user: User, story_id: UUID) -> StoryRow:
    row = room.ledger.families.story(user.id, story_id)
    if row is None:
        raise Refusal("There is no such story.", code="STORY_NOT_FOUND")
    return row


def _queued(
    room: Room,
    user: User,
    story_id: UUID,
    parts: tuple[Part, ...],
    *,
    priority: str | None = None,
    note: str | None = None,
) -> JSONResponse:
    room.ledger.ask(subject_id=story_id, parts=parts, priority=priority, note=note)
    return ok(answers.queued(_own(room, user, story_id), parts), status=202)


def _check_needs(room: Room, row: StoryRow, part: Part) -> None:
    missing, *_ = _with_needs(room, [part], there=there_or_coming(row))
    if missing is not part:
        raise Refusal(
            f"{part} needs {missing}, which is not there. Ask for {missing} first.", code="NEEDS_ANOTHER_PART"
        )


def _with_needs(room: Room, parts: Iterable[Part], *, there: Container[AnyPart] = ()) -> tuple[Part, ...]:
    wanted = with_needs(parts, room.settings.scene_references, there=there)
    return tuple(part for part in Part if part in wanted)


def _asked(room: Room, generate: bool | list[Part]) -> tuple[Part, ...]:
    return tuple(Part) if generate is True else _with_needs(room, [Part.CONTENT, *(generate or ())])
