"""A database and the API as they run for real: each in processes of its own, on loopback, gone at the end."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from storytailor_dagster.ledger import migrate
from storytailor_dagster.local.ports import free_port
from storytailor_dagster.local.postgres import EmbeddedPostgres
from storytailor_dagster.local.programs import program
from storytailor_dagster.settings import inherited_environment

ISSUER = "storytailor"


@dataclass(frozen=True)
class Served:
    """Where the database and the API are, and what signs tokens."""

    dsn: str
    url: str
    secret: str


@contextmanager
def served(module: str = "storytailor_dagster.api.app:app") -> Iterator[Served]:
    """An empty database and one API process. The folder is open to the user whom root hands the server to."""
    folder = Path(tempfile.mkdtemp(prefix="storytailor-bench-"))
    folder.chmod(0o755)
    server = EmbeddedPostgres(folder)
    try:
        with ExitStack() as stack:
            dsn = server.start()
            migrate(dsn)
            secret, port = secrets.token_urlsafe(48), free_port()
            environment = inherited_environment() | {
                "DATABASE_URL": dsn,
                "SUPABASE_JWT_SECRET": secret,
                "STORYTAILOR_REQUESTS_PER_MINUTE": "1000000",
            }
            command = ("uvicorn", "--factory", module, "--port", str(port), "--no-access-log", "--log-level", "warning")
            stack.enter_context(program("api", command, environment=environment, log=folder / "api.log"))
            url = f"http://127.0.0.1:{port}"
            _wait(url)
            yield Served(dsn, url, secret)
    finally:
        server.stop()
        shutil.rmtree(folder)


def _wait(url: str) -> None:
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        try:
            httpx.get(f"{url}/health/live", timeout=2)
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the API did not start")
