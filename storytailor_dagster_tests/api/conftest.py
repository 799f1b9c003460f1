"""The API over real HTTP on loopback, on a real database, with families who are signed in."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import httpx
import pytest
import uvicorn

from storytailor_dagster.api.app import app
from storytailor_dagster.api.serve import Deadlines, config
from storytailor_dagster.api.sign_in import development_token
from storytailor_dagster.api.webhooks.addresses import Resolve
from storytailor_dagster.settings import Settings
from storytailor_dagster_tests.emulator.server import address, listening

SECRET = "a-secret-of-the-tests-that-is-long-enough-for-hs256"
ISSUER = "https://project.supabase.test/auth/v1"
FAMILY = UUID("11111111-1111-4111-8111-111111111111")
NEIGHBOURS = UUID("22222222-2222-4222-8222-222222222222")


NO_OBJECTS = Path("/nowhere/storytailor")


def settings(dsn: str, **other: object) -> Settings:
    given = {
        "home": NO_OBJECTS,
        "database_url": dsn,
        "supabase_jwt_secret": SECRET,
        "supabase_jwt_issuer": ISSUER,
        **other,
    }
    return Settings(**given)  # type: ignore[arg-type]


@contextmanager
def serving(settings: Settings, *, resolve: Resolve | None = None, deadlines: Deadlines | None = None) -> Iterator[str]:
    """The application on a free port; its address."""
    with listening() as door:
        runs = uvicorn.Server(config(app(settings, resolve=resolve), deadlines=deadlines, log_level="critical"))
        thread = threading.Thread(target=runs.run, kwargs={"sockets": [door]}, daemon=True)
        thread.start()
        while not runs.started and thread.is_alive():
            time.sleep(0.005)
        try:
            yield address(door)
        finally:
            runs.should_exit = True
            thread.join(timeout=10)


@pytest.fixture
def url(database: str) -> Iterator[str]:
    with serving(settings(database)) as found:
        yield found


def token(user: UUID) -> str:
    return development_token(secret=SECRET, issuer=ISSUER, user=user)


def client_of(url: str, user: UUID | None) -> httpx.Client:
    headers = {} if user is None else {"Authorization": f"Bearer {token(user)}"}
    return httpx.Client(base_url=url, headers=headers, timeout=20.0)


@pytest.fixture
def client(url: str) -> Iterator[Callable[[UUID | None], httpx.Client]]:
    """A client of a user, or of nobody."""
    opened: list[httpx.Client] = []

    def of(user: UUID | None) -> httpx.Client:
        opened.append(client_of(url, user))
        return opened[-1]

    yield of
    for one in opened:
        one.close()


@pytest.fixture
def family(client: Callable[[UUID | None], httpx.Client]) -> httpx.Client:
    return client(FAMILY)


@pytest.fixture
def neighbours(client: Callable[[UUID | None], httpx.Client]) -> httpx.Client:
    return client(NEIGHBOURS)
