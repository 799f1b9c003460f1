"""Ports of loopback: any that is free, and whether a known one is."""

from __future__ import annotations

import errno
import socket
import time
from random import SystemRandom

OURS = range(15000, 32000)
"""Below those that Linux (32768) and macOS (49152) give to outgoing connections: one that is free stays free until it
is listened on, and a program that is started again finds its own free."""


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on.

    Raises:
        OSError: none of a thousand is.
    """
    for port in SystemRandom().sample(OURS, 1000):
        with socket.socket() as listener:
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError(errno.EADDRINUSE, "No port of 127.0.0.1 is free.")


def becomes_free(port: int, *, seconds: float) -> bool:
    """Whether nobody listens there, now or within that time: what a killed program leaves behind still ends."""
    end = time.monotonic() + seconds
    while True:
        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                if time.monotonic() > end:
                    return False
            else:
                return True
        time.sleep(0.05)
