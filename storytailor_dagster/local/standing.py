"""How a story or character stands, in words: each part, what it failed of, what to do about that, and who read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from storytailor_dagster.ledger import CallRow, StoryRow, SubjectRow
from storytailor_dagster.story.parts import Part
from storytailor_dagster.subjects import AnyPart, in_order, part_named

_INDENT = " " * 12


def overall(row: SubjectRow) -> str:
    return str(row.asset_generation_status["overall"])


def part_states(row: SubjectRow) -> dict[AnyPart, tuple[str, str | None]]:
    """Each part that was asked for, with its status and its error."""
    assets = row.asset_generation_status["assets"]
    parts = in_order(map(part_named, assets))
    return {part: (assets[part]["status"], assets[part].get("error")) for part in parts}


def advice(row: SubjectRow, part: AnyPart) -> tuple[str, ...]:
    """What to do about a part that failed by itself, and its code; nothing for one that only misses another."""
    job = row.job(part)
    if job is None or not job.code or not job.remedy:
        return ()
    return (re.sub(r"\bSTORY\b", str(row.id), job.remedy), job.code)


def second_voice(story: StoryRow, calls: Iterable[CallRow]) -> str | None:
    """The voice that read the story where another one had been asked first."""
    job = story.job(Part.AUDIO)
    if job is None or job.status != "ready":
        return None
    spoke = [call.provider for call in calls if call.part is Part.AUDIO and call.attempt == job.attempt]
    return story.audio_voice_id if spoke and spoke[0] != spoke[-1] else None


def part_line(row: SubjectRow, part: AnyPart, *, voice: str | None = None) -> Iterator[str]:
    """The part and its status on a line; where it failed, the advice on lines of its own."""
    state, error = part_states(row)[part]
    said = f": {error}" if error else ""
    if part is Part.AUDIO and voice is not None:
        said = f": read by the second voice, {voice}"
    yield f"{part.value:<10}  {state}{said}"
    yield from (f"{_INDENT}{line}" for line in advice(row, part))
