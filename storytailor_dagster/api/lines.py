"""A line for each request: its route and not its address, its status and code, how long it took, and whose story it is.

An address may hold a token (`access_token`, for browsers that can't send a header), so none is ever written.
"""

from __future__ import annotations

import logging
import re
import time
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from storytailor_dagster.settings import Settings
from storytailor_dagster.telemetry.logs import FACTS, all_lines, json_handler

_log = logging.getLogger(__name__)
_SERVERS = ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi")
_IDS = {"story_id": "story", "character_id": "character"}
_MADE = re.compile(rb"/(stories|characters)/([0-9a-f-]{36})$")
_KINDS = {b"stories": "story", b"characters": "character"}


def lines_as_chosen(settings: Settings) -> None:
    """Sets this process's log up. As text it stays uvicorn's, without what follows the `?` of an address."""
    if settings.log_format == "text":
        for name in _SERVERS:
            logging.getLogger(name).addFilter(_without_query)
        return
    all_lines(json_handler())
    for name in _SERVERS:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.filters[:] = [_without_query]
        logger.propagate = name != "uvicorn.access"
    _log.setLevel(logging.INFO)


def _without_query(record: logging.LogRecord) -> bool:
    if isinstance(record.args, tuple):
        record.args = tuple(
            one.partition("?")[0] if isinstance(one, str) and one.startswith("/") else one for one in record.args
        )
    return True


class Lines:
    """Writes them, where anybody reads them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _log.isEnabledFor(logging.INFO):
            await self._app(scope, receive, send)
            return
        began = time.monotonic()
        start: Message = {"status": 500}

        async def seen(message: Message) -> None:
            nonlocal start
            start = message if message["type"] == "http.response.start" else start
            await send(message)

        try:
            await self._app(scope, receive, seen)
        finally:
            facts = {**_facts(scope, start), "seconds": round(time.monotonic() - began, 4)}
            _log.info("%s %s %s", facts["method"], facts["route"], facts["status"], extra={FACTS: facts})


def _facts(scope: Scope, start: Message) -> dict[str, Any]:
    ids = {_IDS[name]: str(one) for name, one in scope.get("path_params", {}).items() if name in _IDS}
    made = _MADE.search(dict(start.get("headers", ())).get(b"location", b""))
    code = scope.get("state", {}).get("code")
    return {
        "method": scope["method"],
        "route": str(getattr(scope.get("route"), "path", "none")),
        "status": start["status"],
        **ids,
        **({} if made is None else {_KINDS[made[1]]: made[2].decode()}),
        **({} if code is None else {"code": code}),
    }
