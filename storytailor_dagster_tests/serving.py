"""Any application on a free port of loopback, for as long as a test needs it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from storytailor_dagster_tests.emulator.server import address, listening


@contextmanager
def running(application: ASGIApp) -> Iterator[str]:
    """Its address."""
    with listening() as door:
        runs = uvicorn.Server(uvicorn.Config(application, log_level="critical", access_log=False))
        thread = threading.Thread(target=runs.run, kwargs={"sockets": [door]}, daemon=True)
        thread.start()
        while not runs.started and thread.is_alive():
            time.sleep(0.005)
        try:
            yield address(door)
        finally:
            runs.should_exit = True
            thread.join(timeout=10)
