"""A collector on loopback: takes OTLP over HTTP as it comes, and shows what it was sent."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import KeyValue
from opentelemetry.proto.metrics.v1.metrics_pb2 import Metric
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def facts(attributes: Any) -> dict[str, Any]:
    """Attributes as a dictionary."""

    def plain(one: KeyValue) -> Any:
        kind = one.value.WhichOneof("value")
        return None if kind is None else getattr(one.value, kind)

    return {one.key: plain(one) for one in attributes}


@dataclass
class Collector:
    """What came, of all who sent."""

    spans: list[Span] = field(default_factory=list)
    metrics: list[Metric] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def application(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v1/traces", self._traces, methods=["POST"]),
                Route("/v1/metrics", self._figures, methods=["POST"]),
            ]
        )

    @property
    def everything(self) -> str:
        """All that was sent, as text."""
        return "\n".join(self.texts)

    def named(self, name: str) -> list[Span]:
        return [span for span in self.spans if span.name == name]

    def points(self, name: str) -> list[tuple[dict[str, Any], Any]]:
        """The figure's last points, with their attributes."""
        sent = [metric for metric in self.metrics if metric.name == name]
        return [(facts(point.attributes), point) for point in _points(sent[-1])] if sent else []

    async def _traces(self, request: Request) -> Response:
        sent = ExportTraceServiceRequest.FromString(await _body(request))
        with self._lock:
            self.texts.append(str(sent))
            self.spans += [span for one in sent.resource_spans for scope in one.scope_spans for span in scope.spans]
        return Response(media_type="application/x-protobuf")

    async def _figures(self, request: Request) -> Response:
        sent = ExportMetricsServiceRequest.FromString(await _body(request))
        with self._lock:
            self.texts.append(str(sent))
            self.metrics += [m for one in sent.resource_metrics for scope in one.scope_metrics for m in scope.metrics]
        return Response(media_type="application/x-protobuf")


def _points(metric: Metric) -> Iterator[Any]:
    kind = metric.WhichOneof("data")
    if kind is not None:
        yield from getattr(metric, kind).data_points


async def _body(request: Request) -> bytes:
    body = await request.body()
    return gzip.decompress(body) if request.headers.get("content-encoding") == "gzip" else body
