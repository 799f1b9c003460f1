"""Reads the queue and asks for runs. Writes nothing but the partition (and gives up what nobody would ever make)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import dagster as dg
from dagster import DagsterRunStatus, RunsFilter

from storytailor_dagster.defs import tags
from storytailor_dagster.defs.keys import GROUPS, asset_key, part_of
from storytailor_dagster.defs.partitions import partitions_of
from storytailor_dagster.defs.sensors.decision import Ask, GiveUp, SubjectRun, decide
from storytailor_dagster.defs.sensors.ended import CANCELED
from storytailor_dagster.defs.sensors.retried import is_to_be_retried
from storytailor_dagster.errors import Permanent, Transient
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.settings import Settings
from storytailor_dagster.subjects import SUBJECTS, AnyPart, Subject, subject_of

_ENDED = frozenset({DagsterRunStatus.SUCCESS, DagsterRunStatus.FAILURE, DagsterRunStatus.CANCELED})
UNFINISHED = RunsFilter(statuses=[status for status in DagsterRunStatus if status not in _ENDED])
"""What has such a run is passed over, so as many more are read."""

_NOBODY = Permanent(
    "No run took it, though it was asked for more than once.",
    code="NO_RUN",
    remedy="Look at Dagster's daemon (`storytailor doctor`), then `storytailor retry STORY`.",
)

# A job each: their partitions differ, and one job can't have two kinds.
_MAKES = {one: dg.define_asset_job(f"make_{one.name}", dg.AssetSelection.groups(one.name)) for one in SUBJECTS}


@dg.sensor(
    name="story_queue",
    jobs=list(_MAKES.values()),
    minimum_interval_seconds=Settings().sensor_seconds,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="A run per queued story or character: urgent before high before normal, then in the order they came.",
)
def story_queue(
    context: dg.SensorEvaluationContext, ledger: dg.ResourceParam[Ledger], settings: dg.ResourceParam[Settings]
) -> dg.SensorResult | dg.SkipReason:
    batch = settings.queue_batch
    try:
        queued = ledger.queue(limit=batch + context.instance.get_runs_count(UNFINISHED))
        runs = _runs_of(context.instance, [one.subject_id for one in queued])
        decisions = [
            decision
            for one in queued
            if (decision := decide(queued=one, runs=runs[one.subject_id], references=settings.scene_references))
        ]
        for left in (decision for decision in decisions if isinstance(decision, GiveUp)):
            ledger.give_up(subject_id=left.subject_id, jobs=left.jobs, error=CANCELED if left.canceled else _NOBODY)
    except Transient as error:
        return dg.SkipReason(f"The queue could not be read this time. {error}")
    asks = [decision for decision in decisions if isinstance(decision, Ask)][:batch]
    if not asks:
        return dg.SkipReason("Nothing waits." if not queued else "All that waits has a run.")
    return dg.SensorResult(
        run_requests=[_request(ask) for ask in asks],
        dynamic_partitions_requests=[
            partitions_of(subject).build_add_request(keys)
            for subject in SUBJECTS
            if (keys := [str(ask.subject_id) for ask in asks if subject_of(ask.jobs[0][0]) is subject])
        ],
    )


def _request(ask: Ask) -> dg.RunRequest:
    subject = subject_of(ask.jobs[0][0])
    about = {} if ask.character is None else {tags.CHARACTER: str(ask.character)}
    return dg.RunRequest(
        run_key=ask.run_key,
        job_name=_MAKES[subject].name,
        partition_key=str(ask.subject_id),
        asset_selection=_selection(subject, [part for part, _ in ask.jobs]),
        tags={
            tags.ASKED: tags.asked_tag(ask.jobs),
            **tags.priority_tags(ask.priority, subject),
            **about,
        },
    )


def _selection(subject: Subject, parts: Sequence[AnyPart]) -> Sequence[dg.AssetKey] | None:
    """None, the job as it is, for all parts: of any selection code server and run would each make a job of its own."""
    return None if set(parts) == set(subject.parts) else [asset_key(part) for part in parts]


def _runs_of(instance: dg.DagsterInstance, subjects: Sequence[UUID]) -> Mapping[UUID, list[SubjectRun]]:
    """The runs of each, all of them: what is finished is not in the queue, so these are few."""
    found: dict[UUID, list[SubjectRun]] = defaultdict(list)
    if subjects:
        wanted = RunsFilter(tags={tags.PARTITION: [str(subject) for subject in subjects]})
        for run in instance.get_runs(filters=wanted):
            subject = tags.subject_of(run)
            if subject is not None and not _has_a_stand_in(run):
                found[subject].append(_subject_run(instance, run))
    return found


def _subject_run(instance: dg.DagsterInstance, run: dg.DagsterRun) -> SubjectRun:
    return SubjectRun(
        ended=run.status in _ENDED and not is_to_be_retried(instance, run),
        canceled=run.status is DagsterRunStatus.CANCELED,
        asked=frozenset(tags.asked_of(run)),
        parts=frozenset(_parts(run)),
    )


def _has_a_stand_in(run: dg.DagsterRun) -> bool:
    """Whether another run goes on with it; or it was made and could not be submitted, which asking again does."""
    never_submitted = run.status is DagsterRunStatus.NOT_STARTED and tags.ASKED in run.tags
    return tags.RETRIED_BY in run.tags or (never_submitted and tags.RUN_RETRY not in run.tags)


def _parts(run: dg.DagsterRun) -> Iterable[AnyPart]:
    if run.asset_selection is None:
        made = [subject for subject, job in _MAKES.items() if job.name == run.job_name]
        return tuple(part for subject in made or SUBJECTS for part in subject.parts)
    return tuple(part_of(key) for key in run.asset_selection if key.path[0] in GROUPS)
