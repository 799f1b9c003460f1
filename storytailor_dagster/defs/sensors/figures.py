"""Tells figures of what came to its end since the last look. Only where telemetry is on; it does the counting."""

from datetime import datetime, timedelta

import dagster as dg

from storytailor_dagster.errors import Transient
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.settings import Settings
from storytailor_dagster.subjects import subject_of
from storytailor_dagster.telemetry.figures import Figures, figures_of

SETTLED = timedelta(seconds=30)
"""By then whoever wrote that something ended has committed it."""
AT_ONCE = timedelta(hours=1)
"""After a long silence, no more than so much of it is told in one look."""


@dg.sensor(
    name="figures",
    minimum_interval_seconds=15,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Sends figures by OpenTelemetry: what ended and how, calls and their cost, what waits.",
)
def figures(
    context: dg.SensorEvaluationContext, ledger: dg.ResourceParam[Ledger], settings: dg.ResourceParam[Settings]
) -> dg.SkipReason:
    told = figures_of(settings)
    try:
        count, oldest = ledger.signs.waiting()
        told.waiting(count, oldest.total_seconds())
        until = ledger.signs.now() - SETTLED
        since = datetime.fromisoformat(context.cursor) if context.cursor else until
        until = min(until, since + AT_ONCE)
        number = 0 if until <= since else _told(told, ledger, since, until)
    except Transient as error:
        return dg.SkipReason(f"The ledger could not be reached this time. {error}")
    context.update_cursor(max(since, until).isoformat())
    return dg.SkipReason(f"{count} wait, {number} figures of what ended.")


def _told(told: Figures, ledger: Ledger, since: datetime, until: datetime) -> int:
    """Reads all before anything is counted, so that what could not be read is not counted twice."""
    signs = ledger.signs
    ended, parts = signs.ended(since, until), signs.parts_ended(since, until)
    calls = signs.calls_ended(since, until)
    for one in ended:
        first = None if one.first is None else one.first.total_seconds()
        told.ended(one.took.total_seconds(), first, subject=one.subject, state=one.state)
    for part in parts:
        about = {"subject": subject_of(part.part).name, "part": part.part.value}
        told.tried(part.failed_tries, part.code, **about)
    for call in calls:
        took = None if call.milliseconds is None else call.milliseconds / 1000
        about = {"provider": call.provider, "model": call.model, "purpose": call.purpose, "outcome": call.outcome}
        told.called(float(call.cost), took, **about)
    return len(ended) + len(parts) + len(calls)
