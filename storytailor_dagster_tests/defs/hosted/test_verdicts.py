"""What checkers object to is drawn anew; what stays grave is never kept, what stays light is kept with a warning."""

from __future__ import annotations

import pytest

from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.defs.conftest import House
from storytailor_dagster_tests.defs.hosted.faults import AGAIN, GRAVE, LIGHT, PICTURES
from storytailor_dagster_tests.defs.hosted.one_part import OnePart
from storytailor_dagster_tests.emulator import Emulator, Fault, Rule

WRONG = "pale patches are missing"
SAYS = f"The {WRONG} on the hands."


def told(emulator: Emulator) -> list[bool]:
    """For each picture that was asked for, whether it was said what was wrong with the one before."""
    return [WRONG in call.request["prompt"] for call in emulator.at("picture")]


@pytest.mark.parametrize("fault", [*GRAVE, *LIGHT])
def test_what_the_checker_objects_to_goes_into_the_next_prompt(home: House, emulator: Emulator, fault: Fault) -> None:
    one = OnePart(home, Part.SCENE_1)
    emulator.rule(Rule(door="check", fault=fault, says=SAYS))
    assert one.make()
    assert told(emulator) == [False, True]
    assert len(emulator.at("check")) == 2


@pytest.mark.parametrize("part", PICTURES)
@pytest.mark.parametrize("fault", GRAVE)
def test_a_grave_objection_that_stays_fails_the_picture_and_stores_nothing(
    home: House, emulator: Emulator, fault: Fault, part: Part
) -> None:
    one = OnePart(home, part)
    emulator.rule(Rule(door="check", fault=fault, says=SAYS, times=None))
    assert one.fails("CHECK_FAILED")
    assert one.url is None
    assert told(emulator) == [False, True, True, True]
    assert [call.model for call in emulator.at("picture")] == ["gpt-image-2.5-flare"] * 3 + ["gpt-image-2.5-sunburst"]


@pytest.mark.parametrize("part", PICTURES)
@pytest.mark.parametrize("fault", LIGHT)
def test_a_light_objection_that_stays_lets_the_last_picture_pass_with_a_warning(
    home: House, emulator: Emulator, fault: Fault, part: Part
) -> None:
    one = OnePart(home, part)
    emulator.rule(Rule(door="check", fault=fault, says=SAYS, times=None))
    assert one.make()
    assert one.url is not None
    assert told(emulator) == [False, True, True, True]
    assert len({check.check_name for check in one.checks() if not check.passed}) == 1


def test_a_picture_that_moderation_flags_is_drawn_anew_and_its_category_is_told(
    home: House, emulator: Emulator
) -> None:
    one = OnePart(home, Part.COVER)
    emulator.rule(Rule(door="moderation", fault=Fault.FLAGGED, says="sexual", times=None))
    assert one.fails("CHECK_FAILED")
    assert len(emulator.at("picture")) == 4
    assert emulator.at("check") == []
    flagged = [check for check in one.checks() if check.check_name == "fit_for_children"]
    assert [check.metadata["categories"].value for check in flagged] == [["sexual"]] * 4


@pytest.mark.parametrize("fault", AGAIN["check"])
def test_a_checker_that_talks_nonsense_gives_no_verdict(home: House, emulator: Emulator, fault: Fault) -> None:
    one = OnePart(home, Part.COVER)
    emulator.rule(Rule(door="check", fault=fault))
    assert one.make()
    first, second = emulator.at("picture")
    assert first.request["prompt"] == second.request["prompt"]


@pytest.mark.parametrize(("door", "fault"), [("check", Fault.BAD_JSON), ("moderation", Fault.NOT_JSON)])
def test_a_checker_that_never_gives_a_verdict_fails_the_picture(
    home: House, emulator: Emulator, door: str, fault: Fault
) -> None:
    one = OnePart(home, Part.SCENE_3)
    emulator.rule(Rule(door=door, fault=fault, times=None))
    assert one.fails(AGAIN[door][fault])
    assert len(emulator.at(door)) == 4


def test_a_checker_without_schemas_or_responses_is_asked_as_it_can(home: House, emulator: Emulator) -> None:
    one = OnePart(home, Part.COVER)
    emulator.rule(Rule(door="check", fault=Fault.NO_RESPONSES))
    emulator.rule(Rule(door="check", fault=Fault.NO_SCHEMAS))
    assert one.make()
    assert len(emulator.at("check")) == 3
    assert len(emulator.at("picture")) == 1
