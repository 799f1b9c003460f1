"""Webhooks over REST: registering, changing, a new secret, trying out, the log of what was sent."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from storytailor_dagster.api.answers import pagination
from storytailor_dagster.api.asking import PageNumber, PageSize
from storytailor_dagster.api.documented import WITH_BODY
from storytailor_dagster.api.documented import answers as told
from storytailor_dagster.api.envelope import Refusal, ok
from storytailor_dagster.api.room import Room, signed_in
from storytailor_dagster.api.shapes import Deleted
from storytailor_dagster.api.sign_in import User
from storytailor_dagster.api.webhooks import answers, shapes
from storytailor_dagster.api.webhooks.bodies import ChangedWebhook, NewWebhook
from storytailor_dagster.api.webhooks.signing import new_secret
from storytailor_dagster.ledger import EndpointRow

PREFIX = "/api/v1/webhooks"
router = APIRouter(prefix=PREFIX, tags=["webhooks"])

SignedIn = Annotated[User, Depends(signed_in)]
InRoom = Annotated[Room, Depends(Room.of)]
Status = Literal["pending", "delivered", "failed"]
_URL = ("WEBHOOK_URL_REFUSED", "WEBHOOK_ADDRESS_REFUSED", *WITH_BODY)


@router.post(
    "",
    status_code=201,
    summary="Register a webhook",
    responses=told(201, shapes.WithSecret, *_URL, "TOO_MANY_WEBHOOKS", example=shapes.WITH_SECRET),
)
async def create(body: NewWebhook, user: SignedIn, room: InRoom) -> JSONResponse:
    """The answer has the secret that signs what is sent there. It is shown this once: keep it."""
    url = await room.webhooks.check(body.url)
    secret = new_secret()
    made = await run_in_threadpool(
        room.ledger.webhooks.add,
        user.id,
        url=url,
        events=sorted(set(body.events)),
        description=body.description,
        secret=secret,
        most=room.settings.webhooks_per_user,
    )
    return ok(answers.webhook(made, secret=secret), status=201, headers={"Location": f"{PREFIX}/{made.id}"})


@router.get("", summary="List your webhooks", responses=told(200, list[shapes.Webhook], example=[shapes.WEBHOOK]))
def listed(user: SignedIn, room: InRoom) -> JSONResponse:
    """All of them, the oldest first."""
    return ok([answers.webhook(row) for row in room.ledger.webhooks.endpoints(user.id)])


@router.get(
    "/{webhook_id}",
    summary="Read a webhook",
    responses=told(200, shapes.Webhook, "WEBHOOK_NOT_FOUND", example=shapes.WEBHOOK),
)
def read(webhook_id: UUID, user: SignedIn, room: InRoom) -> JSONResponse:
    """And whether it is enabled; `disabled_why` is `owner`, `gone` (it answered 410) or `failing` (for days)."""
    return ok(answers.webhook(_there(room.ledger.webhooks.endpoint(user.id, webhook_id))))


@router.patch(
    "/{webhook_id}",
    summary="Change a webhook",
    responses=told(200, shapes.Webhook, *_URL, "WEBHOOK_NOT_FOUND", example=shapes.WEBHOOK),
)
async def change(webhook_id: UUID, body: ChangedWebhook, user: SignedIn, room: InRoom) -> JSONResponse:
    """What is not sent stays. What falls due while it is disabled is not sent."""
    row = await run_in_threadpool(
        room.ledger.webhooks.change,
        user.id,
        webhook_id,
        url=None if body.url is None else await room.webhooks.check(body.url),
        events=None if body.events is None else sorted(set(body.events)),
        describes="description" in body.model_fields_set,
        description=body.description,
        enabled=body.enabled,
    )
    return ok(answers.webhook(_there(row)))


@router.delete(
    "/{webhook_id}",
    summary="Delete a webhook",
    responses=told(200, Deleted, "WEBHOOK_NOT_FOUND"),
)
def delete(webhook_id: UUID, user: SignedIn, room: InRoom) -> JSONResponse:
    """And what waits for it, and its log."""
    if not room.ledger.webhooks.remove(user.id, webhook_id):
        raise _missing()
    return ok({"id": str(webhook_id), "deleted": True})


@router.post(
    "/{webhook_id}/secret",
    summary="Replace a webhook's secret",
    responses=told(200, shapes.WithSecret, "WEBHOOK_NOT_FOUND", example=shapes.WITH_SECRET),
)
def rotate(webhook_id: UUID, user: SignedIn, room: InRoom) -> JSONResponse:
    """The new one is shown this once. For a day the one before signs as well, until `former_secret_until`."""
    secret = new_secret()
    row = _there(room.ledger.webhooks.rotate(user.id, webhook_id, secret=secret))
    return ok(answers.webhook(row, secret=secret))


@router.post(
    "/{webhook_id}/test",
    status_code=202,
    summary="Try a webhook out",
    responses=told(202, shapes.Delivery, "WEBHOOK_NOT_FOUND", "WEBHOOK_DISABLED", example=shapes.DELIVERY),
)
def test(webhook_id: UUID, user: SignedIn, room: InRoom) -> JSONResponse:
    """Sends `webhook.test`, once; the log says what came of it."""
    _enabled(room, user, webhook_id)
    row = room.ledger.webhooks.test(user.id, webhook_id)
    if row is None:
        raise _missing()
    return ok(answers.delivery(row), status=202)


@router.get(
    "/{webhook_id}/deliveries",
    summary="What was sent to a webhook",
    responses=told(200, shapes.Delivery, "WEBHOOK_NOT_FOUND", page=True),
)
def deliveries(
    webhook_id: UUID,
    user: SignedIn,
    room: InRoom,
    page: PageNumber = 1,
    limit: PageSize = 25,
    status: Status | None = None,
) -> JSONResponse:
    """The newest first, for as long as the log is kept (30 days, unless set otherwise).

    `limit` is kept between 1 and 100.
    """
    _there(room.ledger.webhooks.endpoint(user.id, webhook_id))
    rows, total = room.ledger.webhooks.deliveries(
        user.id, webhook_id, status=status, limit=limit, offset=(page - 1) * limit
    )
    return ok([answers.delivery(row) for row in rows], pagination=pagination(page=page, limit=limit, total=total))


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/redeliver",
    status_code=202,
    summary="Send a delivery again",
    responses=told(
        202, shapes.Delivery, "WEBHOOK_NOT_FOUND", "DELIVERY_NOT_FOUND", "WEBHOOK_DISABLED", example=shapes.DELIVERY
    ),
)
def redeliver(webhook_id: UUID, delivery_id: UUID, user: SignedIn, room: InRoom) -> JSONResponse:
    """Now, and under the same `webhook-id`. One that was given up is tried once more."""
    _enabled(room, user, webhook_id)
    row = room.ledger.webhooks.redeliver(user.id, webhook_id, delivery_id)
    if row is None:
        raise Refusal("There is no such delivery.", code="DELIVERY_NOT_FOUND")
    return ok(answers.delivery(row), status=202)


def _enabled(room: Room, user: User, webhook_id: UUID) -> None:
    if _there(room.ledger.webhooks.endpoint(user.id, webhook_id)).disabled_at is not None:
        raise Refusal("This webhook is disabled.", code="WEBHOOK_DISABLED")


def _there(row: EndpointRow | None) -> EndpointRow:
    if row is None:
        raise _missing()
    return row


def _missing() -> Refusal:
    return Refusal("There is no such webhook.", code="WEBHOOK_NOT_FOUND")
