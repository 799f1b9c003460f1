"""Reads the queue and asks for a run per story. Writes nothing but the partition (and what nobody would ever make)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import dagster as dg
from dagster import DagsterRunStatus, RunsFilter

from storytailor_dagster.defs import tags
from storytailor_dagster.defs.keys import GROUP, asset_key, part_of
from storytailor_dagster.defs.partitions import STORIES
from storytailor_dagster.defs.sensors.decision import Ask, GiveUp, StoryRun, decide
from storytailor_dagster.errors import Permanent, Transient
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.settings import Settings
from storytailor_dagster.story.parts import Part

_ENDED = frozenset({DagsterRunStatus.SUCCESS, DagsterRunStatus.FAILURE, DagsterRunStatus.CANCELED})
_UNFINISHED = RunsFilter(statuses=[status for status in DagsterRunStatus if status not in _ENDED])
"""Stories with such a run are passed over, so as many more are read."""

_NOBODY = Permanent(
    "No run took it, though it was asked for more than once.",
    code="NO_RUN",
    remedy="Look at Dagster's daemon (`storytailor doctor`), then `storytailor retry STORY`.",
)


@dg.sensor(
    name="story_queue",
    target=dg.AssetSelection.groups(GROUP),
    minimum_interval_seconds=Settings().sensor_seconds,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Asks for a run per queued story: urgent before high before normal, then in the order they came.",
)
def story_queue(
    context: dg.SensorEvaluationContext, ledger: dg.ResourceParam[Ledger], settings: dg.ResourceParam[Settings]
) -> dg.SensorResult | dg.SkipReason:
    batch = settings.queue_batch
    try:
        queued = ledger.queue(limit=batch + context.instance.get_runs_count(_UNFINISHED))
        runs = _runs_of(context.instance, [story.story_id for story in queued])
        decisions = [decision for story in queued if (decision := decide(story=story, runs=runs[story.story_id]))]
        for hopeless in (decision for decision in decisions if isinstance(decision, GiveUp)):
            ledger.give_up(story_id=hopeless.story_id, jobs=hopeless.jobs, error=_NOBODY)
    except Transient as error:
        return dg.SkipReason(f"The queue could not be read this time. {error}")
    asks = [decision for decision in decisions if isinstance(decision, Ask)][:batch]
    if not asks:
        return dg.SkipReason("Nothing waits." if not queued else "All that waits has a run.")
    return dg.SensorResult(
        run_requests=[_request(ask) for ask in asks],
        dynamic_partitions_requests=[STORIES.build_add_request([str(ask.story_id) for ask in asks])],
    )


def _request(ask: Ask) -> dg.RunRequest:
    return dg.RunRequest(
        run_key=ask.run_key,
        partition_key=str(ask.story_id),
        asset_selection=[asset_key(part) for part, _ in ask.jobs],
        tags={tags.ASKED: tags.asked_tag(ask.jobs), tags.PRIORITY: str(tags.PRIORITIES[ask.priority])},
    )


def _runs_of(instance: dg.DagsterInstance, stories: Sequence[UUID]) -> Mapping[UUID, list[StoryRun]]:
    """The runs of each story, all of them: a finished story is not in the queue, so these are few."""
    found: dict[UUID, list[StoryRun]] = defaultdict(list)
    if stories:
        wanted = RunsFilter(tags={tags.PARTITION: [str(story) for story in stories]})
        for run in instance.get_runs(filters=wanted):
            story = tags.story_of(run)
            if story is not None:
                found[story].append(_story_run(run))
    return found


def _story_run(run: dg.DagsterRun) -> StoryRun:
    return StoryRun(ended=run.status in _ENDED, asked=frozenset(tags.asked_of(run)), parts=frozenset(_parts(run)))


def _parts(run: dg.DagsterRun) -> Iterable[Part]:
    if run.asset_selection is None:
        return tuple(Part)
    return tuple(part_of(key) for key in run.asset_selection if key.path[0] == GROUP)
