"""Clears what is left of deleted stories and characters: objects, exports, partition keys, runs with all they told."""

import shutil

import dagster as dg

from storytailor_dagster.defs import tags
from storytailor_dagster.defs.partitions import partitions_of
from storytailor_dagster.defs.storage.wiping import wipe_run, wipe_status
from storytailor_dagster.errors import Transient
from storytailor_dagster.keys import folders
from storytailor_dagster.ledger import Deleted, Ledger
from storytailor_dagster.settings import Settings
from storytailor_dagster.store import ObjectStore

AT_ONCE = 50


@dg.sensor(
    name="forgetting",
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Clears objects, exports, partition keys and runs of what was deleted; then only a receipt is left.",
)
def forgetting(
    context: dg.SensorEvaluationContext,
    ledger: dg.ResourceParam[Ledger],
    store: dg.ResourceParam[ObjectStore],
    settings: dg.ResourceParam[Settings],
) -> dg.SkipReason:
    cleared = 0
    try:
        for deleted in ledger.forgetting.deleted(limit=AT_ONCE):
            if _cleared(context.instance, ledger, store, deleted):
                if (exported := settings.exports_folder / str(deleted.id)).is_dir():
                    shutil.rmtree(exported)
                ledger.forgetting.cleared(deleted)
                cleared += 1
    except Transient as error:
        return dg.SkipReason(f"{cleared} cleared. The rest could not be reached this time. {error}")
    return dg.SkipReason(f"{cleared} cleared.")


def _cleared(instance: dg.DagsterInstance, ledger: Ledger, store: ObjectStore, deleted: Deleted) -> bool:
    """Whether nothing is left.

    A run that has not ended is waited for, since it could still store something. A request that was repeated has the
    same id and the same objects: then they go when it is deleted too.
    """
    runs = [
        run
        for tag in (tags.PARTITION, tags.MADE_FOR)
        for run in instance.get_runs(filters=dg.RunsFilter(tags={tag: str(deleted.id)}))
    ]
    if any(not run.is_finished for run in runs) or ledger.subject(deleted.id) is not None:
        return False
    for folder in folders(deleted.id):
        store.clear(folder)
    for run in runs:
        wipe_run(instance, run.run_id)
    wipe_status(instance, str(deleted.id))
    name = partitions_of(deleted.subject).name
    if name is not None and instance.has_dynamic_partition(name, str(deleted.id)):
        instance.delete_dynamic_partition(name, str(deleted.id))
    return True
