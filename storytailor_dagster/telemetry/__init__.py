"""How operators hear what is going on: lines of a log, spans and figures. Ids, codes, times, money; never a name.

OpenTelemetry is known here only, and loaded only where `OTEL_EXPORTER_OTLP_ENDPOINT` is set (docs/decisions/0019). What
is told is said by those who do it, through `tracing.py`; the port costs nothing while nobody listens.
"""
