"""Turns the tuples of `sql/stories.sql` into rows. Knows the order of their columns and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from storytailor_dagster.ledger.rows import JobRow, QueuedStory, StoryRow
from storytailor_dagster.story.parts import Part, in_order


def _job_from(row: Sequence[Any]) -> JobRow:
    job_id, part, *rest = row
    return JobRow(job_id, Part(part), *rest)


def story_from(row: Sequence[Any]) -> StoryRow:
    """A row of the statement `story`."""
    columns: list[Any] = [*row[:-1], tuple(_job_from(job) for job in row[-1])]
    return StoryRow(*columns)


def queued_from(row: Sequence[Any]) -> QueuedStory:
    """A row of the statement `queue`."""
    story_id, priority, created_at, parts, attempts = row
    attempt = dict(zip(map(Part, parts), attempts, strict=True))
    return QueuedStory(story_id, priority, created_at, tuple((part, attempt[part]) for part in in_order(attempt)))
