"""The fault matrix, pictures and their checks: calls, states, codes and rows, exactly."""

from __future__ import annotations

from decimal import Decimal

import pytest

from storytailor_dagster.story.parts import SCENES, Part
from storytailor_dagster_tests.defs.conftest import House
from storytailor_dagster_tests.defs.hosted.one_part import failure, make, prepared, rows, state
from storytailor_dagster_tests.emulator import Emulator, Fault, Rule

PICTURES = (Part.COVER, *SCENES)
PICTURES_AGAIN = (
    *(Fault.BROKEN_PICTURE, Fault.NOT_A_PICTURE, Fault.BLANK_PICTURE, Fault.WRONG_SIZE, Fault.BOMB, Fault.NOT_JSON),
)
GRAVE = (Fault.OBJECTS_HERO, Fault.OBJECTS_FRIGHT, Fault.OBJECTS_TRAIT)
LIGHT = (Fault.OBJECTS_SCENE, Fault.OBJECTS_LETTERS, Fault.OBJECTS_LIMBS)


@pytest.mark.parametrize("part", PICTURES)
def test_a_blocked_picture_is_asked_for_more_gently_once(home: House, emulator: Emulator, part: Part) -> None:
    story = prepared(home, part)
    emulator.rule(Rule(door="picture", fault=Fault.MODERATION_BLOCKED))
    assert make(home, story, part).success
    first, second = emulator.at("picture")
    assert "as gently as can be" in second.request["prompt"]
    assert "as gently as can be" not in first.request["prompt"]
    assert rows(home, story, "picture")[0].cost == 0


@pytest.mark.parametrize("part", PICTURES)
def test_a_picture_blocked_twice_is_refused_for_good(home: House, emulator: Emulator, part: Part) -> None:
    story = prepared(home, part)
    emulator.rule(Rule(door="picture", fault=Fault.MODERATION_BLOCKED, times=None))
    result = make(home, story, part)
    assert len(emulator.at("picture")) == 2
    assert "NOT_FOR_CHILDREN" in failure(result, part)
    assert state(home, story, part) == "failed"


@pytest.mark.parametrize("fault", PICTURES_AGAIN)
def test_what_is_no_picture_is_drawn_anew_and_nobody_has_to_look_at_it(
    home: House, emulator: Emulator, fault: Fault
) -> None:
    story = prepared(home, Part.SCENE_2)
    emulator.rule(Rule(door="picture", fault=fault))
    assert make(home, story, Part.SCENE_2).success
    assert len(emulator.at("picture")) == 2
    assert len(emulator.at("check")) == 1
    assert all(row.cost > 0 for row in rows(home, story, "picture"))


def test_what_stays_no_picture_fails(home: House, emulator: Emulator) -> None:
    story = prepared(home, Part.SCENE_2)
    emulator.rule(Rule(door="picture", fault=Fault.BROKEN_PICTURE, times=None))
    assert not make(home, story, Part.SCENE_2).success
    assert len(emulator.at("picture")) == 4
    assert emulator.at("check") == []


def test_a_picture_without_usage_costs_what_was_set_aside(home: House, emulator: Emulator) -> None:
    story = prepared(home, Part.COVER)
    emulator.rule(Rule(door="picture", fault=Fault.NO_USAGE))
    assert make(home, story, Part.COVER).success
    (row,) = rows(home, story, "picture")
    assert row.cost > Decimal("0.05")


@pytest.mark.parametrize("part", PICTURES)
@pytest.mark.parametrize("fault", [*GRAVE, *LIGHT])
def test_what_the_checker_objects_to_goes_into_the_next_prompt(
    home: House, emulator: Emulator, part: Part, fault: Fault
) -> None:
    story = prepared(home, part)
    emulator.rule(Rule(door="check", fault=fault, says="The pale patches are missing on the hands."))
    assert make(home, story, part).success
    first, second = emulator.at("picture")
    assert "pale patches are missing" not in first.request["prompt"]
    assert "pale patches are missing" in second.request["prompt"]
    assert len(emulator.at("check")) == 2


@pytest.mark.parametrize("fault", GRAVE)
def test_a_grave_objection_that_stays_fails_the_picture_and_stores_nothing(
    home: House, emulator: Emulator, fault: Fault
) -> None:
    story = prepared(home, Part.SCENE_1)
    emulator.rule(Rule(door="check", fault=fault, times=None))
    result = make(home, story, Part.SCENE_1)
    assert not result.success
    drawn = emulator.at("picture")
    assert [call.model for call in drawn] == ["gpt-image-2.5-flare"] * 3 + ["gpt-image-2.5-sunburst"]
    assert (home.row(story).scene_art_urls or [None])[0] is None or state(home, story, Part.SCENE_1) == "failed"
    assert "CHECK_FAILED" in failure(result, Part.SCENE_1)


@pytest.mark.parametrize("fault", LIGHT)
def test_a_light_objection_that_stays_lets_the_last_picture_pass_with_a_warning(
    home: House, emulator: Emulator, fault: Fault
) -> None:
    story = prepared(home, Part.SCENE_1)
    emulator.rule(Rule(door="check", fault=fault, times=None))
    result = make(home, story, Part.SCENE_1)
    assert result.success
    assert len(emulator.at("picture")) == 4
    warned = [
        event.asset_check_evaluation_data.check_name
        for event in result.all_events
        if event.event_type_value == "ASSET_CHECK_EVALUATION" and not event.asset_check_evaluation_data.passed
    ]
    assert len(set(warned)) == 1


def test_a_picture_that_moderation_flags_is_drawn_anew_and_its_category_is_told(
    home: House, emulator: Emulator
) -> None:
    story = prepared(home, Part.COVER)
    emulator.rule(Rule(door="moderation", fault=Fault.FLAGGED, says="sexual", times=None))
    result = make(home, story, Part.COVER)
    assert not result.success
    assert len(emulator.at("picture")) == 4
    assert emulator.at("check") == []
    categories = [
        event.asset_check_evaluation_data.metadata["categories"].value
        for event in result.all_events
        if event.event_type_value == "ASSET_CHECK_EVALUATION"
        and event.asset_check_evaluation_data.check_name == "fit_for_children"
    ]
    assert categories == [["sexual"]] * 4


@pytest.mark.parametrize("fault", [Fault.BAD_JSON, Fault.REFUSAL, Fault.NOT_JSON])
def test_a_checker_that_talks_nonsense_gives_no_verdict(home: House, emulator: Emulator, fault: Fault) -> None:
    story = prepared(home, Part.COVER)
    emulator.rule(Rule(door="check", fault=fault))
    assert make(home, story, Part.COVER).success
    assert all("schema" not in call.request["prompt"] for call in emulator.at("picture"))
