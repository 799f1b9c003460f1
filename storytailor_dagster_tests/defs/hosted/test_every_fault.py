"""No fault of the emulator is without a place in the tables that the other tests here go by."""

from __future__ import annotations

import pytest

from storytailor_dagster_tests.defs.hosted.faults import AGAIN, LATE, OTHERS, STOPS, WAITED
from storytailor_dagster_tests.emulator import Fault, Rule
from storytailor_dagster_tests.emulator.rules import DOORS


def possible(door: str, fault: Fault) -> bool:
    try:
        Rule(door=door, fault=fault)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("door", DOORS)
def test_every_fault_of_a_door_comes_to_one_thing(door: str) -> None:
    placed = [*WAITED, *LATE, *STOPS, *AGAIN[door], *OTHERS[door]]
    assert sorted(placed) == sorted(fault for fault in Fault if possible(door, fault))
