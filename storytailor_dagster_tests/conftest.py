"""Databases for every room's tests: real servers, and a fresh migrated database for each test that asks."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from storytailor_dagster.ledger import Ledger, migrate
from storytailor_dagster.local.postgres import EmbeddedPostgres

DEBIANS_15 = Path("/usr/lib/postgresql/15/bin")
SERVERS = ["postgres_18", *(["postgres_15"] if DEBIANS_15.exists() else [])]


def on(dsn: str, database: str) -> str:
    """The same server's other database."""
    return f"{dsn.rpartition('/')[0]}/{database}"


@contextmanager
def _server(binaries: Path | None) -> Iterator[str]:
    """A server whose database `template` is migrated. Its folder is open to the user that root hands it to."""
    folder = Path(tempfile.mkdtemp(prefix="storytailor-test-"))
    folder.chmod(0o755)
    server = EmbeddedPostgres(folder, binaries=binaries)
    try:
        dsn = server.start()
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute("create database template")
        migrate(on(dsn, "template"))
        yield dsn
    finally:
        server.stop()
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres_18() -> Iterator[str]:
    """The address of a server from the wheel."""
    with _server(None) as dsn:
        yield dsn


@pytest.fixture(scope="session")
def postgres_15() -> Iterator[str]:
    """The address of a server from Debian's package."""
    with _server(DEBIANS_15) as dsn:
        yield dsn


@contextmanager
def _fresh(server: str, template: str) -> Iterator[str]:
    name = f"test_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name} template {template}".encode())
        try:
            yield on(server, name)
        finally:
            connection.execute(f"drop database {name} with (force)".encode())


@pytest.fixture(params=SERVERS)
def empty_database(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh database with nothing in it, on each server in turn."""
    with _fresh(request.getfixturevalue(request.param), "template0") as dsn:
        yield dsn


@pytest.fixture(params=SERVERS)
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh migrated database, on each server in turn."""
    with _fresh(request.getfixturevalue(request.param), "template") as dsn:
        yield dsn


@pytest.fixture
def ledger(database: str) -> Iterator[Ledger]:
    with Ledger(database, pool_size=16) as opened:
        yield opened


@pytest.fixture
def connection(database: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """What another service has: plain SQL on the same database as `ledger`."""
    with psycopg.connect(database, autocommit=True) as opened:
        yield opened
