"""What of a story or character can be asked for again: what failed, and nothing that is still being made."""

from __future__ import annotations

from storytailor_dagster.errors import NotReady, Permanent
from storytailor_dagster.ledger import SubjectRow, there_or_coming
from storytailor_dagster.local.standing import overall
from storytailor_dagster.story.parts import References
from storytailor_dagster.subjects import AnyPart, below, in_order, with_needs


def parts_to_retry(story: SubjectRow, part: AnyPart | None, references: References = "chain") -> tuple[AnyPart, ...]:
    """All parts that failed, or the one that is named with what failed below it.

    Raises:
        Permanent: nothing of it failed (`NOTHING_FAILED`), or it is still being made (`NOT_READY_TO_RETRY`).
        NotReady: the part needs another one that failed too, or was never asked for.
    """
    states = {job.part: job.status for job in story.jobs}
    failed = in_order(one for one, state in states.items() if state == "failed")
    if part is None:
        if overall(story) == "generating":
            raise _still_made(story, "It is still being made.")
        if not failed:
            raise _nothing_failed(story, "Nothing of it failed.")
        return failed
    if states.get(part) in ("queued", "generating"):
        raise _still_made(story, f"{part} is still being made.")
    if part not in failed:
        raise _nothing_failed(story, f"{part} did not fail.")
    missing, *_ = with_needs([part], references, there=there_or_coming(story))
    if missing in failed and missing is not part:
        raise NotReady(
            f"{part} needs {missing}, which failed too.",
            remedy=f"`storytailor retry {story.id} {missing}` makes both.",
        )
    if missing is not part:
        raise NotReady(
            f"{part} needs {missing}, which was not asked for.",
            remedy=f"Ask for {part} through the API (POST …/{story.id}/assets): what it needs is made too.",
        )
    return in_order([part, *(one for one in below(part, references) if one in failed)])


def _still_made(story: SubjectRow, says: str) -> Permanent:
    return Permanent(says, code="NOT_READY_TO_RETRY", remedy=f"Wait for it: `storytailor status {story.id} --follow`.")


def _nothing_failed(story: SubjectRow, says: str) -> Permanent:
    return Permanent(says, code="NOTHING_FAILED", remedy=f"`storytailor status {story.id}` says how far it is.")
