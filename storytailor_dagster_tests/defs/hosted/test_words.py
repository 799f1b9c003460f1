"""Words that can't be used are written anew with what was wrong; a request that is not for children buys nothing."""

from __future__ import annotations

import pytest

from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.defs.conftest import House
from storytailor_dagster_tests.defs.hosted.faults import AGAIN
from storytailor_dagster_tests.defs.hosted.one_part import OnePart
from storytailor_dagster_tests.emulator import Emulator, Fault, Rule

UNEXPLAINED = (Fault.NOT_JSON, Fault.DEEP, Fault.HUGE, Fault.PACKED)
"""Whose answer says nothing that the next try could be told."""


@pytest.mark.parametrize("fault", AGAIN["text"])
def test_words_that_can_not_be_used_are_written_anew_with_what_was_wrong(
    home: House, emulator: Emulator, fault: Fault
) -> None:
    one = OnePart(home, Part.CONTENT)
    emulator.rule(Rule(door="text", fault=fault, says="It was a bloodbath."))
    assert one.make()
    first, second = emulator.at("text")
    assert (first.digest == second.digest) == (fault in UNEXPLAINED)
    assert ("was not used, for this reason" in second.request["instructions"]) == (fault not in UNEXPLAINED)
    assert [call.try_number for call in one.calls("text")] == [1, 2]
    assert "bloodbath" not in str(one.row.content)


@pytest.mark.parametrize("fault", AGAIN["text"])
def test_words_that_stay_so_fail_the_story(home: House, emulator: Emulator, fault: Fault) -> None:
    one = OnePart(home, Part.CONTENT)
    emulator.rule(Rule(door="text", fault=fault, says="It was a bloodbath.", times=None))
    assert one.fails(AGAIN["text"][fault])
    assert len(emulator.at("text")) == 3
    assert (one.row.status, one.row.content) == ("failed", {})
    assert all(call.cost > 0 for call in one.calls("text"))


def test_a_server_without_schemas_or_responses_is_asked_as_it_can(home: House, emulator: Emulator) -> None:
    one = OnePart(home, Part.CONTENT)
    emulator.rule(Rule(door="text", fault=Fault.NO_RESPONSES))
    emulator.rule(Rule(door="text", fault=Fault.NO_SCHEMAS))
    assert one.make()
    assert [call.path for call in emulator.at("text")] == [
        "/v1/responses",
        "/v1/chat/completions",
        "/v1/chat/completions",
    ]
    assert [call.try_number for call in one.calls("text")] == [1, 1, 1]


@pytest.mark.parametrize("fault", AGAIN["moderation"])
def test_a_moderator_that_talks_nonsense_is_asked_again_before_anything_is_bought(
    home: House, emulator: Emulator, fault: Fault
) -> None:
    one = OnePart(home, Part.CONTENT)
    emulator.rule(Rule(door="moderation", fault=fault))
    assert one.make()
    assert [call.door for call in emulator.calls] == ["moderation", "moderation", "text", "moderation"]


def test_a_request_that_is_flagged_buys_nothing_and_is_refused_calmly(home: House, emulator: Emulator) -> None:
    one = OnePart(home, Part.CONTENT)
    emulator.rule(Rule(door="moderation", fault=Fault.FLAGGED, says="violence/graphic"))
    assert one.fails("REQUEST_NOT_FOR_CHILDREN")
    told = one.row.asset_generation_status["assets"]["content"]["error"]
    assert told == "We can't make a children's story of this. Please ask for another one."
    assert one.failure.metadata["category"].value == "violence/graphic"
    assert emulator.at("text") == []


def test_a_request_with_a_listed_word_reaches_nobody(home: House, emulator: Emulator) -> None:
    story = home.asked(idea="a porno")
    assert not home.run(story, [Part.CONTENT]).success
    assert emulator.calls == []
