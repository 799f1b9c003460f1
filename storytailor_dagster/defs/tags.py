"""The tags of a run and what they say. No tag ever holds a name, an age or a trait."""

from collections.abc import Iterable, Mapping
from uuid import UUID

import dagster as dg

from storytailor_dagster.subjects import CHARACTER as CHARACTERS
from storytailor_dagster.subjects import STORY, AnyPart, Subject, part_named

PARTITION = "dagster/partition"
PRIORITY = "dagster/priority"
RUN_RETRY = "dagster/retry_number"
PARENT_RUN = "dagster/parent_run_id"
WILL_RETRY = "dagster/will_retry"
RETRIED_BY = "dagster/auto_retry_run_id"

BROKER_PRIORITY = "dagster-celery/run_priority"
"""Where a run stands in the broker, with many machines: Redis gives out the lowest number first. A run without it (a
person's, from the UI) stands first."""

BROKER_TASK = "dagster-celery/task_id"
"""What the broker calls a run that was put into it."""

ASKED = "storytailor/asked"
"""Set by the queue's sensor: the parts its run was asked for, each with its attempt (`cover:1,scene_1:1`)."""

MADE_FOR = "storytailor/made_for"
"""On a `new_story` run, whose config holds names: the story it put into the queue, and goes with."""

CHARACTER = "storytailor/character"
"""On a story's run: the id of the character that the story is about."""

PRIORITIES: Mapping[str, int] = {"urgent": 20, "high": 10, "normal": 0}
BROKER_PRIORITIES: Mapping[str, int] = {"urgent": 0, "high": 3, "normal": 6}


def priority_tags(priority: str, subject: Subject) -> Mapping[str, str]:
    """Of the same priority, characters go first: stories wait for them."""
    ahead = subject is CHARACTERS
    return {
        PRIORITY: str(PRIORITIES[priority] + 5 * ahead),
        BROKER_PRIORITY: str(max(0, BROKER_PRIORITIES[priority] - ahead)),
    }


def asked_tag(jobs: Iterable[tuple[AnyPart, int]]) -> str:
    return ",".join(f"{part.value}:{attempt}" for part, attempt in jobs)


def asked_of(run: dg.DagsterRun) -> tuple[tuple[AnyPart, int], ...]:
    """What the queue's sensor asked of the run; nothing where a person launched it, or launched it again."""
    if PARENT_RUN in run.tags and RUN_RETRY not in run.tags:
        return ()
    pairs = (pair.split(":") for pair in run.tags.get(ASKED, "").split(",") if pair)
    return tuple((part_named(part), int(attempt)) for part, attempt in pairs)


def facts_of(run: dg.DagsterRun) -> Mapping[str, str]:
    """Whose run it is, as logs and traces say it: `story` or `character` and its id; nothing where it is nobody's."""
    subject = subject_of(run)
    if subject is None:
        return {}
    groups = {key.path[0] for key in run.asset_selection or ()}
    kind = CHARACTERS.name if groups == {CHARACTERS.name} or run.job_name == f"make_{CHARACTERS.name}" else STORY.name
    return {kind: str(subject)}


def subject_of(run: dg.DagsterRun) -> UUID | None:
    """The story or character a run works on, or None where its partition is none."""
    try:
        return UUID(run.tags.get(PARTITION, ""))
    except ValueError:
        return None
