"""Running the emulator: in a thread of a test's process, or by itself."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn

from storytailor_dagster_tests.emulator.emulator import Emulator


class Server(uvicorn.Server):
    """One that, told to stop, waits for nobody."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.force_exit = True
        super().handle_exit(sig, frame)


def server(emulator: Emulator) -> Server:
    """A server for it, not yet running."""
    config = uvicorn.Config(
        emulator,
        log_level="critical",
        access_log=False,
        lifespan="off",
        http="h11",
        loop="asyncio",
        timeout_graceful_shutdown=1,
    )
    return Server(config)


def listening(port: int = 0) -> socket.socket:
    """A socket on loopback; port 0 is any free one."""
    found = socket.socket()
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    found.bind(("127.0.0.1", port))
    found.listen(512)
    return found


def address(of: socket.socket) -> str:
    return f"http://127.0.0.1:{of.getsockname()[1]}"


@contextmanager
def running_emulator(*, latency: float = 0.0, jitter: float = 0.0) -> Iterator[Emulator]:
    """An emulator in a thread, gone at the end with all that still hangs on it."""
    emulator = Emulator(latency=latency, jitter=jitter)
    with listening() as door:
        emulator.url = address(door)
        runs = server(emulator)
        thread = threading.Thread(target=runs.run, kwargs={"sockets": [door]}, daemon=True)
        thread.start()
        while not runs.started and thread.is_alive():
            time.sleep(0.005)
        try:
            yield emulator
        finally:
            emulator.closing = True
            runs.should_exit = runs.force_exit = True
            thread.join(timeout=10)
