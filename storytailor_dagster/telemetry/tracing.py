"""The port: spans, as those who work tell them. Nothing of any library; where nobody listens, nothing happens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol
from uuid import UUID

from storytailor_dagster.errors import NotSetUp
from storytailor_dagster.settings import Settings

Fact = str | int | float | bool
"""Ids, codes, counts, seconds, US dollars. Never a name, a trait, or words of a story or a request."""


class Span(Protocol):
    """A piece of work that is under way. An error that leaves it is told by its code, never in its words."""

    def tell(self, **facts: Fact) -> None:
        """Adds facts; each becomes an attribute `storytailor.…`."""
        ...

    def failed(self, code: str) -> None:
        """It failed, for a reason that is no exception."""
        ...

    def within(self, name: str, **facts: Fact) -> AbstractContextManager[Span]:
        """A piece of this one. May be opened in any thread."""
        ...


class Silence:
    """A `Span` that nobody hears."""

    def tell(self, **facts: Fact) -> None:  # noqa: ARG002 - the port's form
        return

    def failed(self, code: str) -> None:  # noqa: ARG002 - the port's form
        return

    def within(self, name: str, **facts: Fact) -> AbstractContextManager[Span]:  # noqa: ARG002 - the port's form
        return _SILENT


SILENCE = Silence()
_SILENT: AbstractContextManager[Span] = nullcontext(SILENCE)


def is_on(settings: Settings) -> bool:
    """Whether anybody is to hear.

    Raises:
        NotSetUp: somebody is, and the libraries for it are not installed.
    """
    if not settings.otlp_endpoint:
        return False
    try:
        import storytailor_dagster.telemetry.otlp  # noqa: F401 - loaded once, by whoever begins
    except ImportError:
        raise NotSetUp(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set, and OpenTelemetry is not installed.",
            code="NO_TELEMETRY",
            remedy="Install `storytailor-dagster[telemetry]`, or unset it.",
        ) from None
    return True


@contextmanager
def run_traced(settings: Settings, run_id: str | None, **facts: Fact) -> Iterator[Span]:
    """The span of a whole run. Its trace has the run's id, so that who knows the one finds the other.

    What is left to be sent is sent at the end.
    """
    if run_id is None or not is_on(settings):
        yield SILENCE
        return
    from storytailor_dagster.telemetry.otlp import traced

    with traced(settings, trace_id=UUID(run_id), name="run", run=run_id, **facts) as span:
        yield span
