"""Turns the tuples of `sql/stories.sql` and its neighbours into rows. Knows the order of columns, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from storytailor_dagster.ledger.rows import CharacterRow, JobRow, Queued, StoryRow
from storytailor_dagster.subjects import in_order, part_named


def _job_from(row: Sequence[Any]) -> JobRow:
    job_id, part, *rest = row
    return JobRow(job_id, part_named(part), *rest)


def _with_jobs(row: Sequence[Any]) -> list[Any]:
    return [*row[:-1], tuple(_job_from(job) for job in row[-1])]


def story_from(row: Sequence[Any]) -> StoryRow:
    """A row of the statement `story`."""
    return StoryRow(*_with_jobs(row))


def character_from(row: Sequence[Any]) -> CharacterRow:
    """A row of the statement `character`."""
    return CharacterRow(*_with_jobs(row))


def queued_from(row: Sequence[Any]) -> Queued:
    """A row of the statement `queue`."""
    subject_id, priority, created_at, parts, attempts, character, making = row
    attempt = dict(zip(map(part_named, parts), attempts, strict=True))
    jobs = tuple((part, attempt[part]) for part in in_order(attempt))
    return Queued(subject_id, priority, created_at, jobs, _uuid(character), frozenset(map(part_named, making)))


def _uuid(written: object) -> UUID | None:
    """What somebody wrote into a row's metadata, if it is an id."""
    try:
        return UUID(str(written))
    except ValueError:
        return None
