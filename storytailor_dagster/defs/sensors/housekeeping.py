"""Tidies up after stories long finished: their partition keys, their log events, what their runs printed. Their lineage
stays.
"""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import dagster as dg

from storytailor_dagster.defs import tags
from storytailor_dagster.defs.jobs import new_story
from storytailor_dagster.defs.sensors.queue import UNFINISHED
from storytailor_dagster.defs.storage.wiping import wipe_printed, wipe_run
from storytailor_dagster.errors import Transient
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.settings import Settings

KEYS_AT_ONCE, KEY_PAGES = 500, 20
EVENTS_AT_ONCE, EVENT_PAGES = 10_000, 20
"""Rows in a page, each a statement of its own, and pages in a tick. A walk goes on where the last tick's ended."""


@dg.sensor(
    name="housekeeping",
    minimum_interval_seconds=600,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Retires partition keys of what was finished long ago or deleted; purges old log events and output.",
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

        retired = _walked(context, "keys", retire, pages=KEY_PAGES)
        purged = _walked(context, "events", purge, pages=EVENT_PAGES)
    except Transient as error:
        context.log.warning("Not everything was tidied up this time: %s (%s) %s", error, error.code, error.remedy)
        return dg.SkipReason(f"Not everything was tidied up this time. {error}")
    return dg.SkipReason(f"{retired} partition keys retired, {purged} log events purged; {said}")


def _wipe_refused(instance: dg.DagsterInstance, before: datetime) -> int:
    """What was typed into the launchpad and came to nothing: there is no story that it could be deleted with."""
    ended = [dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]
    failed = dg.RunsFilter(job_name=new_story.name, statuses=ended, updated_before=before)
    runs = instance.get_runs(filters=failed, limit=KEYS_AT_ONCE)
    for run in runs:
        wipe_run(instance, run.run_id)
    return len(runs)


def _walked(
    context: dg.SensorEvaluationContext, name: str, page: Callable[[int], tuple[int, int]], *, pages: int
) -> int:
    """Goes through pages from where the cursor stands, to the end of the table at the most; how many rows went."""
    gone = 0
    for _ in range(pages):
        places: dict[str, int] = json.loads(context.cursor or "{}")
        went, place = page(places.get(name, 0))
        gone += went
        context.update_cursor(json.dumps({**places, name: place}))
        if not place:
            break
    return gone


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
