"""What is counted and measured, and under which names. Where the facts are read is the ledger's; when, the caller's.

Everything is told from the ledger's rows, after the fact: so no process that was killed takes a figure with it, and
processes that make one story need not count.
"""

from __future__ import annotations

from functools import cache
from typing import Protocol

from storytailor_dagster.errors import NotSetUp
from storytailor_dagster.settings import Settings
from storytailor_dagster.telemetry.tracing import Fact, is_on

SECONDS = (1.0, 2.5, 5.0, 10.0, 20.0, 30.0, 60.0, 90.0, 120.0, 180.0, 240.0, 300.0, 450.0, 600.0, 900.0, 1800.0, 3600.0)


class Figures(Protocol):
    """A deployment's counters and gauges. `about` are attributes of few values: states, codes, providers."""

    def ended(self, seconds: float, first_step: float | None, **about: Fact) -> None:
        """A story or character came to its end, so long after it was asked for; its first step began after so long."""
        ...

    def tried(self, failed_tries: int, code: str | None, **about: Fact) -> None:
        """A part came to its end after so many failed tries; where it failed, of this."""
        ...

    def called(self, cost: float, seconds: float | None, **about: Fact) -> None:
        """A call to a provider ended, at so many US dollars."""
        ...

    def waiting(self, count: int, oldest: float) -> None:
        """How many stories and characters wait now, and for how many seconds the first of them."""
        ...

    def close(self) -> None:
        """Sends what is left, and ends. A process that ends does so by itself."""
        ...


@cache
def figures_of(settings: Settings) -> Figures:
    """This process's own, the same each time: counts go on from tick to tick.

    Raises:
        NotSetUp: telemetry is off, or not installed.
    """
    if not is_on(settings):
        raise NotSetUp("Telemetry is off.", remedy="Set OTEL_EXPORTER_OTLP_ENDPOINT.")
    from storytailor_dagster.telemetry.measured import Measured

    return Measured(settings)
