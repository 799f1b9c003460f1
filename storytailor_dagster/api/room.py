"""What every route finds: the ledger, who may sign in, and how often somebody may ask."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

from fastapi import Depends, HTTPException, Query, Request

from storytailor_dagster.api.realtime.hub import Hub
from storytailor_dagster.api.sign_in import NotSignedIn, SignIn, User
from storytailor_dagster.api.webhooks.rules import Rules
from storytailor_dagster.ledger import Feed, Ledger
from storytailor_dagster.settings import Settings
from storytailor_dagster.store import ObjectStore

WINDOW = 60.0
"""Seconds over which requests are counted."""
_MOST_COUNTED = 100_000


@dataclass
class Doorman:
    """Counts each user's requests, evened out over a minute. One process's own: behind several, each counts alone."""

    per_minute: int | None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _seen: dict[UUID, tuple[float, float]] = field(default_factory=dict)
    """User -> how full the bucket was, and when."""

    def wait(self, user: UUID) -> float:
        """Seconds to wait before the next request; 0 where it may come in."""
        if self.per_minute is None:
            return 0.0
        now = time.monotonic()
        leak = self.per_minute / WINDOW
        with self._lock:
            level, at = self._seen.get(user, (0.0, now))
            level = max(0.0, level - (now - at) * leak)
            if level + 1 > self.per_minute:
                return (level + 1 - self.per_minute) / leak
            if len(self._seen) > _MOST_COUNTED:
                self._seen.clear()
            self._seen[user] = (level + 1, now)
            return 0.0


@dataclass(frozen=True)
class Room:
    """The application's parts."""

    ledger: Ledger
    feed: Feed
    sign_in: SignIn
    doorman: Doorman
    hub: Hub
    store: ObjectStore
    settings: Settings
    webhooks: Rules
    public_key: str | None = None

    @staticmethod
    def of(request: Request) -> Room:
        """The room of this application."""
        room: Room = request.app.state.room
        return room


def signed_in(request: Request, room: Annotated[Room, Depends(Room.of)]) -> User:
    """The user of the request's bearer token.

    Raises:
        HTTPException: 401 without one that is believed, 429 where somebody asks too often.
    """
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return _admitted(room, token.strip() if kind.casefold() == "bearer" else "")


def signed_in_for_events(
    request: Request, room: Annotated[Room, Depends(Room.of)], access_token: Annotated[str, Query(max_length=8192)] = ""
) -> User:
    """The same, or by `access_token` in the query: a browser's EventSource can't send a header."""
    if access_token and "authorization" not in request.headers:
        return _admitted(room, access_token)
    return signed_in(request, room)


def _admitted(room: Room, token: str) -> User:
    try:
        user = room.sign_in.user(token)
    except NotSignedIn:
        raise HTTPException(401, "Sign in first.", {"WWW-Authenticate": "Bearer"}) from None
    wait = room.doorman.wait(user.id)
    if wait > 0:
        raise HTTPException(429, "You ask too often. Wait a little.", {"Retry-After": str(int(wait) + 1)})
    return user
