"""Requests as spans and figures: FastAPI's own, without what a client may have written into an address."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from fastapi.telemetry import TelemetryConfig

from storytailor_dagster.settings import Settings
from storytailor_dagster.telemetry.tracing import is_on

_OFF: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
_SUBJECT = re.compile(r"/(stor|character)(?:y|ies|s)?/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:/|$)")
_KINDS = {"stor": "story", "character": "character"}
HIDDEN = "REDACTED"


class Heard:
    """What FastAPI is told of who listens; its logs are left out, since they hold errors in their own words."""

    def __init__(self, settings: Settings) -> None:
        self._closes: tuple[Callable[[], Any], ...] = ()
        self.config = _OFF
        if is_on(settings):
            from storytailor_dagster.telemetry.otlp import meter_provider, tracer_provider

            spans, figures = tracer_provider(settings, seen=_without_words), meter_provider(settings)
            self._closes = (spans.shutdown, figures.shutdown)
            self.config = {**_OFF, "tracing": True, "metrics": True, "operation_spans": False}
            self.config |= {"tracer_provider": spans, "meter_provider": figures}

    def close(self) -> None:
        """Sends what is left."""
        for close in self._closes:
            close()


def _without_words(attributes: dict[str, Any]) -> dict[str, Any]:
    """In the place of the path and the query, which may hold a token: whose request it is. The route says the rest."""
    found = _SUBJECT.search(str(attributes.get("url.path", "")))
    hidden: dict[str, Any] = {name: HIDDEN for name in ("url.path", "url.query") if name in attributes}
    return hidden if found is None else {**hidden, f"storytailor.{_KINDS[found[1]]}": found[2]}
