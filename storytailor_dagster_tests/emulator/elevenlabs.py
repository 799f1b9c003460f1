"""ElevenLabs' part: speech with a time for every character."""

from __future__ import annotations

import base64
from typing import Any

from starlette.responses import JSONResponse, Response

from storytailor_dagster_tests.emulator.asked import Asked
from storytailor_dagster_tests.emulator.refusals import refused
from storytailor_dagster_tests.emulator.rules import Fault, Rule
from storytailor_dagster_tests.emulator.sound import hummed, timed

LONGEST = 10_000


def answer(asked: Asked, rule: Rule | None, number: int) -> Response:
    """The answer to a request, with what the rule makes of it."""
    if asked.path.startswith("/v1/user"):
        return JSONResponse(
            {"tier": "creator", "character_count": 1200, "character_limit": 100_000, "status": "active"}
        )
    if asked.path.startswith("/v1/voices"):
        return JSONResponse({"voices": [{"voice_id": "21m00Tcm4TlvDq8ikWAM", "name": "Rachel"}]})
    text = str(asked.fields.get("text") or "")
    if not text or not asked.path.endswith("/with-timestamps"):
        return refused("speech", Fault.BAD_REQUEST, number=number)
    if len(text) > LONGEST:
        return JSONResponse({"detail": {"status": "max_character_limit_exceeded", "message": "Too long."}}, 400)
    fault = None if rule is None else rule.fault
    _, rate, kilobits = asked.query.get("output_format", "mp3_44100_128").split("_")
    mp3 = hummed(text, rate=int(rate), kilobits=int(kilobits))
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
    """Every character's times: a word's are shared out evenly, a gap belongs to what is between."""
    starts, ends = [0.0] * len(text), [0.0] * len(text)
    before = 0.0
    for word in timed(text):
        step = (word.end - word.start) / (word.beyond - word.first)
        for place in range(word.first, word.beyond):
            starts[place] = round(word.start + step * (place - word.first), 3)
            ends[place] = round(word.start + step * (place - word.first + 1), 3)
        gap = word.first - 1
        while gap >= 0 and text[gap].isspace():
            starts[gap], ends[gap] = before, word.start
            gap -= 1
        before = word.end
    return {"characters": list(text), "character_start_times_seconds": starts, "character_end_times_seconds": ends}


def _spoil(alignment: dict[str, list[Any]]) -> None:
    """Times that fall back, an end before its start, a character too few."""
    starts, ends = alignment["character_start_times_seconds"], alignment["character_end_times_seconds"]
    middle = len(starts) // 2
    starts[middle], ends[middle] = starts[middle] + 9.0, starts[middle] - 1.0
    starts[middle // 2] = 0.0
    for values in alignment.values():
        values.pop()
