"""What the queue's sensor decides, as a pure function: which queued jobs to ask a run for, and which to give up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from storytailor_dagster.ledger import Queued
from storytailor_dagster.story.parts import References
from storytailor_dagster.subjects import AnyPart, needs_of

ASKS = 2
"""How often a queued job is asked for: a run that ended without taking it is followed by one more."""

Job = tuple[AnyPart, int]


@dataclass(frozen=True, kw_only=True)
class SubjectRun:
    """A run of a story or character: whether it ended, by being canceled or otherwise, what the queue asked it for, and
    what it may make at all."""

    ended: bool
    canceled: bool = False
    asked: frozenset[Job]
    parts: frozenset[AnyPart]


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A run to ask for; `character` is the one that a story is about, if any."""

    subject_id: UUID
    jobs: tuple[Job, ...]
    priority: str
    run_key: str
    character: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class GiveUp:
    """Jobs that no run will take: they were asked for often enough, or the run they were asked of was canceled."""

    subject_id: UUID
    jobs: tuple[Job, ...]
    canceled: bool = False


def decide(*, queued: Queued, runs: Iterable[SubjectRun], references: References = "chain") -> Ask | GiveUp | None:
    """What to do about one queued story or character; None where runs that have not ended see to all of it, or to what
    the rest of it needs."""
    runs = tuple(runs)
    canceled = tuple(job for job in queued.jobs if any(run.canceled and job in run.asked for run in runs))
    if canceled:
        return GiveUp(subject_id=queued.subject_id, jobs=canceled, canceled=True)
    free = tuple(job for job in queued.jobs if not any(_sees_to(run, job) for run in runs))
    asked_before = {job: sum(run.ended and job in run.asked for run in runs) for job in free}
    hopeless = tuple(job for job in free if asked_before[job] >= ASKS)
    if hopeless:
        return GiveUp(subject_id=queued.subject_id, jobs=hopeless)
    waiting = _with_all_they_need(queued, free, references)
    if not waiting:
        return None
    return Ask(
        subject_id=queued.subject_id,
        jobs=waiting,
        priority=queued.priority,
        character=queued.character,
        run_key=run_key(queued.subject_id, waiting, max(asked_before[job] for job in waiting)),
    )


def run_key(subject_id: UUID, jobs: Sequence[Job], asked_before: int) -> str:
    """Remembered by Dagster for ever: the subject, a digest of the (part, attempt) pairs, the how-manieth asking."""
    pairs = ",".join(f"{part.value}:{attempt}" for part, attempt in jobs)
    return f"{subject_id}:{sha256(pairs.encode()).hexdigest()[:12]}:{asked_before + 1}"


def _with_all_they_need(queued: Queued, free: Sequence[Job], references: References) -> tuple[Job, ...]:
    """Those for which nothing is made elsewhere just now: a run that found a need unmade would fail of it."""
    elsewhere = {*queued.making, *(part for part, _ in queued.jobs)} - {part for part, _ in free}
    found = []
    for part, attempt in free:
        if elsewhere.isdisjoint(needs_of(part, references)):
            found.append((part, attempt))
        else:
            elsewhere.add(part)
    return tuple(found)


def _sees_to(run: SubjectRun, job: Job) -> bool:
    if run.ended:
        return False
    return job in run.asked if run.asked else job[0] in run.parts
