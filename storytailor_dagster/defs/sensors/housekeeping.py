"""Tidies up after stories long finished: their partition keys and their log events. Their lineage stays."""

from collections.abc import Sequence
from datetime import timedelta

import dagster as dg

from storytailor_dagster.defs import tags
from storytailor_dagster.defs.partitions import partitions_of
from storytailor_dagster.defs.sensors.queue import UNFINISHED
from storytailor_dagster.errors import Transient
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.settings import Settings
from storytailor_dagster.subjects import SUBJECTS, Subject

KEYS_AT_ONCE, EVENTS_AT_ONCE = 500, 20_000


@dg.sensor(
    name="housekeeping",
    minimum_interval_seconds=600,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Retires partition keys of what was finished long ago or deleted, and purges old log events.",
)
def housekeeping(
    context: dg.SensorEvaluationContext, ledger: dg.ResourceParam[Ledger], settings: dg.ResourceParam[Settings]
) -> dg.SkipReason:
    try:
        if not ledger.housekeeping.sees_dagster():
            return dg.SkipReason("Dagster's tables are in another database: nothing is tidied up.")
        retired = sum(_retire(context.instance, ledger, subject, settings.partition_days) for subject in SUBJECTS)
        purged = ledger.housekeeping.purge_events(after=timedelta(days=settings.event_days), limit=EVENTS_AT_ONCE)
    except Transient as error:
        return dg.SkipReason(f"The ledger could not be reached this time. {error}")
    return dg.SkipReason(f"{retired} partition keys retired, {purged} log events purged.")


def _retire(instance: dg.DagsterInstance, ledger: Ledger, subject: Subject, days: int) -> int:
    """Deletes keys, none that a run works on. Whoever asks for such a story again gets its key back from the queue."""
    keys = ledger.housekeeping.retirable(subject, after=timedelta(days=days), limit=KEYS_AT_ONCE)
    name = partitions_of(subject).name
    if not keys or name is None:
        return 0
    busy = _busy(instance, keys)
    for key in keys:
        if key not in busy:
            instance.delete_dynamic_partition(name, key)
    return len(set(keys) - busy)


def _busy(instance: dg.DagsterInstance, keys: Sequence[str]) -> set[str]:
    filters = dg.RunsFilter(tags={tags.PARTITION: list(keys)}, statuses=UNFINISHED.statuses)
    return {run.tags[tags.PARTITION] for run in instance.get_runs(filters=filters)}
