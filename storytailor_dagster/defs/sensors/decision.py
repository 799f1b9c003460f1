"""What the queue's sensor decides, as a pure function: which queued jobs to ask a run for, and which to give up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from storytailor_dagster.ledger import QueuedStory
from storytailor_dagster.story.parts import Part

ASKS = 2
"""How often a queued job is asked for: a run that ended without taking it is followed by one more."""

Job = tuple[Part, int]


@dataclass(frozen=True, kw_only=True)
class StoryRun:
    """A run of a story: whether it ended, what the queue asked it for, and what it may make at all."""

    ended: bool
    asked: frozenset[Job]
    parts: frozenset[Part]


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A run to ask for."""

    story_id: UUID
    jobs: tuple[Job, ...]
    priority: str
    run_key: str


@dataclass(frozen=True, kw_only=True)
class GiveUp:
    """Jobs that were asked for often enough, and that no run took."""

    story_id: UUID
    jobs: tuple[Job, ...]


def decide(*, story: QueuedStory, runs: Iterable[StoryRun]) -> Ask | GiveUp | None:
    """What to do about one queued story; None where runs that have not ended see to all of it."""
    runs = tuple(runs)
    waiting = tuple(job for job in story.jobs if not any(_sees_to(run, job) for run in runs))
    if not waiting:
        return None
    asked_before = max(sum(run.ended and job in run.asked for run in runs) for job in waiting)
    if asked_before >= ASKS:
        return GiveUp(story_id=story.story_id, jobs=waiting)
    return Ask(
        story_id=story.story_id,
        jobs=waiting,
        priority=story.priority,
        run_key=run_key(story.story_id, waiting, asked_before),
    )


def run_key(story_id: UUID, jobs: Sequence[Job], asked_before: int) -> str:
    """Remembered by Dagster for ever: the story, a digest of the (part, attempt) pairs, the how-manieth asking."""
    pairs = ",".join(f"{part.value}:{attempt}" for part, attempt in jobs)
    return f"{story_id}:{sha256(pairs.encode()).hexdigest()[:12]}:{asked_before + 1}"


def _sees_to(run: StoryRun, job: Job) -> bool:
    if run.ended:
        return False
    return job in run.asked if run.asked else job[0] in run.parts
