"""A second voice: when it is asked, and when it is not."""

from __future__ import annotations

from contextlib import closing

import pytest

from storytailor_dagster.errors import StorytailorError
from storytailor_dagster.providers.spoken.fallback import SpeechWithFallback
from storytailor_dagster.providers.till import OpenTill
from storytailor_dagster_tests.emulator import Emulator, Fault, Rule
from storytailor_dagster_tests.providers.voices import BEATS, elevenlabs, faults_of, polly, speak


@pytest.mark.parametrize("fault", [Fault.RATE_LIMIT, Fault.SERVER_ERROR, Fault.CUT, Fault.QUOTA, Fault.NO_MODEL])
def test_the_second_voice_reads_it_all_where_the_first_can_not(emulator: Emulator, fault: Fault) -> None:
    emulator.rule(Rule(door="speech", fault=fault, after=1, times=None))
    with closing(elevenlabs(emulator.url, longest=70)) as first, closing(polly(emulator.url)) as second:
        answer = SpeechWithFallback(first=first, second=second).speak(beats=BEATS, age=5, till=OpenTill())
    assert (answer.usage.provider, answer.value.voice) == ("polly", "polly Ruth")
    assert faults_of(answer.value) == []


@pytest.mark.parametrize("fault", [Fault.BAD_KEY, Fault.FORBIDDEN, Fault.BAD_REQUEST, Fault.BROKEN_SOUND])
def test_the_second_voice_is_not_asked_for_what_is_to_be_mended_elsewhere(emulator: Emulator, fault: Fault) -> None:
    emulator.rule(Rule(door="speech", fault=fault))
    with (
        closing(elevenlabs(emulator.url)) as first,
        closing(polly(emulator.url)) as second,
        pytest.raises(StorytailorError),
    ):
        speak(SpeechWithFallback(first=first, second=second))
    assert emulator.at("polly") == []


def test_the_first_voice_is_heard_where_it_can_speak(emulator: Emulator) -> None:
    with closing(elevenlabs(emulator.url)) as first, closing(polly(emulator.url)) as second:
        assert speak(SpeechWithFallback(first=first, second=second)).voice == "elevenlabs v"
    assert emulator.at("polly") == []
