"""The application put together. `python -m storytailor_dagster.api` serves it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline
from starlette.concurrency import run_in_threadpool

from storytailor_dagster.api import choices, envelope, events, health, stories
from storytailor_dagster.api.characters import routes as characters
from storytailor_dagster.api.heard import Heard
from storytailor_dagster.api.limits import BodyLimit
from storytailor_dagster.api.lines import Lines, lines_as_chosen
from storytailor_dagster.api.page import page
from storytailor_dagster.api.realtime import socket
from storytailor_dagster.api.realtime.hub import Hub
from storytailor_dagster.api.room import Doorman, Room
from storytailor_dagster.api.sign_in import SignIn
from storytailor_dagster.api.webhooks import routes as webhooks
from storytailor_dagster.api.webhooks import sent
from storytailor_dagster.api.webhooks.addresses import Addresses, Resolve
from storytailor_dagster.api.webhooks.calling import Caller
from storytailor_dagster.api.webhooks.deliverer import Deliverer
from storytailor_dagster.api.webhooks.rules import Rules
from storytailor_dagster.errors import NotSetUp
from storytailor_dagster.ledger import Feed, Ledger
from storytailor_dagster.settings import Settings
from storytailor_dagster.store import store_from

WAIT_SECONDS = 5.0
"""How long a request waits for a connection to the database before it is told to come again."""
_ABOUT = """A request becomes a children's story: text, cover, four scenes, narration, activities and a printable book.
Every answer is `{"success": true, "data": …}` or `{"success": false, "error": …, "code": …}`."""


def app(settings: Settings | None = None, *, resolve: Resolve | None = None) -> FastAPI:
    """A fresh application.

    Args:
        resolve: who knows the addresses of webhooks' hosts; else this machine.

    Raises:
        NotSetUp: nothing says whose tokens are to be believed.
    """
    settings = settings or Settings()
    secret = settings.supabase_jwt_secret
    if secret is None and settings.supabase_jwks_url is None:
        raise NotSetUp(
            "Nobody can sign in.",
            code="NO_SIGN_IN",
            remedy="Set SUPABASE_JWT_SECRET or SUPABASE_JWKS_URL, or start it with `storytailor up`.",
        )
    heard = Heard(settings)
    ledger, feed = (
        Ledger(settings.dsn, pool_size=settings.api_connections, wait_seconds=WAIT_SECONDS),
        Feed(settings.dsn),
    )
    public_key = settings.supabase_anon_key
    addresses = Addresses(allow_private=settings.webhooks_allow_private, resolve=resolve)
    deliverer = Deliverer(
        *(ledger.outbox, feed, Caller(addresses)),
        at_once=settings.webhooks_at_once,
        kept=timedelta(days=settings.webhook_days),
    )
    room = Room(
        ledger=ledger,
        feed=feed,
        sign_in=SignIn(
            secret=None if secret is None else secret.get_secret_value(),
            keys_url=settings.supabase_jwks_url,
            issuer=settings.supabase_jwt_issuer,
        ),
        doorman=Doorman(per_minute=settings.requests_per_minute),
        hub=Hub(ledger, feed),
        store=store_from(settings),
        settings=settings,
        webhooks=Rules(addresses),
        public_key=None if public_key is None else public_key.get_secret_value(),
    )

    @asynccontextmanager
    async def open_and_close(_: FastAPI) -> AsyncIterator[None]:
        await room.hub.open()
        await deliverer.open()
        yield
        await deliverer.close()
        await room.hub.close()
        await run_in_threadpool(room.feed.close)
        room.ledger.close()
        await run_in_threadpool(heard.close)

    made = FastAPIOffline(
        title="Storytailor",
        version="1.0.0",
        description=_ABOUT,
        lifespan=open_and_close,
        redoc_url=None,
        telemetry=heard.config,
    )
    made.state.room = room
    envelope.install(made)
    made.add_middleware(BodyLimit)
    made.add_middleware(Lines)
    lines_as_chosen(settings)
    made.include_router(stories.router)
    made.include_router(characters.router)
    made.include_router(choices.router)
    made.include_router(events.router)
    made.include_router(socket.router)
    made.include_router(webhooks.router)
    made.include_router(health.router)
    made.include_router(page(settings))
    made.webhooks.include_router(sent.router)
    return made
