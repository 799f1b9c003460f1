"""What the queue's sensor decides, as a pure function: which queued jobs to ask a run for, and which to give up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from storytailor_dagster.ledger import Queued
from storytailor_dagster.subjects import AnyPart

ASKS = 2
"""How often a queued job is asked for: a run that ended without taking it is followed by one more."""

Job = tuple[AnyPart, int]


@dataclass(frozen=True, kw_only=True)
class SubjectRun:
    """A run of a story or character: whether it ended, what the queue asked it for, and what it may make at all."""

    ended: bool
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
    """Jobs that were asked for often enough, and that no run took."""

    subject_id: UUID
    jobs: tuple[Job, ...]


def decide(*, queued: Queued, runs: Iterable[SubjectRun]) -> Ask | GiveUp | None:
    """What to do about one queued story or character; None where runs that have not ended see to all of it."""
    runs = tuple(runs)
    waiting = tuple(job for job in queued.jobs if not any(_sees_to(run, job) for run in runs))
    if not waiting:
        return None
    asked_before = max(sum(run.ended and job in run.asked for run in runs) for job in waiting)
    if asked_before >= ASKS:
        return GiveUp(subject_id=queued.subject_id, jobs=waiting)
    return Ask(
        subject_id=queued.subject_id,
        jobs=waiting,
        priority=queued.priority,
        character=queued.character,
        run_key=run_key(queued.subject_id, waiting, asked_before),
    )


def run_key(subject_id: UUID, jobs: Sequence[Job], asked_before: int) -> str:
    """Remembered by Dagster for ever: the subject, a digest of the (part, attempt) pairs, the how-manieth asking."""
    pairs = ",".join(f"{part.value}:{attempt}" for part, attempt in jobs)
    return f"{subject_id}:{sha256(pairs.encode()).hexdigest()[:12]}:{asked_before + 1}"


def _sees_to(run: SubjectRun, job: Job) -> bool:
    if run.ended:
        return False
    return job in run.asked if run.asked else job[0] in run.parts
