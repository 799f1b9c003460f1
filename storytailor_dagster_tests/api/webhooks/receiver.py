"""A family's app: an HTTP server on loopback that writes down what it is sent and answers as it is told."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATIENCE = 30.0
"""Seconds that a test waits for what has to come."""


@dataclass(frozen=True)
class Received:
    """A request; header names in small letters."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def payload(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass
class Answer:
    """What is answered: `endless` for as long as somebody listens; `raw` as it stands, and nothing until `linger`."""

    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    endless: bool = False
    raw: bytes | None = None
    linger: threading.Event | None = None


@dataclass
class Receiver:
    """`answers` is called in a thread per request, and may take its time."""

    url: str = ""
    answers: Callable[[Received], Answer] = lambda _: Answer()
    received: list[Received] = field(default_factory=list)
    news: threading.Condition = field(default_factory=threading.Condition)

    def wait(self, count: int, *, path: str | None = None) -> list[Received]:
        """The first `count` requests, when they have come."""

        def found() -> list[Received]:
            return [one for one in self.received if path is None or one.path == path]

        with self.news:
            assert self.news.wait_for(lambda: len(found()) >= count, PATIENCE), f"{len(found())} of {count} came"
            return found()[:count]


@contextmanager
def receiving(tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """A receiver on a free port."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Received(self.path, headers, self.rfile.read(int(headers.get("content-length", "0"))))
            with receiver.news:
                receiver.received.append(request)
                receiver.news.notify_all()
            answer = receiver.answers(request)
            self.close_connection = True
            try:
                self._answer(answer)
            except OSError:
                return  # The caller went away, as some tests want it to.

        def _answer(self, answer: Answer) -> None:
            if answer.raw is not None:
                self.wfile.write(answer.raw)
                if answer.linger is not None:
                    answer.linger.wait(60)
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if not answer.endless:
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            self.end_headers()
            while True:
                self.wfile.write(b"x" * 8192)

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 256

        def handle_error(self, *_: Any) -> None:
            pass  # A handshake that a test wants to fail.

    with Server(("127.0.0.1", 0), Handler) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        receiver.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join(timeout=10)
