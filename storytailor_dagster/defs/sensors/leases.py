"""Ends what gave no sign of life for fifteen minutes, so that nothing is `generating` for ever."""

import dagster as dg

from storytailor_dagster.errors import Permanent, Transient
from storytailor_dagster.ledger import Ledger

_SILENT = Permanent(
    "It gave no sign of life for 15 minutes.",
    code="NO_SIGN_OF_LIFE",
    remedy="Look at its run in Dagster, then `storytailor retry STORY`.",
)


@dg.sensor(
    name="silent_jobs",
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Fails parts whose maker has been silent for 15 minutes.",
)
def silent_jobs(context: dg.SensorEvaluationContext, ledger: dg.ResourceParam[Ledger]) -> dg.SkipReason:
    try:
        ended = ledger.expire(error=_SILENT)
    except Transient as error:
        return dg.SkipReason(f"The ledger could not be reached this time. {error}")
    for subject, part in ended:
        context.log.warning("%s: %s was silent for 15 minutes and failed.", subject, part.value)
    return dg.SkipReason(f"{len(ended)} ended." if ended else "All give signs of life.")
