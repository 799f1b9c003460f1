"""What waiting never cures stops at once: one call, no cost, and what to do is said."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.defs.conftest import House
from storytailor_dagster_tests.defs.hosted.faults import MAKERS, STOPS, stop_code
from storytailor_dagster_tests.defs.hosted.one_part import OnePart
from storytailor_dagster_tests.emulator import Emulator, Fault, Rule

CHECKERS = ((Part.CONTENT, "moderation"), (Part.COVER, "moderation"), (Part.SCENE_4, "check"))


@pytest.mark.parametrize("fault", STOPS)
@pytest.mark.parametrize(("part", "door"), [*MAKERS, *CHECKERS])
def test_what_waiting_never_cures_stops_at_once(
    home: House, emulator: Emulator, fault: Fault, part: Part, door: str
) -> None:
    one = OnePart(home, part)
    emulator.rule(Rule(door=door, fault=fault, times=None))
    code = stop_code(door, fault)
    assert one.fails(code)
    assert [(call.outcome, call.error_code, call.cost) for call in one.calls(door)] == [("failed", code, Decimal(0))]
    assert len(emulator.at(door)) == 1


def test_a_missing_key_names_the_setting(hosted_house: Callable[..., House], emulator: Emulator) -> None:
    house = hosted_house(openai_api_key=None, openai_base_url="https://api.openai.com/v1", moderation="words")
    one = OnePart(house, Part.CONTENT)
    assert one.fails("NO_KEY")
    assert "OPENAI_API_KEY" in one.failure.metadata["remedy"].value
    assert emulator.calls == []


def test_another_server_that_asks_for_a_key_where_none_is_set_says_that_it_is_missing(
    hosted_house: Callable[..., House], emulator: Emulator
) -> None:
    one = OnePart(hosted_house(openai_api_key=None), Part.CONTENT)
    assert one.fails("NO_KEY")
    assert one.failure.metadata["remedy"].value.startswith("Set OPENAI_API_KEY")
    assert len(emulator.calls) == 1
