"""Ports of loopback: any that is free, and whether a known one is."""

from __future__ import annotations

import socket
import time


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


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
