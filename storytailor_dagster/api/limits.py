"""How much a client may send: a request is read up to a bound, whatever it says of its own length."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from storytailor_dagster.api.envelope import refused

MOST_BYTES = 262_144


class BodyLimit:
    """Refuses bodies of more than MOST_BYTES with 413, at the latest when that many have come."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        told = dict(scope["headers"]).get(b"content-length", b"0")
        if not told.isdigit() or len(told) > 9 or int(told) > MOST_BYTES:
            await _too_large(scope, receive, send)
            return
        body = bytearray()
        message: Message = {"type": "http.request", "body": b"", "more_body": True}
        while message["type"] == "http.request" and message.get("more_body", False):
            message = await receive()
            body += message.get("body", b"")
            if len(body) > MOST_BYTES:
                await _too_large(scope, receive, send)
                return
        sent = False

        async def again() -> Message:
            nonlocal sent
            if sent or message["type"] != "http.request":
                return message if message["type"] != "http.request" else await receive()
            sent = True
            return {"type": "http.request", "body": bytes(body), "more_body": False}

        await self._app(scope, again, send)


async def _too_large(scope: Scope, receive: Receive, send: Send) -> None:
    answer = refused(413, error=f"A request has at most {MOST_BYTES} bytes.", code="TOO_LARGE", Connection="close")
    await answer(scope, receive, send)
