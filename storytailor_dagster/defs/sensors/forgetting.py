"""Clears what is left of deleted stories and characters: objects, partition keys, runs with their logs and metadata."""

import dagster as dg

from storytailor_dagster.defs import tags
from storytailor_dagster.defs.partitions import partitions_of
from storytailor_dagster.errors import Transient
from storytailor_dagster.keys import folders
from storytailor_dagster.ledger import Deleted, Ledger
from storytailor_dagster.store import ObjectStore

AT_ONCE = 50


@dg.sensor(
    name="forgetting",
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Clears objects, partition keys and runs of what was deleted; then only a receipt is left.",
)
def forgetting(
    context: dg.SensorEvaluationContext, ledger: dg.ResourceParam[Ledger], store: dg.ResourceParam[ObjectStore]
) -> dg.SkipReason:
    cleared = 0
    try:
        for deleted in ledger.forgetting.deleted(limit=AT_ONCE):
            if _cleared(context.instance, store, deleted):
                ledger.forgetting.cleared(deleted)
                cleared += 1
    except Transient as error:
        return dg.SkipReason(f"{cleared} cleared. The rest could not be reached this time. {error}")
    return dg.SkipReason(f"{cleared} cleared.")


def _cleared(instance: dg.DagsterInstance, store: ObjectStore, deleted: Deleted) -> bool:
    """Whether nothing is left; a run that has not ended is waited for, since it could still store something."""
    runs = [
        run
        for tag in (tags.PARTITION, tags.MADE_FOR)
        for run in instance.get_runs(filters=dg.RunsFilter(tags={tag: str(deleted.id)}))
    ]
    if any(not run.is_finished for run in runs):
        return False
    for folder in folders(deleted.id):
        store.clear(folder)
    for run in runs:
        instance.delete_run(run.run_id)
    name = partitions_of(deleted.subject).name
    if name is not None and instance.has_dynamic_partition(name, str(deleted.id)):
        instance.delete_dynamic_partition(name, str(deleted.id))
    return True
