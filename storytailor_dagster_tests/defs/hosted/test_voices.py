"""Voices that send noise, no times or nothing; and the second voice, where the first fails for a reason of its own."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.defs.conftest import House
from storytailor_dagster_tests.defs.hosted.faults import AGAIN, LATE, STOPS, WAITED, stop_code
from storytailor_dagster_tests.defs.hosted.one_part import OnePart
from storytailor_dagster_tests.emulator import Emulator, Fault, Rule


@pytest.fixture
def polly(hosted_house: Callable[..., House]) -> OnePart:
    """A narration by Polly alone, who is not waited for."""
    return OnePart(hosted_house(speech_provider="polly", speech_seconds=2.5, patience_seconds=0.0), Part.AUDIO)


@pytest.mark.parametrize("fault", AGAIN["speech"])
def test_what_is_no_sound_is_spoken_anew_once(home: House, emulator: Emulator, fault: Fault) -> None:
    one = OnePart(home, Part.AUDIO)
    emulator.rule(Rule(door="speech", fault=fault))
    assert one.make()
    assert len(emulator.at("speech")) == 2


@pytest.mark.parametrize("fault", AGAIN["speech"])
def test_what_stays_no_sound_fails_the_narration(home: House, emulator: Emulator, fault: Fault) -> None:
    one = OnePart(home, Part.AUDIO)
    emulator.rule(Rule(door="speech", fault=fault, times=None))
    assert one.fails(AGAIN["speech"][fault])
    assert len(emulator.at("speech")) == 2
    assert one.row.audio_url is None


@pytest.mark.parametrize("fault", [Fault.NO_ALIGNMENT, Fault.BAD_ALIGNMENT])
def test_words_have_their_times_whatever_the_voice_says_of_them(home: House, emulator: Emulator, fault: Fault) -> None:
    one = OnePart(home, Part.AUDIO)
    emulator.rule(Rule(door="speech", fault=fault))
    assert one.make()
    times = [time for word in one.row.audio_words or () for time in (word["start"], word["end"])]
    assert times == sorted(times)


@pytest.mark.parametrize("fault", [*WAITED, *LATE, *AGAIN["polly"]])
def test_polly_is_asked_again_at_the_next_try(polly: OnePart, emulator: Emulator, fault: Fault) -> None:
    emulator.rule(Rule(door="polly", fault=fault, seconds=30.0))
    assert polly.make()
    assert [call.try_number for call in polly.calls("speech")][-1] == 2


@pytest.mark.parametrize("fault", STOPS)
def test_polly_stops_at_once_where_waiting_cures_nothing(polly: OnePart, emulator: Emulator, fault: Fault) -> None:
    emulator.rule(Rule(door="polly", fault=fault, times=None))
    assert polly.fails(stop_code("polly", fault))
    assert [call.cost for call in polly.calls("speech")] == [Decimal(0)]


@pytest.mark.parametrize("fault", [Fault.QUOTA, Fault.OVERLOADED, Fault.NO_MODEL, Fault.CUT])
def test_another_voice_reads_where_the_first_fails_for_a_reason_of_its_own(
    hosted_house: Callable[..., House], emulator: Emulator, fault: Fault
) -> None:
    one = OnePart(hosted_house(speech_fallback="polly", patience_seconds=0.0), Part.AUDIO)
    emulator.rule(Rule(door="speech", fault=fault, times=None))
    assert one.make()
    assert one.row.audio_voice_id == "polly Ruth"
    assert len(emulator.at("speech")) == 1
    assert len(emulator.at("polly")) == 2


@pytest.mark.parametrize("fault", [Fault.BAD_KEY, Fault.BAD_REQUEST])
def test_another_voice_is_not_asked_for_what_is_to_be_mended_here(
    hosted_house: Callable[..., House], emulator: Emulator, fault: Fault
) -> None:
    one = OnePart(hosted_house(speech_fallback="polly", patience_seconds=0.0), Part.AUDIO)
    emulator.rule(Rule(door="speech", fault=fault, times=None))
    assert one.fails(stop_code("speech", fault))
    assert emulator.at("polly") == []
