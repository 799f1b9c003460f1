"""Spans and figures by OpenTelemetry's own library, sent by OTLP over HTTP.

It reads the variables of its own that settings.py does not name: headers, certificates, sampling, temporality. Imported
only where telemetry is on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import Span as SDKSpan
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import IdGenerator, RandomIdGenerator
from opentelemetry.trace import SpanKind, StatusCode

from storytailor_dagster.errors import StorytailorError
from storytailor_dagster.settings import Settings
from storytailor_dagster.telemetry.tracing import Fact, Span

NAME = "storytailor_dagster"
SEND_SECONDS = 3.0
"""A collector that does not answer holds up the end of a run for no longer, and nothing else."""


class OneTrace(RandomIdGenerator):
    """All spans that have no parent are of one trace."""

    def __init__(self, trace_id: UUID) -> None:
        self._trace_id = trace_id.int

    def generate_trace_id(self) -> int:
        return self._trace_id


class OpenSpan:
    """A `Span` of OpenTelemetry's. Parents are passed on by hand, since a run's steps are in threads of their own."""

    def __init__(self, tracer: trace.Tracer, span: trace.Span) -> None:
        self._tracer, self._span = tracer, span

    def tell(self, **facts: Fact) -> None:
        self._span.set_attributes(_attributes(facts))

    def failed(self, code: str) -> None:
        self._span.set_attribute("error.type", code)
        self._span.set_status(StatusCode.ERROR)

    @contextmanager
    def within(self, name: str, **facts: Fact) -> Iterator[Span]:
        with _opened(self._tracer, name, self._span, facts) as span:
            yield span


@contextmanager
def traced(settings: Settings, *, trace_id: UUID, name: str, **facts: Fact) -> Iterator[Span]:
    """A span, with all that is told within it in one trace; what is left to be sent is sent at the end."""
    spans = tracer_provider(settings, ids=OneTrace(trace_id))
    try:
        with _opened(spans.get_tracer(NAME), name, None, facts) as span:
            yield span
    finally:
        spans.shutdown()


Seen = Callable[[dict[str, Any]], Mapping[str, Any]]
"""Of the attributes that a span begins with, those that are to be otherwise."""


class Changed(SpanProcessor):
    """Changes each span as it begins."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen

    def on_start(self, span: SDKSpan, parent_context: Context | None = None) -> None:  # noqa: ARG002 - its form
        span.set_attributes(self._seen(dict(span.attributes or {})))


def tracer_provider(settings: Settings, *, ids: IdGenerator | None = None, seen: Seen | None = None) -> TracerProvider:
    """Where spans go; the caller shuts it down."""
    made = TracerProvider(resource=_resource(settings), id_generator=ids, shutdown_on_exit=False)
    if seen is not None:
        made.add_span_processor(Changed(seen))
    made.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(_address(settings, "traces"), timeout=SEND_SECONDS)))
    return made


def meter_provider(settings: Settings) -> MeterProvider:
    """Where figures go, once a minute (`OTEL_METRIC_EXPORT_INTERVAL`); the caller shuts it down."""
    reader = PeriodicExportingMetricReader(OTLPMetricExporter(_address(settings, "metrics"), timeout=SEND_SECONDS))
    return MeterProvider([reader], resource=_resource(settings))


@contextmanager
def _opened(tracer: trace.Tracer, name: str, parent: trace.Span | None, facts: dict[str, Fact]) -> Iterator[OpenSpan]:
    inside = None if parent is None else trace.set_span_in_context(parent)
    kind = SpanKind.CLIENT if "provider" in facts else SpanKind.INTERNAL
    opened = OpenSpan(tracer, span := tracer.start_span(name, inside, kind=kind, attributes=_attributes(facts)))
    try:
        yield opened
    except BaseException as error:
        opened.failed(error.code if isinstance(error, StorytailorError) else type(error).__name__)
        raise
    finally:
        span.end()


def _attributes(facts: dict[str, Fact]) -> dict[str, Fact]:
    return {f"storytailor.{name}": fact for name, fact in facts.items()}


def _address(settings: Settings, signal: str) -> str:
    return f"{str(settings.otlp_endpoint).rstrip('/')}/v1/{signal}"


def _resource(settings: Settings) -> Resource:
    return Resource.create({"service.name": settings.otel_service_name, "service.instance.id": str(uuid4())})
