"""What the other rooms may say to the database. Statements are in `sql/`; this gives them names, fences and errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, LiteralString, Self
from uuid import UUID

from psycopg.rows import TupleRow

from storytailor_dagster.errors import Gone, InvalidRequest, StorytailorError, Superseded
from storytailor_dagster.ledger.agreement import Agreement
from storytailor_dagster.ledger.asking import asked
from storytailor_dagster.ledger.characters import Characters
from storytailor_dagster.ledger.connection import Connection, Pool, behind
from storytailor_dagster.ledger.families import Families
from storytailor_dagster.ledger.forgetting import Forgetting
from storytailor_dagster.ledger.housekeeping import Housekeeping
from storytailor_dagster.ledger.migrate import missing
from storytailor_dagster.ledger.outbox import Outbox
from storytailor_dagster.ledger.pulses import Pulses
from storytailor_dagster.ledger.reading import queued_from, story_from
from storytailor_dagster.ledger.records import Records
from storytailor_dagster.ledger.retention import Retention
from storytailor_dagster.ledger.rows import LEASE, Claim, ClaimMode, Queued, StoryRow, SubjectRow, Told, lasting
from storytailor_dagster.ledger.signs import Signs
from storytailor_dagster.ledger.spending import Spending
from storytailor_dagster.ledger.statements import statement
from storytailor_dagster.ledger.values import jsonb, request_values, text
from storytailor_dagster.ledger.webhooks import Webhooks
from storytailor_dagster.story.parts import Part, References
from storytailor_dagster.subjects import SUBJECTS, AnyPart, below, in_order, part_named, subject_of

OBJECTION = "objection"
"""In a job's metadata: what the last try was refused for, as the next one is told."""


class Ledger:
    """Stories and characters, their jobs and their status. Safe to share between threads; connects when first asked.

    Every method may raise `Transient` when the database can't be reached, and `NotSetUp` when it is not as this program
    needs it. The writes of a claim raise `Superseded`
    when the job was asked for anew or ended, and `Gone` when the story or character was deleted.
    """

    def __init__(
        self, dsn: str, *, pool_size: int = 4, wait_seconds: float = 30.0, references: References = "chain"
    ) -> None:
        self._pairs = [
            (above.value, under.value) for one in SUBJECTS for above in one.parts for under in below(above, references)
        ]
        self.references = references
        self._pool = Pool(dsn, size=pool_size, wait_seconds=wait_seconds)
        self.spending = Spending(self._pool)
        self.families = Families(self._pool)
        self.characters = Characters(self._pool)
        self.records = Records(self._pool)
        self.webhooks = Webhooks(self._pool)
        self.outbox = Outbox(self._pool)
        self.agreement = Agreement(self._pool)
        self.forgetting = Forgetting(self._pool)
        self.housekeeping = Housekeeping(self._pool)
        self.retention = Retention(self._pool)
        self.pulses = Pulses(self._pool)
        self.signs = Signs(self._pool)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections. The next call opens new ones."""
        self._pool.close()

    def check(self) -> None:
        """Whether it can work.

        Raises:
            NotSetUp: the database lacks a migration (`DATABASE_BEHIND`), or the login may not see which are applied.
        """
        if lacking := self._pool.run(missing):
            raise behind(
                f"The database lacks {len(lacking)} of this program's migrations, {lacking[0].stem} the first."
            )

    def insert_story(
        self,
        *,
        creator_user_id: UUID,
        metadata: Mapping[str, Any],
        story_id: UUID | None = None,
        title: str | None = None,
        age: int | None = None,
    ) -> UUID:
        """Inserts a request; its status and its nine jobs come with it. The same request with the same id is absorbed.

        Args:
            metadata: the public body's other fields, flat (`storyType`, `theme`, `hero`, `priority`, …).

        Raises:
            InvalidRequest: another story has the id (`STORY_ID_TAKEN`).
        """
        values = request_values(story_id=story_id, creator=creator_user_id, title=title, age=age, metadata=metadata)

        def insert(connection: Connection) -> UUID:
            row = connection.execute(statement("insert_story"), values).fetchone()
            if row:
                return UUID(str(row[0]))
            same = connection.execute(statement("same_story"), values).fetchone()
            if story_id is None or same is None or not same[0]:
                raise InvalidRequest("Another story has this id.", code="STORY_ID_TAKEN")
            return story_id

        return self._pool.run(insert)

    def story(self, story_id: UUID) -> StoryRow | None:
        """The story and its jobs, read in one statement; None where there is none."""
        values = {"story_id": story_id, "parts": list(Part)}
        # in binary, since records in text have lost their types
        row = self._pool.run(lambda connection: connection.execute(statement("story"), values, binary=True).fetchone())
        return None if row is None else story_from(row)

    def subject(self, subject_id: UUID) -> SubjectRow | None:
        """The story or character that has the id."""
        return self.story(subject_id) or self.characters.row(subject_id)

    def queue(self, *, limit: int) -> tuple[Queued, ...]:
        """The first `limit` subjects that have queued jobs: urgent, high, normal, then the oldest first."""
        return tuple(queued_from(row) for row in self._rows("queue", limit=limit))

    def claim(
        self, *, subject_id: UUID, part: AnyPart, run_id: str, mode: ClaimMode, retried_runs: Sequence[str] = ()
    ) -> Claim:
        """Takes the part's job for a run; its asset is `generating` from now on, for 15 minutes or until renewed.

        Args:
            retried_runs: with `RETRY`, the runs that this run, an automatic retry, goes on from: its parent, and that
                one's where it was a retry too; none for a step tried again within its own run.

        Raises:
            Gone: there is no such story or character.
            Superseded: the job's state does not allow the claim; see `ClaimMode`.
        """
        values = {
            "subject_id": subject_id,
            "part": part,
            "parts": [part],
            "run_id": run_id,
            "runs": [run_id, *retried_runs],
            "lost": list(retried_runs),
            "lease": LEASE,
        }

        def take(connection: Connection) -> TupleRow | None:
            with connection.transaction():
                if mode is ClaimMode.PERSON:
                    connection.execute(statement("make_missing_jobs"), values)
                return connection.execute(statement(f"claim_{mode}"), values).fetchone()

        row = self._pool.run(take)
        if row is None:
            raise self._refusal(subject_id, part)
        return Claim(
            job_id=row[0],
            subject_id=subject_id,
            part=part,
            attempt=row[1],
            run_id=run_id,
            tries=row[2],
            refusals=row[3],
        )

    def renew(self, claim: Claim) -> None:
        """A sign of life, and the question whether the claim still holds: another 15 minutes."""
        self._fenced("renew", claim)

    def record(
        self,
        claim: Claim,
        *,
        columns: Mapping[str, Any],
        url: str | None,
        object_key: str | None,
        metadata: Mapping[str, Any] | None = None,
    ) -> None:
        """The part is ready: its job, its status and its columns of `stories`, at once.

        Args:
            columns: any of `content`, `title` (kept only where the row has none), `cover_art_url`, `scene_art_url`
                (a scene's own; its place in `scene_art_urls` is found from the part), `audio_url`, `webvtt_url`,
                `audio_voice_id`, `audio_duration` (seconds), `audio_words`, `audio_blocks`, `activities`, `pdf_url`,
                `pdf_pages`, `pdf_file_size` (bytes), `hue` (merged into `hue_extracted_colors`). None changes nothing.
            metadata: kept in the job's row beside `object_key`.

        Raises:
            Superseded: the claim no longer holds; nothing was written.
            psycopg.errors.UndefinedColumn: `columns` has a name that is not listed here.
        """
        kept = {**(metadata or {}), **({"object_key": object_key} if object_key else {})}
        given = {name: value for name, value in columns.items() if value is not None}
        self._fenced("record", claim, columns=jsonb(given), url=url, metadata=jsonb(kept))

    def retrying(self, claim: Claim, *, error: str, objection: str | None = None) -> None:
        """A try failed and another follows: the asset is `retrying`, its job stays `generating`, one try is counted.

        Args:
            error: what the family reads.
            objection: where what came was refused: what the next try is told, kept in the job's row alone.
        """
        self._fenced("retrying", claim, error=text(error), objection=None if objection is None else text(objection))

    def fail(self, claim: Claim, *, error: Told) -> tuple[AnyPart, ...]:
        """The part failed for good, and with it every queued part below it. Returns those, in the graph's order.

        The code and the remedy stay in the job's row until somebody asks for the part again.
        """
        failed = self._fail("fail_claimed", error=error, **self._fence(claim))
        if not failed:
            raise self._refusal(claim.subject_id, claim.part)
        return tuple(part for _, part in failed if part is not claim.part)

    def release(
        self, *, run_id: str, subject_id: UUID, asked: Sequence[tuple[AnyPart, int]], error: Told
    ) -> tuple[AnyPart, ...]:
        """A run ended: what it left unfinished fails, and every queued part below that.

        Unfinished are the jobs this run holds, and those of `asked` still queued in that very attempt.
        Returns what failed, in the graph's order; nothing where nothing was left.
        """
        return self._fail_unfinished(run_id, subject_id, asked, error)

    def give_up(self, *, subject_id: UUID, jobs: Sequence[tuple[AnyPart, int]], error: Told) -> tuple[AnyPart, ...]:
        """No run took these queued jobs: they fail, if still queued in that attempt, and every queued part below."""
        return self._fail_unfinished(None, subject_id, jobs, error)

    def expire(self, *, error: Told) -> tuple[tuple[UUID, AnyPart], ...]:
        """Jobs that gave no sign of life for 15 minutes fail, at most 200 at once, and every queued part below them."""
        return self._fail("fail_expired", error=error)

    def ask(
        self, *, subject_id: UUID, parts: Iterable[AnyPart], priority: str | None = None, note: str | None = None
    ) -> None:
        """Queues the parts (again): a new attempt, no tries spent. Whoever still works on one is fenced off.

        A draft begins with these parts only.

        Args:
            priority: `normal`, `high` or `urgent`; None keeps it.
            note: what a person wants otherwise of the first part; its first try is told as if a check had objected.

        Raises:
            Gone: there is no such story or character.
        """
        wanted = tuple(parts)
        if not wanted:
            return
        if not self._pool.run(lambda c: asked(c, subject_id, wanted, priority=priority, note=note)):
            raise Gone(f"The {subject_of(wanted[0]).name} was deleted.")

    def tries(self, claim: Claim) -> int:
        """How many tries of the claim's attempt failed, across runs; what the claim knew where the row moved on."""
        row = self._row("tries", job_id=claim.job_id, attempt=claim.attempt)
        return claim.tries if row is None else int(row[0])

    def forget(self, subject_id: UUID) -> bool:
        """Deletes the story or character, its jobs and its attempts. False where there was none."""
        row = self._row("forget", subject_id=subject_id)
        return bool(row and row[0])

    def _rows(self, name: str, **values: Any) -> list[TupleRow]:
        return self._pool.run(lambda connection: connection.execute(statement(name), values).fetchall())

    def _row(self, name: str, **values: Any) -> TupleRow | None:
        return next(iter(self._rows(name, **values)), None)

    def _fence(self, claim: Claim) -> dict[str, Any]:
        return {"job_id": claim.job_id, "attempt": claim.attempt, "run_id": claim.run_id, "lease": LEASE}

    def _fenced(self, name: str, claim: Claim, **values: Any) -> None:
        if self._row(name, **self._fence(claim), **values) is None:
            raise self._refusal(claim.subject_id, claim.part)

    def _refusal(self, subject_id: UUID, part: AnyPart) -> StorytailorError:
        row = self._row("subject_exists", subject_id=subject_id)
        if row is None or not row[0]:
            return Gone(f"The {subject_of(part).name} was deleted.")
        return Superseded(f"{part} was asked for anew, or has ended.")

    def _fail_unfinished(
        self, run_id: str | None, subject_id: UUID, queued: Sequence[tuple[AnyPart, int]], error: Told
    ) -> tuple[AnyPart, ...]:
        parts = [part for part, _ in queued]
        attempts = [attempt for _, attempt in queued]
        failed = self._fail(
            "fail_unfinished", error=error, run_id=run_id, subject_id=subject_id, parts=parts, attempts=attempts
        )
        return tuple(part for _, part in failed)

    def _fail(self, name: str, *, error: Told, **values: Any) -> tuple[tuple[UUID, AnyPart], ...]:
        sql: LiteralString = f"with failed as ({statement(name)}) {statement('cascade')}"
        values |= {
            "error": text(str(error)),
            "failure": jsonb(lasting(error)),
            "above": [above for above, _ in self._pairs],
            "under": [under for _, under in self._pairs],
        }
        rows = self._pool.run(lambda connection: connection.execute(sql, values).fetchall())
        return tuple((subject, part) for subject, parts, _ in rows for part in in_order(map(part_named, parts)))
