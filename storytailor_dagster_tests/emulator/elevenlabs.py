"""ElevenLabs' part: speech with a time for every character."""

from __future__ import annotations

import base64
import re
from typing import Any

from starlette.responses import JSONResponse, Response

from storytailor_dagster_tests.emulator.asked import Asked
from storytailor_dagster_tests.emulator.refusals import refused
from storytailor_dagster_tests.emulator.rules import Fault, Rule
from storytailor_dagster_tests.emulator.sound import LEAD, PAUSE, hummed, timed

LONGEST = 10_000
_MP3 = re.compile(r"mp3_(\d+)_(\d+)")


def answer(asked: Asked, rule: Rule | None, number: int) -> Response:
    """The answer to a request, with what the rule makes of it."""
    if asked.path.startswith("/v1/user"):
        return JSONResponse(
            {"tier": "creator", "character_count": 1200, "character_limit": 100_000, "status": "active"}
        )
    if asked.path.endswith("/voices"):
        voices = [{"voice_id": "21m00Tcm4TlvDq8ikWAM", "name": "Rachel"}]
        return JSONResponse({"voices": voices, "has_more": False, "total_count": 1})
    text = str(asked.fields.get("text") or "")
    form = _MP3.fullmatch(asked.query.get("output_format", "mp3_44100_128"))
    if not text or form is None or not asked.path.endswith("/with-timestamps"):
        return refused("speech", Fault.BAD_REQUEST, number=number)
    if len(text) > LONGEST:
        return JSONResponse({"detail": {"status": "max_character_limit_exceeded", "message": "Too long."}}, 400)
    fault = None if rule is None else rule.fault
    mp3 = hummed(text, rate=int(form[1]), kilobits=int(form[2]))
    if fault is Fault.BROKEN_SOUND:
        mp3 = b"RIFF of no kind" * 500
    elif fault is Fault.EMPTY_SOUND:
        mp3 = b""
    alignment = None if fault is Fault.NO_ALIGNMENT else _alignment(text)
    if fault is Fault.BAD_ALIGNMENT and alignment is not None:
        _spoil(alignment)
    body = {
        "audio_base64": base64.b64encode(mp3).decode(),
        "alignment": alignment,
        "normalized_alignment": alignment,
    }
    return JSONResponse(body, headers={"request-id": f"emulated-{number}", "character-cost": str(len(text))})


def _alignment(text: str) -> dict[str, list[Any]]:
    """Every character's times, without a gap: a word's are shared out evenly, and so is the silence around it."""
    before = 0.0
    edges = [0.0 if text[:1].isspace() else LEAD]
    for word in timed(text):
        edges += _shared(before, word.start, word.first + 1 - len(edges))
        edges += _shared(word.start, word.end, word.beyond - word.first)
        before = word.end
    edges += _shared(before, before + PAUSE, len(text) + 1 - len(edges))
    return {
        "characters": list(text),
        "character_start_times_seconds": edges[:-1],
        "character_end_times_seconds": edges[1:],
    }


def _shared(start: float, end: float, count: int) -> list[float]:
    """The ends of so many equal parts."""
    return [round(start + (end - start) * (place + 1) / count, 3) for place in range(count)]


def _spoil(alignment: dict[str, list[Any]]) -> None:
    """Times that fall back, an end before its start, a character too few."""
    starts, ends = alignment["character_start_times_seconds"], alignment["character_end_times_seconds"]
    middle = len(starts) // 2
    starts[middle], ends[middle] = starts[middle] + 9.0, starts[middle] - 1.0
    starts[middle // 2] = 0.0
    for values in alignment.values():
        values.pop()
