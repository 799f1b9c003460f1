"""The fault matrix, words and voices: what goes wrong, and for the story: calls, states, codes and rows, exactly."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.defs.conftest import House
from storytailor_dagster_tests.defs.hosted.one_part import failure, make, prepared, rows, state
from storytailor_dagster_tests.emulator import Emulator, Fault, Rule

WAITED = {
    Fault.RATE_LIMIT: "BUSY",
    Fault.SERVER_ERROR: "BUSY",
    Fault.OVERLOADED: "BUSY",
    Fault.CUT: "NO_ANSWER",
    Fault.RESET: "NO_ANSWER",
}
STOPS = {
    Fault.QUOTA: "QUOTA",
    Fault.BAD_KEY: "BAD_KEY",
    Fault.FORBIDDEN: "NOT_ALLOWED",
    Fault.NO_MODEL: "NO_SUCH_MODEL",
    Fault.BAD_REQUEST: "REQUEST_REJECTED",
    Fault.UNPROCESSABLE: "REQUEST_REJECTED",
    Fault.TOO_LARGE: "REQUEST_REJECTED",
}
WORDS_AGAIN = (Fault.REFUSAL, Fault.CUT_OFF, Fault.FILTERED, Fault.BAD_JSON, Fault.WRONG_SHAPE, Fault.NOT_JSON)


@pytest.mark.parametrize("fault", WAITED)
@pytest.mark.parametrize(("part", "door"), [(Part.CONTENT, "text"), (Part.COVER, "picture"), (Part.AUDIO, "speech")])
def test_what_only_needs_waiting_is_waited_out(
    home: House, emulator: Emulator, fault: Fault, part: Part, door: str
) -> None:
    story = prepared(home, part)
    emulator.rule(Rule(door=door, fault=fault, retry_after=0.05))
    assert make(home, story, part).success
    first, second = rows(home, story, door)
    assert (first.outcome, first.error_code, first.try_number) == ("failed", WAITED[fault], 1)
    assert (second.outcome, second.try_number) == ("answered", 1)
    assert (first.cost > 0) == (WAITED[fault] == "NO_ANSWER")
    assert len(emulator.at(door)) == 2


@pytest.mark.parametrize(
    ("part", "door", "tries"),
    [
        (Part.CONTENT, "text", 3),
        (Part.CONTENT, "moderation", 3),
        (Part.COVER, "picture", 4),
        (Part.AUDIO, "speech", 2),
    ],
)
def test_who_stays_out_of_order_fails_the_part_after_its_tries(
    impatient: House, emulator: Emulator, part: Part, door: str, tries: int
) -> None:
    story = prepared(impatient, part)
    emulator.rule(Rule(door=door, fault=Fault.OVERLOADED, times=None))
    result = make(impatient, story, part)
    assert not result.success
    assert "BUSY" in failure(result, part)
    assert state(impatient, story, part) == "failed"
    assert len(emulator.at(door)) == tries
    assert [row.try_number for row in rows(impatient, story, door)] == list(range(1, tries + 1))
    assert sum(row.cost for row in rows(impatient, story, door)) == 0


@pytest.mark.parametrize("door", ["check", "moderation"])
def test_without_a_verdict_there_is_no_picture_and_the_picture_is_bought_once(
    impatient: House, emulator: Emulator, door: str
) -> None:
    story = prepared(impatient, Part.COVER)
    emulator.rule(Rule(door=door, fault=Fault.SERVER_ERROR, times=None))
    result = make(impatient, story, Part.COVER)
    assert not result.success
    assert impatient.row(story).cover_art_url is None
    assert len(emulator.at(door)) == 4
    assert len(emulator.at("picture")) == 1


@pytest.mark.parametrize("fault", STOPS)
@pytest.mark.parametrize(("part", "door"), [(Part.CONTENT, "text"), (Part.COVER, "picture"), (Part.AUDIO, "speech")])
def test_what_waiting_never_cures_stops_at_once_with_a_remedy(
    home: House, emulator: Emulator, fault: Fault, part: Part, door: str
) -> None:
    story = prepared(home, part)
    emulator.rule(Rule(door=door, fault=fault, times=None))
    result = make(home, story, part)
    assert not result.success
    code = "NO_SUCH_VOICE" if (door, fault) == ("speech", Fault.NO_MODEL) else STOPS[fault]
    assert code in failure(result, part)
    assert "remedy" in failure(result, part)
    assert state(home, story, part) == "failed"
    assert [(row.outcome, row.error_code, row.cost) for row in rows(home, story, door)] == [
        ("failed", code, Decimal(0))
    ]
    assert len(emulator.at(door)) == 1


@pytest.mark.parametrize("fault", WORDS_AGAIN)
def test_unusable_words_are_written_anew_with_what_was_wrong(home: House, emulator: Emulator, fault: Fault) -> None:
    story = prepared(home, Part.CONTENT)
    emulator.rule(Rule(door="text", fault=fault))
    assert make(home, story, Part.CONTENT).success
    first, second = emulator.at("text")
    assert first.digest != second.digest or fault is Fault.NOT_JSON
    assert [row.try_number for row in rows(home, story, "text")] == [1, 2]
    if fault is not Fault.NOT_JSON:
        assert "was not used, for this reason" in second.request["instructions"]


@pytest.mark.parametrize("fault", WORDS_AGAIN)
def test_words_that_stay_unusable_fail_the_story(home: House, emulator: Emulator, fault: Fault) -> None:
    story = prepared(home, Part.CONTENT)
    emulator.rule(Rule(door="text", fault=fault, times=None))
    assert not make(home, story, Part.CONTENT).success
    assert len(emulator.at("text")) == 3
    assert home.row(story).status == "failed"
    assert all(row.cost > 0 for row in rows(home, story, "text"))


def test_a_server_without_schemas_or_responses_is_asked_as_it_can(home: House, emulator: Emulator) -> None:
    story = prepared(home, Part.CONTENT)
    emulator.rule(Rule(door="text", fault=Fault.NO_RESPONSES, times=1))
    emulator.rule(Rule(door="text", fault=Fault.NO_SCHEMAS, times=1))
    assert make(home, story, Part.CONTENT).success
    assert [call.path for call in emulator.at("text")] == [
        "/v1/responses",
        "/v1/chat/completions",
        "/v1/chat/completions",
    ]
    assert [row.try_number for row in rows(home, story, "text")] == [1, 1, 1]


def test_a_request_that_is_flagged_buys_nothing_and_is_refused_calmly(home: House, emulator: Emulator) -> None:
    story = prepared(home, Part.CONTENT)
    emulator.rule(Rule(door="moderation", fault=Fault.FLAGGED, says="violence/graphic"))
    result = make(home, story, Part.CONTENT)
    assert emulator.at("text") == []
    told = home.row(story).asset_generation_status["assets"]["content"]["error"]
    assert told == "We can't make a children's story of this. Please ask for another one."
    assert "violence/graphic" in failure(result, Part.CONTENT)
    assert "REQUEST_NOT_FOR_CHILDREN" in failure(result, Part.CONTENT)


def test_a_request_with_a_listed_word_reaches_nobody(home: House, emulator: Emulator) -> None:
    story = home.asked(idea="a porno")
    result = home.run(story, [Part.CONTENT])
    assert not result.success
    assert emulator.calls == []


@pytest.mark.parametrize(("times", "calls", "ends"), [(1, 2, "ready"), (None, 3, "failed")])
def test_a_text_that_is_flagged_is_written_anew(
    home: House, emulator: Emulator, times: int | None, calls: int, ends: str
) -> None:
    story = prepared(home, Part.CONTENT)
    emulator.rule(Rule(door="text", fault=Fault.FLAGGED_TEXT, says="It was a bloodbath.", times=times))
    make(home, story, Part.CONTENT)
    assert len(emulator.at("text")) == calls
    assert state(home, story, Part.CONTENT) == ends
    assert "bloodbath" not in str(home.row(story).content)


@pytest.mark.parametrize("fault", [Fault.BROKEN_SOUND, Fault.EMPTY_SOUND, Fault.NOT_JSON])
def test_what_is_no_sound_is_spoken_anew_once(home: House, emulator: Emulator, fault: Fault) -> None:
    story = prepared(home, Part.AUDIO)
    emulator.rule(Rule(door="speech", fault=fault))
    assert make(home, story, Part.AUDIO).success
    assert len(emulator.at("speech")) == 2


@pytest.mark.parametrize("fault", [Fault.NO_ALIGNMENT, Fault.BAD_ALIGNMENT])
def test_words_have_their_times_whatever_the_voice_says_of_them(home: House, emulator: Emulator, fault: Fault) -> None:
    story = prepared(home, Part.AUDIO)
    emulator.rule(Rule(door="speech", fault=fault))
    assert make(home, story, Part.AUDIO).success
    words = home.row(story).audio_words or []
    times = [time for word in words for time in (word["start"], word["end"])]
    assert times == sorted(times)


@pytest.mark.parametrize("fault", [Fault.QUOTA, Fault.OVERLOADED, Fault.NO_MODEL, Fault.CUT])
def test_another_voice_reads_where_the_first_fails_for_a_reason_of_its_own(
    hosted_house: Callable[..., House], emulator: Emulator, fault: Fault
) -> None:
    house = hosted_house(speech_fallback="polly", patience_seconds=0.0)
    story = prepared(house, Part.AUDIO)
    emulator.rule(Rule(door="speech", fault=fault, times=None))
    assert make(house, story, Part.AUDIO).success
    assert house.row(story).audio_voice_id == "polly Ruth"
    assert len(emulator.at("speech")) == 1
    assert len(emulator.at("polly")) == 2


@pytest.mark.parametrize("fault", [Fault.BAD_KEY, Fault.BAD_REQUEST])
def test_another_voice_is_not_asked_for_what_is_to_be_mended_here(
    hosted_house: Callable[..., House], emulator: Emulator, fault: Fault
) -> None:
    house = hosted_house(speech_fallback="polly", patience_seconds=0.0)
    story = prepared(house, Part.AUDIO)
    emulator.rule(Rule(door="speech", fault=fault, times=None))
    assert not make(house, story, Part.AUDIO).success
    assert emulator.at("polly") == []


@pytest.mark.parametrize("fault", [Fault.HANG, Fault.SLOW])
@pytest.mark.parametrize(("part", "door"), [(Part.CONTENT, "text"), (Part.COVER, "picture"), (Part.AUDIO, "speech")])
def test_no_call_takes_longer_than_its_limit(
    hosted_house: Callable[..., House], emulator: Emulator, fault: Fault, part: Part, door: str
) -> None:
    house = hosted_house(text_seconds=0.8, picture_seconds=0.8, speech_seconds=0.8)
    story = prepared(house, part)
    emulator.rule(Rule(door=door, fault=fault, seconds=30.0))
    assert make(house, story, part).success
    first, second = rows(house, story, door)
    assert (first.error_code, second.outcome) == ("NO_ANSWER", "answered")


def test_a_missing_key_names_the_setting(hosted_house: Callable[..., House], emulator: Emulator) -> None:
    house = hosted_house(openai_api_key=None, openai_base_url="https://api.openai.com/v1", moderation="words")
    result = house.run(house.asked(), [Part.CONTENT])
    assert "OPENAI_API_KEY" in failure(result, Part.CONTENT)
    assert emulator.calls == []
