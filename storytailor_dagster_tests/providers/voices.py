"""Hosted voices that speak to the emulator, and what is looked at in what they say."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from functools import partial

import pytest

from storytailor_dagster.errors import StorytailorError
from storytailor_dagster.providers.doors import SpeechModel
from storytailor_dagster.providers.elevenlabs.speech import ElevenLabsSpeech
from storytailor_dagster.providers.polly.client import polly_client
from storytailor_dagster.providers.polly.speech import PollySpeech
from storytailor_dagster.providers.till import OpenTill
from storytailor_dagster.story.captions import captions
from storytailor_dagster.story.narration import Narration
from storytailor_dagster.story.narration_checks import check_narration

BEATS = (
    "“Où est-il?” said Zoë — quietly.\n\nThe wind took the hat, whoosh! It went up, and up, and up.",
    "A fox ran after it.\n\nIt ran over the hill.",
    "Then it was dark… and cold.",
    "Now the hat is back.",
)


def cents(characters: int) -> Decimal:
    return Decimal(characters) / 100


def elevenlabs(url: str, *, longest: int = 2000, seconds: float = 30.0, key: str = "emulator-key") -> ElevenLabsSpeech:
    return ElevenLabsSpeech(
        key=lambda: key, base_url=url, model="m", voice="v", longest=longest, seconds=seconds, price=cents
    )


def polly(url: str, *, longest: int = 2000, seconds: float = 30.0) -> PollySpeech:
    client = partial(polly_client, region="us-east-1", endpoint_url=url, seconds=seconds)
    return PollySpeech(client=client, voice="Ruth", engine="neural", longest=longest, seconds=seconds, price=cents)


BUILT: dict[str, Callable[..., ElevenLabsSpeech | PollySpeech]] = {"speech": elevenlabs, "polly": polly}


def speak(voice: SpeechModel, *, age: int = 5) -> Narration:
    return voice.speak(beats=BEATS, age=age, till=OpenTill()).value


def failure(voice: ElevenLabsSpeech | PollySpeech) -> StorytailorError:
    with closing(voice), pytest.raises(StorytailorError) as caught:
        speak(voice)
    assert not any(word in str(caught.value) for word in ("Zoë", "hill", "fox"))
    return caught.value


def faults_of(narration: Narration) -> list[str]:
    return [
        found.name
        for found in check_narration(narration, beats=BEATS, captions=captions(narration))
        if not found.passed
    ]
