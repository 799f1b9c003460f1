"""Pictures that can't be used, or that the painter will not draw: asked for again, and never shown to anybody."""

from __future__ import annotations

from decimal import Decimal

import pytest

from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.defs.conftest import House
from storytailor_dagster_tests.defs.hosted.faults import AGAIN, PICTURES
from storytailor_dagster_tests.defs.hosted.one_part import OnePart
from storytailor_dagster_tests.emulator import Emulator, Fault, Rule

GENTLY = "as gently as can be"


@pytest.mark.parametrize("part", PICTURES)
def test_a_blocked_picture_is_asked_for_more_gently_once(home: House, emulator: Emulator, part: Part) -> None:
    one = OnePart(home, part)
    emulator.rule(Rule(door="picture", fault=Fault.MODERATION_BLOCKED))
    assert one.make()
    assert [GENTLY in call.request["prompt"] for call in emulator.at("picture")] == [False, True]
    assert one.calls("picture")[0].cost == 0


@pytest.mark.parametrize("part", PICTURES)
def test_a_picture_blocked_twice_is_refused_for_good(home: House, emulator: Emulator, part: Part) -> None:
    one = OnePart(home, part)
    emulator.rule(Rule(door="picture", fault=Fault.MODERATION_BLOCKED, times=None))
    assert one.fails("NOT_FOR_CHILDREN")
    assert len(emulator.at("picture")) == 2


@pytest.mark.parametrize("part", PICTURES)
@pytest.mark.parametrize("fault", AGAIN["picture"])
def test_what_is_no_picture_is_drawn_anew_and_nobody_has_to_look_at_it(
    home: House, emulator: Emulator, fault: Fault, part: Part
) -> None:
    one = OnePart(home, part)
    emulator.rule(Rule(door="picture", fault=fault))
    assert one.make()
    assert len(emulator.at("picture")) == 2
    assert len(emulator.at("moderation")) == len(emulator.at("check")) == 1
    assert all(call.cost > 0 for call in one.calls("picture"))


@pytest.mark.parametrize("fault", [Fault.BROKEN_PICTURE, Fault.DEEP, Fault.HUGE])
def test_what_stays_no_picture_fails(home: House, emulator: Emulator, fault: Fault) -> None:
    one = OnePart(home, Part.SCENE_2)
    emulator.rule(Rule(door="picture", fault=fault, times=None))
    assert one.fails(AGAIN["picture"][fault])
    assert len(emulator.at("picture")) == 4
    assert emulator.at("check") == []


def test_a_picture_without_usage_costs_what_was_set_aside(home: House, emulator: Emulator) -> None:
    one = OnePart(home, Part.COVER)
    emulator.rule(Rule(door="picture", fault=Fault.NO_USAGE))
    assert one.make()
    (call,) = one.calls("picture")
    assert call.cost > Decimal("0.05")
