"""The figures as OpenTelemetry's instruments. Imported only where telemetry is on."""

from __future__ import annotations

from storytailor_dagster.settings import Settings
from storytailor_dagster.telemetry.figures import SECONDS
from storytailor_dagster.telemetry.otlp import NAME, meter_provider
from storytailor_dagster.telemetry.tracing import Fact


class Measured:
    """`Figures` that are sent once a minute, and when the process ends."""

    def __init__(self, settings: Settings) -> None:
        self._provider = meter_provider(settings)
        meter = self._provider.get_meter(NAME)
        self._ended = meter.create_counter("storytailor.ended", unit="1", description="Came to their end, by state.")
        self._seconds = meter.create_histogram(
            "storytailor.duration",
            unit="s",
            description="From the request to the end.",
            explicit_bucket_boundaries_advisory=SECONDS,
        )
        self._first = meter.create_histogram(
            "storytailor.first_step",
            unit="s",
            description="From the request to its first step.",
            explicit_bucket_boundaries_advisory=SECONDS,
        )
        self._failures = meter.create_counter("storytailor.failures", unit="1", description="Failed parts, by code.")
        self._retries = meter.create_counter("storytailor.retries", unit="1", description="Tries that failed, by part.")
        self._calls = meter.create_counter("storytailor.calls", unit="1", description="Calls to providers.")
        self._cost = meter.create_counter("storytailor.cost", unit="USD", description="What calls cost.")
        self._call_seconds = meter.create_histogram(
            "storytailor.call.duration",
            unit="s",
            description="How long calls took.",
            explicit_bucket_boundaries_advisory=SECONDS,
        )
        self._queue = meter.create_gauge("storytailor.queue.length", unit="1", description="Stories that wait.")
        self._oldest = meter.create_gauge("storytailor.queue.oldest", unit="s", description="How long the first waits.")

    def ended(self, seconds: float, first_step: float | None, **about: Fact) -> None:
        self._ended.add(1, about)
        self._seconds.record(seconds, about)
        if first_step is not None:
            self._first.record(first_step, {"subject": about["subject"]})

    def tried(self, failed_tries: int, code: str | None, **about: Fact) -> None:
        if failed_tries:
            self._retries.add(failed_tries, about)
        if code is not None:
            self._failures.add(1, {**about, "code": code})

    def called(self, cost: float, seconds: float | None, **about: Fact) -> None:
        self._calls.add(1, about)
        self._cost.add(cost, {name: about[name] for name in ("provider", "model")})
        if seconds is not None:
            self._call_seconds.record(seconds, about)

    def waiting(self, count: int, oldest: float) -> None:
        self._queue.set(count)
        self._oldest.set(oldest)

    def close(self) -> None:
        self._provider.shutdown()
