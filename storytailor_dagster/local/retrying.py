"""What of a story can be asked for again: what failed, and nothing that is still being made."""

from __future__ import annotations

from storytailor_dagster.errors import NotReady, Permanent
from storytailor_dagster.ledger import StoryRow
from storytailor_dagster.local.standing import overall
from storytailor_dagster.story.parts import Part, References, below, in_order, needs


def parts_to_retry(story: StoryRow, part: Part | None, references: References = "chain") -> tuple[Part, ...]:
    """All parts that failed, or the one that is named with what failed below it.

    Raises:
        Permanent: nothing of it failed (`NOTHING_FAILED`), or it is still being made (`NOT_READY_TO_RETRY`).
        NotReady: the part needs another one that failed too.
    """
    states = {job.part: job.status for job in story.jobs}
    failed = tuple(one for one in Part if states.get(one) == "failed")
    if part is None:
        if overall(story) == "generating":
            raise _still_made(story, "The story is still being made.")
        if not failed:
            raise _nothing_failed(story, "Nothing of this story failed.")
        return failed
    if states.get(part) in ("queued", "generating"):
        raise _still_made(story, f"{part} is still being made.")
    if part not in failed:
        raise _nothing_failed(story, f"{part} did not fail.")
    missing = next((need for need in needs(references)[part] if need in failed), None)
    if missing is not None:
        raise NotReady(
            f"{part} needs {missing}, which failed too.",
            remedy=f"`storytailor retry {story.id} {missing}` makes both.",
        )
    return in_order([part, *(one for one in below(part, references) if one in failed)])


def _still_made(story: StoryRow, says: str) -> Permanent:
    return Permanent(says, code="NOT_READY_TO_RETRY", remedy=f"Wait for it: `storytailor status {story.id} --follow`.")


def _nothing_failed(story: StoryRow, says: str) -> Permanent:
    return Permanent(says, code="NOTHING_FAILED", remedy=f"`storytailor status {story.id}` says how far it is.")
