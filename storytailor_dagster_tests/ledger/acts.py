"""What runs, people and sensors do to a story: to the ledger or to the one on paper, alone or at the same moment."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass
from threading import Barrier
from typing import Any, Literal
from uuid import UUID

from storytailor_dagster.errors import Gone, Superseded
from storytailor_dagster.ledger import Claim, ClaimMode, Ledger
from storytailor_dagster.subjects import AnyPart
from storytailor_dagster_tests.ledger.help import Connection
from storytailor_dagster_tests.ledger.paper import PaperLedger, Rows

Book = Ledger | PaperLedger
Answer = Any
"""What a ledger returned, or the class of what it refused with."""


@dataclass(frozen=True)
class Take:
    part: AnyPart
    run: str
    mode: ClaimMode
    retried: tuple[str, ...]

    def __call__(self, book: Book, story: UUID) -> Claim:
        return book.claim(subject_id=story, part=self.part, run_id=self.run, mode=self.mode, retried_runs=self.retried)


@dataclass(frozen=True)
class Write:
    """By a claim; nothing where a run got none."""

    verb: Literal["record", "try again", "fail", "renew"]
    claim: Claim | None

    def __call__(self, book: Book, _: UUID) -> Answer:
        if self.claim is None:
            return None
        match self.verb:
            case "fail":
                return book.fail(self.claim, error="No.")
            case "record":
                book.record(self.claim, columns={}, url="u", object_key="k")
            case "try again":
                book.retrying(self.claim, error="Once more.")
            case "renew":
                book.renew(self.claim)
        return None


@dataclass(frozen=True)
class Ask:
    parts: frozenset[AnyPart]

    def __call__(self, book: Book, story: UUID) -> None:
        book.ask(subject_id=story, parts=self.parts)


@dataclass(frozen=True)
class RunEnds:
    run: str
    asked: Sequence[tuple[AnyPart, int]]

    def __call__(self, book: Book, story: UUID) -> Answer:
        return book.release(run_id=self.run, subject_id=story, asked=self.asked, error="Ended.")


@dataclass(frozen=True)
class NobodyTakes:
    asked: Sequence[tuple[AnyPart, int]]

    def __call__(self, book: Book, story: UUID) -> Answer:
        return book.give_up(subject_id=story, jobs=self.asked, error="Nobody.")


@dataclass(frozen=True)
class Expire:
    def __call__(self, book: Book, _: UUID) -> Answer:
        return book.expire(error="Late.")


@dataclass(frozen=True)
class Forget:
    def __call__(self, book: Book, story: UUID) -> bool:
        return book.forget(story)


Act = Take | Write | Ask | RunEnds | NobodyTakes | Expire | Forget


def done(act: Act, book: Book, story: UUID) -> Answer:
    try:
        return act(book, story)
    except (Gone, Superseded) as refusal:
        return type(refusal)


def shown(answer: Answer) -> Answer:
    """What is the same on paper."""
    return (answer.part, answer.attempt, answer.tries) if isinstance(answer, Claim) else answer


def rows_in(ledger: Ledger, story: UUID) -> Rows:
    row = ledger.story(story)
    if row is None:
        return None
    return {job.part: (job.status, job.attempt, job.run_id, job.retry_count) for job in row.jobs}


def done_at_once(acts: Sequence[Act], ledger: Ledger, story: UUID, threads: ThreadPoolExecutor) -> list[Answer]:
    """All begin at the same moment; who is first is chance."""
    start = Barrier(len(acts))

    def one(act: Act) -> Answer:
        start.wait(timeout=60)
        return done(act, ledger, story)

    return list(threads.map(one, acts))


def done_into_each_other(
    acts: Sequence[Act], ledger: Ledger, story: UUID, threads: ThreadPoolExecutor, other: Connection
) -> list[Answer]:
    """Each begins when the one before it is in the midst of its work: held up by somebody who has locked the story."""
    begun: list[Future[Answer]] = []
    with other.transaction():
        other.execute("select from stories where id = %s for update", (story,))
        for act in acts:
            begun.append(threads.submit(done, act, ledger, story))
            while _held_up(other) < sum(not one.done() for one in begun):
                pass
    return [one.result(timeout=60) for one in begun]


def one_after_the_other(
    acts: tuple[Act, Act], answers: Sequence[Answer], rows: Rows, paper: PaperLedger
) -> PaperLedger | None:
    """What is on paper where one act was done before the other, if that is what both came to; None if neither order is.

    What fell with both is told to either, so that is not looked at: the rows say that it failed.
    """
    told = [_without_what_fell_with_it(answer) for answer in answers]
    for order in ((0, 1), (1, 0)):
        after = deepcopy(paper)
        foretold = {number: _without_what_fell_with_it(done(acts[number], after, after.story)) for number in order}
        if (told, rows) == ([foretold[0], foretold[1]], after.rows):
            return after
    return None


def _without_what_fell_with_it(answer: Answer) -> Answer:
    return None if isinstance(answer, tuple) else shown(answer)


def _held_up(connection: Connection) -> int:
    row = connection.execute("select count(*) from pg_locks where not granted").fetchone()
    assert row is not None
    return int(row[0])
