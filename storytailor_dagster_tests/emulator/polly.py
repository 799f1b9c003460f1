"""Amazon Polly's part: sound and speech marks, each by a call of its own; marks count UTF-8 bytes."""

from __future__ import annotations

import json

from starlette.responses import Response

from storytailor_dagster_tests.emulator.asked import Asked
from storytailor_dagster_tests.emulator.refusals import refused
from storytailor_dagster_tests.emulator.rules import Fault, Rule
from storytailor_dagster_tests.emulator.sound import hummed, timed

LONGEST = 3000


def answer(asked: Asked, rule: Rule | None, number: int) -> Response:
    """The answer to a request, with what the rule makes of it."""
    text = str(asked.fields.get("Text") or "")
    if asked.path != "/v1/speech" or not text:
        return refused("polly", Fault.BAD_REQUEST, number=number)
    if len(text) > LONGEST:
        return refused("polly", Fault.TOO_LARGE, number=number)
    headers = {"x-amzn-requestid": f"emulated-{number}", "x-amzn-requestcharacters": str(len(text))}
    if asked.fields.get("OutputFormat") == "json":
        lines = "\n".join(_marks(text)) + "\n"
        return Response(lines, media_type="application/x-json-stream", headers=headers)
    fault = None if rule is None else rule.fault
    mp3 = hummed(text, rate=int(asked.fields.get("SampleRate") or 24000), kilobits=48)
    if fault is Fault.BROKEN_SOUND:
        mp3 = b"RIFF of no kind" * 500
    elif fault is Fault.EMPTY_SOUND:
        mp3 = b""
    return Response(mp3, media_type="audio/mpeg", headers=headers)


def _marks(text: str) -> list[str]:
    """One object a line. A mark's word is without the marks around it, as Polly's are."""
    found = []
    for word in timed(text):
        bare = text[word.first : word.beyond]
        first = word.first + len(bare) - len(bare.lstrip("\"“‘'("))
        spoken = bare.strip("\"“”‘'().,!?…:;—–")
        if not any(character.isalnum() for character in spoken):
            continue
        start = len(text[:first].encode())
        mark = {"time": round(word.start * 1000), "type": "word", "start": start}
        found.append(json.dumps({**mark, "end": start + len(spoken.encode()), "value": spoken}, ensure_ascii=False))
    return found
