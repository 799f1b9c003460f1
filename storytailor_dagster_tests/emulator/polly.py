"""Amazon Polly's part: sound and speech marks, each by a call of its own; marks count UTF-8 bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from starlette.responses import JSONResponse, Response

from storytailor_dagster_tests.emulator.asked import Asked
from storytailor_dagster_tests.emulator.refusals import refused
from storytailor_dagster_tests.emulator.rules import Fault, Rule
from storytailor_dagster_tests.emulator.sound import ends_sentence, hummed, timed

LONGEST = 3000
_VOICE = {
    "Gender": "Female",
    "Id": "Ruth",
    "LanguageCode": "en-US",
    "LanguageName": "US English",
    "Name": "Ruth",
    "SupportedEngines": ["neural", "long-form", "generative"],
}


def answer(asked: Asked, rule: Rule | None, number: int) -> Response:
    """The answer to a request, with what the rule makes of it."""
    if asked.path == "/v1/voices":
        return JSONResponse({"Voices": [_VOICE]}, headers={"x-amzn-requestid": f"emulated-{number}"})
    text = str(asked.fields.get("Text") or "")
    if asked.path != "/v1/speech" or not text:
        return refused("polly", Fault.BAD_REQUEST, number=number)
    if len(text) > LONGEST:
        return refused("polly", Fault.TOO_LARGE, number=number)
    headers = {"x-amzn-requestid": f"emulated-{number}", "x-amzn-requestcharacters": str(len(text))}
    if asked.fields.get("OutputFormat") == "json":
        kinds = asked.fields.get("SpeechMarkTypes") or ()
        marks = [mark for mark in _marks(text) if mark["type"] in kinds]
        if not marks:
            return refused("polly", Fault.BAD_REQUEST, number=number)
        lines = "".join(json.dumps(mark, ensure_ascii=False) + "\n" for mark in marks)
        return Response(lines, media_type="application/x-json-stream", headers=headers)
    fault = None if rule is None else rule.fault
    mp3 = hummed(text, rate=int(asked.fields.get("SampleRate") or 24000), kilobits=48)
    if fault is Fault.BROKEN_SOUND:
        mp3 = b"RIFF of no kind" * 500
    elif fault is Fault.EMPTY_SOUND:
        mp3 = b""
    return Response(mp3, media_type="audio/mpeg", headers=headers)


def _marks(text: str) -> Iterator[dict[str, Any]]:
    """Sentences, each before its words. A word's mark is without the signs around it, as Polly's are."""
    words = timed(text)
    opens = True
    for place, word in enumerate(words):
        if opens:
            ends = (other.beyond for other in words[place:] if ends_sentence(text[other.first : other.beyond]))
            sentence = text[word.first : next(ends, words[-1].beyond)]
            yield _mark("sentence", word.start, text[: word.first], sentence)
        bare = text[word.first : word.beyond]
        opens = ends_sentence(bare)
        first = word.first + len(bare) - len(bare.lstrip("\"“‘'("))
        spoken = bare.strip("\"“”‘'().,!?…:;—–")
        if any(character.isalnum() for character in spoken):
            yield _mark("word", word.start, text[:first], spoken)


def _mark(kind: str, seconds: float, before: str, value: str) -> dict[str, Any]:
    start = len(before.encode())
    return {
        "time": round(seconds * 1000),
        "type": kind,
        "start": start,
        "end": start + len(value.encode()),
        "value": value,
    }
