"""A Redis of the tests' own, on a free port, empty at the start and gone at the end."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from redis import Redis
from redis.exceptions import ConnectionError as Unreachable

from storytailor_dagster.local.parting import die_with_parent
from storytailor_dagster.local.postgres import free_port


@contextmanager
def running_redis(folder: Path) -> Iterator[str]:
    """Its address."""
    port = free_port()
    arguments = ("--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder))
    with (folder / "redis.log").open("wb") as log:
        server = subprocess.Popen(
            ["redis-server", *arguments], stdout=log, stderr=log, preexec_fn=die_with_parent(signal.SIGKILL)
        )
    try:
        with Redis(port=port) as client:
            while not _answers(client):
                assert server.poll() is None, (folder / "redis.log").read_text()
                time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.kill()
        server.wait()


def _answers(client: Redis) -> bool:
    try:
        return bool(client.ping())
    except Unreachable:
        return False
