"""`storytailor up`, stopped while a story is made and started again: the story goes on where it was."""

from __future__ import annotations

import json
import time
from pathlib import Path

from storytailor_dagster_tests.acceptance.household import LONGEST, address_of, storytailor, up
from storytailor_dagster_tests.emulator import Emulator
from storytailor_dagster_tests.emulator.__main__ import environment
from storytailor_dagster_tests.emulator.rules import Fault, Rule


def test_a_story_in_work_is_finished_by_the_next_start(home: Path, emulator: Emulator) -> None:
    hosted = environment(emulator)
    story = storytailor(home, "request", "--age", "5", "--hero", "Zuzka", **hosted).stdout.strip()
    emulator.rule(Rule(door="picture", fault=Fault.HANG, seconds=600))
    with up(home, hosted):
        wait_until_drawn(emulator)
    bought = [call.door for call in emulator.calls]
    emulator.let_go()
    emulator.reset()
    with up(home, hosted):
        address_of("Dagster", home)
        storytailor(home, "status", story, "--follow", **hosted)
        told = json.loads(storytailor(home, "status", story, "--json", **hosted).stdout)
    assert told["status"] == "ready", told
    assert bought.count("text") == 1
    assert emulator.at("text") == []


def wait_until_drawn(emulator: Emulator) -> None:
    """Until the first picture is asked for; it will not come."""
    end = time.monotonic() + LONGEST
    while not emulator.at("picture"):
        assert time.monotonic() < end
        time.sleep(0.1)
