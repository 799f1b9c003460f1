"""The server under the application: what a connection may take of time, bytes and memory. What requests may hold is
`limits.py`'s.

`python -m storytailor_dagster.api` serves it so. A bare uvicorn waits for ever for a request to end and for a reader to
read, takes headers of any size, and opens sockets until nothing is left for the database.
"""

from __future__ import annotations

import json
import resource
from asyncio import AbstractEventLoop, TimerHandle, Transport
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from storytailor_dagster.api.limits import MOST_BYTES

MOST_CONNECTIONS = 10_000
FOR_OTHERS = 256
"""File descriptors that are left to the database, the store, webhooks and the files of the process itself."""
MOST_HEAD_BYTES = 65_536
MOST_WRAPPED_BYTES = 8 * MOST_BYTES
"""Of a request as it goes over the wire, whatever its body is cut into."""
MOST_FRAME_BYTES = 131_072
"""Of one message on a websocket; the application itself refuses those of more than half as many letters."""
MOST_UNREAD_BYTES = 1_048_576
"""Of what waits for a websocket's reader; answers to pings are counted here alone."""


@dataclass(frozen=True, kw_only=True)
class Deadlines:
    """Seconds. `arrival`: from a connection, or a request's first byte, to its last one. `reading`: that a client who
    is sent something may read nothing. `parting`: for a refusal to be read before the connection is closed."""

    arrival: float = 30.0
    reading: float = 60.0
    parting: float = 1.0


def most_connections() -> int:
    """How many this process serves at once: what its limit on open files leaves, at least half of it."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST_CONNECTIONS if files < 0 else min(MOST_CONNECTIONS, max(files - FOR_OTHERS, files // 2))


class _Read:
    """What both protocols hold to: a client who does not read is cut off."""

    deadlines = Deadlines()
    loop: AbstractEventLoop
    transport: Transport
    _unread: TimerHandle | None = None

    def pause_writing(self) -> None:
        super().pause_writing()  # type: ignore[misc]
        self._unread = self.loop.call_later(self.deadlines.reading, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()  # type: ignore[misc]
        self._read_again()

    def connection_lost(self, exc: Exception | None) -> None:
        self._read_again()
        super().connection_lost(exc)  # type: ignore[misc]

    def _read_again(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None


class Http(_Read, HttpToolsProtocol):
    """A connection whose requests arrive whole and in time, with a head of at most MOST_HEAD_BYTES."""

    most = MOST_CONNECTIONS
    _came = 0
    _has_head = _refused = False
    _arrival: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_arrival()
        if len(self.connections) > self.most:
            self._refuse(503, "The server has too many connections. Come again a little later.", "TOO_MANY_CONNECTIONS")

    def connection_lost(self, exc: Exception | None) -> None:
        self._arrived()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._refused:
            return
        if self._arrival is None and (self.cycle is None or self.cycle.response_complete):
            self._await_arrival()
        self._came += len(data)
        super().data_received(data)
        # Either the head, or what is wrapped around a body's pieces (RFC 9112, 7.1: extensions and trailers).
        if self._came > (MOST_WRAPPED_BYTES if self._has_head else MOST_HEAD_BYTES):
            self._refuse(431, f"A request's head has at most {MOST_HEAD_BYTES} bytes.", "HEAD_TOO_LARGE")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._has_head = False
        self._await_arrival()

    def on_headers_complete(self) -> None:
        self._has_head = True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._came = 0
        self._arrived()
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        self._arrived()
        super().handle_websocket_upgrade()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - it is uvicorn's own
        self._refuse(400, "This is no HTTP request.", "MALFORMED_REQUEST")

    def _await_arrival(self) -> None:
        self._arrived()
        self._arrival = self.loop.call_later(
            self.deadlines.arrival, self._refuse, 408, "The request did not arrive in time.", "TOO_SLOW"
        )

    def _arrived(self) -> None:
        if self._arrival is not None:
            self._arrival.cancel()
            self._arrival = None

    def _refuse(self, status: int, error: str, code: str) -> None:
        """Says so where nothing was said yet. What still comes is thrown away for a moment: unread, it would reset."""
        if self._refused or self.transport.is_closing():
            return
        self._refused = True
        self._arrived()
        if self.cycle is None or not self.cycle.response_started or self.cycle.response_complete:
            self.transport.write(_refusal(status, error, code))
        self.loop.call_later(self.deadlines.parting, self.transport.close)


class WebSocket(_Read, WebSocketsSansIOProtocol):
    """A websocket whose reader reads."""

    def data_received(self, data: bytes) -> None:
        if self.transport.get_write_buffer_size() > MOST_UNREAD_BYTES:
            self.transport.abort()
            return
        super().data_received(data)


def _refusal(status: int, error: str, code: str) -> bytes:
    """The envelope of an error, as it goes over the wire where no application was asked."""
    body = json.dumps({"success": False, "error": error, "code": code}).encode()
    head = (
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
        "content-type: application/json",
        f"content-length: {len(body)}",
        *(["retry-after: 5"] if status == HTTPStatus.SERVICE_UNAVAILABLE else []),
        "connection: close",
    )
    return "\r\n".join((*head, "", "")).encode() + body


def config(
    app: ASGIApp | Callable[..., Any] | str, *, deadlines: Deadlines | None = None, **more: Any
) -> uvicorn.Config:
    """The configuration of a server for the application; `more` is uvicorn's own."""
    given = {"deadlines": deadlines or Deadlines()}
    return uvicorn.Config(
        app,
        http=type("Http", (Http,), {**given, "most": most_connections()}),
        ws=type("WebSocket", (WebSocket,), given),
        ws_max_size=MOST_FRAME_BYTES,
        access_log=False,
        **more,
    )
