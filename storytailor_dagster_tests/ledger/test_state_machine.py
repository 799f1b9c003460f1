"""The ledger against a model of itself: whatever is done in whatever order, both say the same, and the rows agree."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule, run_state_machine_as_test

from storytailor_dagster.errors import Gone, Superseded
from storytailor_dagster.ledger import Claim, ClaimMode, Ledger
from storytailor_dagster.story.parts import Part, below
from storytailor_dagster_tests.ledger.help import DISAGREEMENTS, Connection, new_story

PARTS = st.sampled_from([Part.CONTENT, Part.SCENE_4, Part.PDF])
"""Few, so that things happen to the same ones; what happens below them is looked at in all nine."""
RUNS = st.sampled_from(["a", "b"])
MODES = st.sampled_from([*ClaimMode, ClaimMode.RETRY])


@dataclass
class Job:
    """What the model knows of a job."""

    status: str = "queued"
    attempt: int = 1
    run: str | None = None
    tries: int = 0


class Model(RuleBasedStateMachine):
    """One story, several runs and people."""

    ledger: Ledger
    connection: Connection
    claims: Bundle[Claim] = Bundle("claims")

    def __init__(self) -> None:
        super().__init__()
        self.story = new_story(self.ledger)
        self.jobs: dict[Part, Job] | None = {part: Job() for part in Part}

    def _may(self, job: Job, run: str, mode: ClaimMode, retried: set[str]) -> bool:
        held_by = {run, *retried} if mode is ClaimMode.RETRY else {run}
        if mode is ClaimMode.RETRY and job.status == "ready":
            return job.run in retried
        return mode is ClaimMode.PERSON or job.status == "queued" or (job.status == "generating" and job.run in held_by)

    @rule(target=claims, part=PARTS, run=RUNS, mode=MODES, retried=st.just(set()) | st.just({"a", "b"}))
    def claim(self, part: Part, run: str, mode: ClaimMode, retried: set[str]) -> Any:
        return self._claim(part, run, mode, retried)

    @rule(target=claims, claim=claims)
    def take_over(self, claim: Claim) -> Any:
        """A run that goes on from the one that held the claim."""
        other = "b" if claim.run_id == "a" else "a"
        assert isinstance(claim.part, Part)
        return self._claim(claim.part, other, ClaimMode.RETRY, {claim.run_id})

    @rule(claim=claims)
    def record(self, claim: Claim) -> None:
        self._write(
            claim, lambda held: self.ledger.record(held, columns={}, url="u", object_key="k"), "ready", again=True
        )

    @rule(claim=claims)
    def try_again(self, claim: Claim) -> None:
        self._write(claim, lambda held: self.ledger.retrying(held, error="Once more."), "generating", tries=1)

    @rule(claim=claims)
    def fail(self, claim: Claim) -> None:
        if self._write(claim, lambda held: self.ledger.fail(held, error="No."), "failed"):
            assert isinstance(claim.part, Part)
            self._cascade(claim.part)

    @rule(claim=claims)
    def renew(self, claim: Claim) -> None:
        self._write(claim, self.ledger.renew, "generating")

    @rule(parts=st.sets(PARTS, min_size=1, max_size=3))
    def ask(self, parts: set[Part]) -> None:
        if self.jobs is None:
            self._refused(lambda: self.ledger.ask(subject_id=self.story, parts=parts), Gone)
            return
        self.ledger.ask(subject_id=self.story, parts=parts)
        for part in parts:
            self.jobs[part] = Job(attempt=self.jobs[part].attempt + 1)

    @rule(run=RUNS, asked=st.lists(st.tuples(PARTS, st.integers(1, 3)), max_size=3))
    def run_ends(self, run: str, asked: list[tuple[Part, int]]) -> None:
        told = self.ledger.release(run_id=run, subject_id=self.story, asked=asked, error="Ended.")
        if self.jobs is None:
            assert told == ()
            return
        left = [
            part
            for part, job in self.jobs.items()
            if (job.status == "generating" and job.run == run)
            or (job.status == "queued" and (part, job.attempt) in asked)
        ]
        before = {part for part, job in self.jobs.items() if job.status == "failed"}
        for part in left:
            self.jobs[part].status = "failed"
        for part in left:
            self._cascade(part)
        assert set(told) == {part for part, job in self.jobs.items() if job.status == "failed"} - before

    @rule(asked=st.lists(st.tuples(PARTS, st.integers(1, 3)), min_size=1, max_size=2))
    def nobody_takes(self, asked: list[tuple[Part, int]]) -> None:
        self.ledger.give_up(subject_id=self.story, jobs=asked, error="Nobody.")
        for part, attempt in asked if self.jobs is not None else ():
            assert self.jobs is not None
            if self.jobs[part].status == "queued" and self.jobs[part].attempt == attempt:
                self.jobs[part].status = "failed"
                self._cascade(part)

    @rule(really=st.integers(0, 30))
    def forget(self, really: int) -> None:
        if really == 0:
            assert self.ledger.forget(self.story) is (self.jobs is not None)
            self.jobs = None

    @invariant()
    def the_rows_are_the_model_s_and_agree(self) -> None:
        row = self.ledger.story(self.story)
        if self.jobs is None or row is None:
            assert self.jobs is None
            assert row is None
            return
        told = {job.part: (job.status, job.attempt, job.retry_count) for job in row.jobs}
        assert told == {part: (job.status, job.attempt, job.tries) for part, job in self.jobs.items()}
        assert self.connection.execute(DISAGREEMENTS.encode()).fetchall() == []

    def _claim(self, part: Part, run: str, mode: ClaimMode, retried: set[str]) -> Any:
        claim = partial(
            self.ledger.claim, subject_id=self.story, part=part, run_id=run, mode=mode, retried_runs=tuple(retried)
        )
        if self.jobs is None:
            self._refused(claim, Gone)
            return multiple()
        job = self.jobs[part]
        if not self._may(job, run, mode, retried):
            self._refused(claim, Superseded)
            return multiple()
        if mode is ClaimMode.PERSON:
            job.attempt += job.status != "queued"
            job.tries = 0
        job.status, job.run = "generating", run
        found = claim()
        assert (found.attempt, found.tries) == (job.attempt, job.tries)
        return found

    def _cascade(self, failed: Part) -> None:
        """Queued parts below fail with it; what is being made below is left to whoever makes it."""
        for part in below(failed) if self.jobs is not None else ():
            assert self.jobs is not None
            if self.jobs[part].status == "queued":
                self.jobs[part].status = "failed"

    def _write(self, claim: Claim, write: Any, status: str, tries: int = 0, *, again: bool = False) -> bool:
        """Whether a claim's write went through, as it must exactly while the claim holds; `again`: or was written."""
        if self.jobs is None:
            self._refused(lambda: write(claim), Gone)
            return False
        assert isinstance(claim.part, Part)
        job = self.jobs[claim.part]
        held = {"generating", status} if again else {"generating"}
        if job.status not in held or (job.attempt, job.run) != (claim.attempt, claim.run_id):
            self._refused(lambda: write(claim), Superseded)
            return False
        write(claim)
        job.status, job.tries = status, job.tries + tries
        return True

    def _refused(self, act: Any, expected: type[Exception]) -> None:
        try:
            act()
        except expected:
            return
        raise AssertionError(f"not refused with {expected.__name__}")


def test_the_ledger_is_what_its_model_says(ledger: Ledger, connection: Connection) -> None:
    machine = type("Machine", (Model,), {"ledger": ledger, "connection": connection})
    few = settings(max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine, settings=few)
