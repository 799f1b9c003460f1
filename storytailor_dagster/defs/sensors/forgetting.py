"""Clears what is left of deleted stories and characters: objects, exports, partition keys, runs with all they told.

It walks over the open receipts, so that those that have to wait, or can't be cleared, hold up no other.
"""

import shutil
from datetime import UTC, datetime, timedelta

import dagster as dg

from storytailor_dagster.defs import tags
from storytailor_dagster.defs.partitions import partitions_of
from storytailor_dagster.defs.storage.wiping import wipe_run, wipe_status
from storytailor_dagster.errors import StorytailorError
from storytailor_dagster.ledger import Deleted, Ledger
from storytailor_dagster.settings import Settings
from storytailor_dagster.store import ObjectStore, clear_all_of

LOOKED_AT, AT_ONCE, FAILURES = 300, 50, 5
"""In a tick, which has a minute: receipts, those cleared, and those that could not be."""
BEGUN = timedelta(minutes=10)
"""A run is submitted in the moment it is made. One that was not until then never is."""


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
    past, cleared, failed = int(context.cursor or 0), 0, 0
    try:
        found = ledger.forgetting.deleted(past=past, limit=LOOKED_AT)
    except StorytailorError as error:
        return dg.SkipReason(f"The ledger could not be read this time. {error}")
    for number, deleted in enumerate(found, start=1):
        past = deleted.receipt if number < len(found) or number == LOOKED_AT else 0
        try:
            cleared += _cleared(context.instance, ledger, store, settings, deleted)
        except Exception as error:  # noqa: BLE001 - the storage raises what its driver raises; those behind it go on
            failed += 1
            why = error if isinstance(error, StorytailorError) else type(error).__name__
            context.log.warning("What is left of %s could not be cleared this time: %s", deleted.id, why)
        if cleared == AT_ONCE or failed == FAILURES:
            break
    context.update_cursor(str(past if found else 0))
    return dg.SkipReason(f"{cleared} cleared." + (f" {failed} could not be this time." if failed else ""))


def _cleared(
    instance: dg.DagsterInstance, ledger: Ledger, store: ObjectStore, settings: Settings, deleted: Deleted
) -> bool:
    """Whether nothing is left, and the receipt says so.

    A run that has not ended is waited for, since it could still store something. A request that was repeated has the
    same id and the same objects: then they go when it is deleted too.
    """
    records = [
        record
        for tag in (tags.PARTITION, tags.MADE_FOR)
        for record in instance.get_run_records(filters=dg.RunsFilter(tags={tag: str(deleted.id)}))
    ]
    if any(_may_store_something(record) for record in records) or ledger.subject(deleted.id) is not None:
        return False
    clear_all_of(store, deleted.id)
    for record in records:
        wipe_run(instance, record.dagster_run.run_id)
    wipe_status(instance, str(deleted.id))
    name = partitions_of(deleted.subject).name
    if name is not None and instance.has_dynamic_partition(name, str(deleted.id)):
        instance.delete_dynamic_partition(name, str(deleted.id))
    if (exported := settings.exports_folder / str(deleted.id)).is_dir():
        shutil.rmtree(exported)
    ledger.forgetting.cleared(deleted)
    return True


def _may_store_something(record: dg.RunRecord) -> bool:
    run = record.dagster_run
    if run.status is dg.DagsterRunStatus.NOT_STARTED:
        return record.create_timestamp > datetime.now(UTC) - BEGUN
    return not run.is_finished
