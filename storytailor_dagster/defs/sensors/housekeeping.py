"""Tidies up after stories long finished: their partition keys, log events, results of checks, what their runs printed.
Their lineage stays.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import dagster as dg

from storytailor_dagster.defs import tags
from storytailor_dagster.defs.jobs import new_story
from storytailor_dagster.defs.sensors.queue import UNFINISHED
from storytailor_dagster.defs.sensors.walking import walked
from storytailor_dagster.defs.storage.wiping import wipe_printed, wipe_run
from storytailor_dagster.errors import Transient
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.settings import Settings

KEYS_AT_ONCE, KEY_PAGES = 500, 20
EVENTS_AT_ONCE, EVENT_PAGES = 10_000, 20
CHECKS_AT_ONCE, CHECK_PAGES = 2_000, 20
"""Rows in a page, each a statement of its own, and pages in a tick. A walk goes on where the last tick's ended."""


@dg.sensor(
    name="housekeeping",
    minimum_interval_seconds=600,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Retires partition keys of what was finished long ago or deleted; purges old events, checks, output.",
)
def housekeeping(
    context: dg.SensorEvaluationContext, ledger: dg.ResourceParam[Ledger], settings: dg.ResourceParam[Settings]
) -> dg.SkipReason:
    before = datetime.now(UTC) - timedelta(days=settings.event_days)
    printed, refused = wipe_printed(context.instance, before), _wipe_refused(context.instance, before)
    said = f"what {printed} runs printed and {refused} refused requests deleted."
    try:
        if not ledger.housekeeping.sees_dagster():
            return dg.SkipReason(f"Dagster's tables are in another database, and are not tidied up; {said}")

        def retire(past: int) -> tuple[int, int]:
            after = timedelta(days=settings.partition_days)
            keys, end = ledger.housekeeping.retirable(after=after, past=past, limit=KEYS_AT_ONCE)
            return sum(_retire(context.instance, name, keys[name]) for name in keys), end

        def purge(past: int) -> tuple[int, int]:
            after = timedelta(days=settings.event_days)
            return ledger.housekeeping.purge_events(after=after, past=past, limit=EVENTS_AT_ONCE)

        def purge_checks(past: int) -> tuple[int, int]:
            after = timedelta(days=settings.check_days)
            return ledger.housekeeping.purge_checks(after=after, past=past, limit=CHECKS_AT_ONCE)

        retired = walked(context, "keys", retire, start=0, pages=KEY_PAGES)
        purged = walked(context, "events", purge, start=0, pages=EVENT_PAGES)
        checks = walked(context, "checks", purge_checks, start=0, pages=CHECK_PAGES)
    except Transient as error:
        context.log.warning("Not everything was tidied up this time: %s (%s) %s", error, error.code, error.remedy)
        return dg.SkipReason(f"Not everything was tidied up this time. {error}")
    told = f"{retired} partition keys retired, {purged} log events and {checks} results of checks purged"
    return dg.SkipReason(f"{told}; {said}")


def _wipe_refused(instance: dg.DagsterInstance, before: datetime) -> int:
    """What was typed into the launchpad and came to nothing: there is no story that it could be deleted with."""
    ended = [dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]
    failed = dg.RunsFilter(job_name=new_story.name, statuses=ended, updated_before=before)
    runs = instance.get_runs(filters=failed, limit=KEYS_AT_ONCE)
    for run in runs:
        wipe_run(instance, run.run_id)
    return len(runs)


def _retire(instance: dg.DagsterInstance, partitions: str, keys: Sequence[str]) -> int:
    """Deletes keys, none that a run works on. Whoever asks for such a story again gets its key back from the queue."""
    busy = _busy(instance, keys) if keys else set()
    for key in keys:
        if key not in busy:
            instance.delete_dynamic_partition(partitions, key)
    return len(set(keys) - busy)


def _busy(instance: dg.DagsterInstance, keys: Sequence[str]) -> set[str]:
    filters = dg.RunsFilter(tags={tags.PARTITION: list(keys)}, statuses=UNFINISHED.statuses)
    return {run.tags[tags.PARTITION] for run in instance.get_runs(filters=filters)}
