"""How a story stands, in words: each part, what it failed of and what to do about that, and who read it aloud."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from storytailor_dagster.ledger import CallRow, StoryRow
from storytailor_dagster.story.parts import Part

_INDENT = " " * 12


def overall(story: StoryRow) -> str:
    return str(story.asset_generation_status["overall"])


def part_states(story: StoryRow) -> dict[Part, tuple[str, str | None]]:
    """Each part that was asked for, with its status and its error."""
    assets = story.asset_generation_status["assets"]
    return {part: (assets[part]["status"], assets[part].get("error")) for part in Part if part in assets}


def advice(story: StoryRow, part: Part) -> tuple[str, ...]:
    """What to do about a part that failed by itself, and its code; nothing for one that only misses another."""
    job = story.job(part)
    if job is None or not job.code or not job.remedy:
        return ()
    return (re.sub(r"\bSTORY\b", str(story.id), job.remedy), job.code)


def second_voice(story: StoryRow, calls: Iterable[CallRow]) -> str | None:
    """The voice that read the story where another one had been asked first."""
    job = story.job(Part.AUDIO)
    if job is None or job.status != "ready":
        return None
    spoke = [call.provider for call in calls if call.part is Part.AUDIO and call.attempt == job.attempt]
    return story.audio_voice_id if spoke and spoke[0] != spoke[-1] else None


def part_line(story: StoryRow, part: Part, *, voice: str | None = None) -> Iterator[str]:
    """The part and its status on a line; where it failed, the advice on lines of its own."""
    state, error = part_states(story)[part]
    said = f": {error}" if error else ""
    if part is Part.AUDIO and voice is not None:
        said = f": read by the second voice, {voice}"
    yield f"{part.value:<10}  {state}{said}"
    yield from (f"{_INDENT}{line}" for line in advice(story, part))
