"""A collector, and this process sending to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storytailor_dagster_tests.conftest import emptied
from storytailor_dagster_tests.defs.conftest import house, instance
from storytailor_dagster_tests.serving import running
from storytailor_dagster_tests.telemetry.collector import Collector

__all__ = ["house", "instance"]


@pytest.fixture
def database(postgres_18: str) -> str:
    """One server will do: what both have to agree on is tested with the ledger."""
    return emptied(postgres_18)


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    made = Collector()
    with running(made.application()) as url:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", url)
        monkeypatch.setenv("OTEL_METRIC_EXPORT_INTERVAL", "100")
        yield made
