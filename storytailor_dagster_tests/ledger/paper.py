"""The ledger as it is meant to be, of one story and on paper: whatever is asked of the real one can be asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from storytailor_dagster.errors import Gone, Superseded
from storytailor_dagster.ledger import Claim, ClaimMode
from storytailor_dagster.subjects import STORY, AnyPart, below, in_order

_NO_ID = UUID(int=0)
Rows = dict[AnyPart, tuple[str, int, str | None, int]] | None
"""Of each part: status, attempt, run, tries."""


@dataclass
class Job:
    """What is known of a job; `late` is one whose lease ran out."""

    status: str = "queued"
    attempt: int = 1
    run: str | None = None
    tries: int = 0
    late: bool = False

    def may_be_claimed(self, run: str, mode: ClaimMode, retried: Sequence[str]) -> bool:
        held_by = {run, *retried} if mode is ClaimMode.RETRY else {run}
        if mode is ClaimMode.RETRY and self.status == "ready":
            return self.run in retried
        return (
            mode is ClaimMode.PERSON or self.status == "queued" or (self.status == "generating" and self.run in held_by)
        )


@dataclass
class PaperLedger:
    """Its methods say and refuse what those of `Ledger` do; what it is told for people passes it by.

    `jobs` is None once the story is forgotten.
    """

    story: UUID
    jobs: dict[AnyPart, Job] | None = field(default_factory=lambda: {part: Job() for part in STORY.parts})

    @property
    def rows(self) -> Rows:
        if self.jobs is None:
            return None
        return {part: (job.status, job.attempt, job.run, job.tries) for part, job in self.jobs.items()}

    def claim(
        self, *, subject_id: UUID, part: AnyPart, run_id: str, mode: ClaimMode, retried_runs: Sequence[str] = ()
    ) -> Claim:
        job = self._there()[part]
        if not job.may_be_claimed(run_id, mode, retried_runs):
            raise Superseded("It is another's.")
        if mode is ClaimMode.PERSON:
            job.attempt += job.status != "queued"
            job.tries = 0
        job.status, job.run, job.late = "generating", run_id, False
        return Claim(
            job_id=_NO_ID, subject_id=subject_id, part=part, attempt=job.attempt, run_id=run_id, tries=job.tries
        )

    def renew(self, claim: Claim) -> None:
        self._held(claim, "generating").late = False

    def record(self, claim: Claim, **_: object) -> None:
        """Once more where it was recorded: the connection may have been lost on the answer."""
        self._held(claim, "generating", "ready").status = "ready"

    def retrying(self, claim: Claim, **_: object) -> None:
        job = self._held(claim, "generating")
        job.tries, job.late = job.tries + 1, False

    def fail(self, claim: Claim, **_: object) -> tuple[AnyPart, ...]:
        self._held(claim, "generating")
        return tuple(part for part in self._fail([claim.part]) if part is not claim.part)

    def ask(self, *, parts: Iterable[AnyPart], **_: object) -> None:
        jobs = self._there()
        jobs.update({part: Job(attempt=jobs[part].attempt + 1) for part in parts})

    def release(self, *, run_id: str, asked: Sequence[tuple[AnyPart, int]], **_: object) -> tuple[AnyPart, ...]:
        held = [part for part, job in self._jobs() if job.status == "generating" and job.run == run_id]
        return self._fail([*held, *self._queued(asked)])

    def give_up(self, *, jobs: Sequence[tuple[AnyPart, int]], **_: object) -> tuple[AnyPart, ...]:
        return self._fail(self._queued(jobs))

    def run_out(self, part: AnyPart) -> None:
        """15 minutes without a sign of life."""
        for other, job in self._jobs():
            job.late = job.late or (other is part and job.status == "generating")

    def expire(self, **_: object) -> tuple[tuple[UUID, AnyPart], ...]:
        late = [part for part, job in self._jobs() if job.status == "generating" and job.late]
        return tuple((self.story, part) for part in self._fail(late))

    def forget(self, _: UUID) -> bool:
        was_there = self.jobs is not None
        self.jobs = None
        return was_there

    def _jobs(self) -> Iterable[tuple[AnyPart, Job]]:
        return () if self.jobs is None else self.jobs.items()

    def _there(self) -> dict[AnyPart, Job]:
        if self.jobs is None:
            raise Gone("The story was deleted.")
        return self.jobs

    def _held(self, claim: Claim, *statuses: str) -> Job:
        job = self._there()[claim.part]
        if job.status not in statuses or (job.attempt, job.run) != (claim.attempt, claim.run_id):
            raise Superseded("The claim holds no longer.")
        return job

    def _queued(self, asked: Sequence[tuple[AnyPart, int]]) -> list[AnyPart]:
        return [part for part, job in self._jobs() if job.status == "queued" and (part, job.attempt) in asked]

    def _fail(self, parts: Iterable[AnyPart]) -> tuple[AnyPart, ...]:
        """With every queued part below; what is being made below is left to whoever makes it."""
        jobs = dict(self._jobs())
        failed = set(parts)
        failed |= {under for part in failed for under in below(part) if jobs[under].status == "queued"}
        for part in failed:
            jobs[part].status = "failed"
        return in_order(failed)
