"""A Redis of the tests' own, on a free port. It can be killed and started again, and then knows nothing."""

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
from storytailor_dagster.local.ports import free_port


class Broker:
    """The server; what it holds is in its memory only."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._port = folder, free_port()
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        """Returns when it answers."""
        options = ("--port", str(self._port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
        log = self._folder / "redis.log"
        with log.open("ab") as file:
            self._server = server = subprocess.Popen(
                ["redis-server", *options, "--dir", str(self._folder)],
                stdout=file,
                stderr=file,
                preexec_fn=die_with_parent(signal.SIGKILL),
            )
        with Redis(port=self._port) as client:
            while not _answers(client):
                assert server.poll() is None, log.read_text()
                time.sleep(0.05)

    def kill(self) -> None:
        if self._server is not None:
            self._server.kill()
            self._server.wait()


@contextmanager
def running_broker(folder: Path) -> Iterator[Broker]:
    broker = Broker(folder)
    broker.start()
    try:
        yield broker
    finally:
        broker.kill()


def _answers(client: Redis) -> bool:
    try:
        return bool(client.ping())
    except Unreachable:
        return False
