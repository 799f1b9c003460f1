"""Holds the ledger against Dagster's runs and against the store, and mends what disagrees.

What Dagster itself reports (failed, canceled, silent runs) is the other sensors'. This one finds what nobody reports: a
part in work for a run that is not there any more, and a ready part whose object is gone.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

import dagster as dg

from storytailor_dagster.defs import tags
from storytailor_dagster.errors import Permanent, Transient
from storytailor_dagster.ledger import BeingMade, Ledger
from storytailor_dagster.store import ObjectStore

ENDED, UNKNOWN = timedelta(minutes=1), timedelta(minutes=5)
"""How quiet a part in work must be to count as left behind: by a run that ended, and by one Dagster does not know."""
SETTLED = timedelta(seconds=30)
AT_ONCE = 200
MOST_ATTEMPTS = 3
"""A part whose object was lost more often is reported, not made again: something else is wrong, and it costs money."""

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
        lost = _look_at_objects(context, ledger, store)
    except Transient as error:
        return dg.SkipReason(f"Not everything could be looked at this time. {error}")
    return dg.SkipReason(f"{len(left)} parts without a run, {lost} without an object.")


def _left_behind(instance: dg.DagsterInstance, ledger: Ledger) -> list[BeingMade]:
    quiet = ledger.agreement.being_made(quiet=ENDED, limit=AT_ONCE)
    runs = _runs(instance, {job.run_id for job in quiet})
    return [job for job in quiet if _is_left(job, runs.get(job.run_id))]


def _is_left(job: BeingMade, run: dg.DagsterRun | None) -> bool:
    if run is None:
        return job.quiet > UNKNOWN
    return run.is_finished and run.tags.get(tags.WILL_RETRY) != "true"


def _runs(instance: dg.DagsterInstance, ids: Iterable[str]) -> Mapping[str, dg.DagsterRun]:
    wanted = list(ids)
    found = instance.get_runs(filters=dg.RunsFilter(run_ids=wanted)) if wanted else ()
    return {run.run_id: run for run in found}


def _look_at_objects(context: dg.SensorEvaluationContext, ledger: Ledger, store: ObjectStore) -> int:
    """Looks at what became ready since the last time; the cursor is the moment of the last one seen."""
    began = datetime.now(UTC)
    since = datetime.fromisoformat(context.cursor) if context.cursor else began - SETTLED
    made = [one for one in ledger.agreement.made_since(since, limit=AT_ONCE) if one.at < began - SETTLED]
    lost = [one for one in made if store.size(one.object_key) is None]
    for one in lost:
        if one.attempt < MOST_ATTEMPTS:
            ledger.ask(subject_id=one.subject_id, parts=[one.part])
        verb = "is made again" if one.attempt < MOST_ATTEMPTS else "was lost too often and is left as it is"
        context.log.error("%s: %s is ready, but its object is gone; it %s.", one.subject_id, one.part, verb)
    context.update_cursor((made[-1].at if made else since).isoformat())
    return len(lost)
