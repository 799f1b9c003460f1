"""Holds the ledger against Dagster's runs and against the store, and mends what disagrees.

What Dagster itself reports (failed, canceled, silent runs) is the other sensors'. This one finds what nobody reports: a
part in work for a run that is not there any more; and a ready part whose object is gone (`lost_objects.py`).
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta

import dagster as dg

from storytailor_dagster.defs import tags
from storytailor_dagster.defs.sensors.lost_objects import look_at_objects
from storytailor_dagster.defs.sensors.retried import is_to_be_retried
from storytailor_dagster.errors import Permanent, Transient
from storytailor_dagster.ledger import BeingMade, Ledger
from storytailor_dagster.store import ObjectStore

ENDED, UNKNOWN = timedelta(minutes=1), timedelta(minutes=5)
"""How quiet a part in work must be to count as left behind: by a run that ended, and by one Dagster does not know."""
AT_ONCE = 200

_LEFT = Permanent(
    "The run that made it is gone.",
    code="RUN_GONE",
    remedy="`storytailor retry STORY` asks for it again.",
)


@dg.sensor(
    name="agreement",
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Fails parts that were left behind by runs, and asks again for ready parts whose objects are gone.",
)
def agreement(
    context: dg.SensorEvaluationContext, ledger: dg.ResourceParam[Ledger], store: dg.ResourceParam[ObjectStore]
) -> dg.SkipReason:
    try:
        left = _left_behind(context.instance, ledger)
        for job in left:
            ledger.release(run_id=job.run_id, subject_id=job.subject_id, asked=(), error=_LEFT)
            context.log.error("%s: %s was left behind by run %s and failed.", job.subject_id, job.part, job.run_id)
        lost = look_at_objects(context, ledger, store)
    except Transient as error:
        return dg.SkipReason(f"Not everything could be looked at this time. {error}")
    return dg.SkipReason(f"{len(left)} parts without a run, {lost} without an object.")


def _left_behind(instance: dg.DagsterInstance, ledger: Ledger) -> list[BeingMade]:
    quiet = ledger.agreement.being_made(quiet=ENDED, limit=AT_ONCE)
    runs = _runs(instance, {job.run_id for job in quiet})
    return [job for job in quiet if _is_left(instance, job, runs.get(job.run_id))]


def _is_left(instance: dg.DagsterInstance, job: BeingMade, run: dg.DagsterRun | None) -> bool:
    if run is None:
        return job.quiet > UNKNOWN
    return run.is_finished and tags.RETRIED_BY not in run.tags and not is_to_be_retried(instance, run)


def _runs(instance: dg.DagsterInstance, ids: Iterable[str]) -> Mapping[str, dg.DagsterRun]:
    wanted = list(ids)
    found = instance.get_runs(filters=dg.RunsFilter(run_ids=wanted)) if wanted else ()
    return {run.run_id: run for run in found}
