"""A run that hangs beyond the longest that a run may take is stopped, and its story goes on in another."""

from __future__ import annotations

import json
import time
from pathlib import Path

import dagster as dg
import pytest

from storytailor_dagster.local.home import Home
from storytailor_dagster.local.postgres import EmbeddedPostgres
from storytailor_dagster.settings import Settings
from storytailor_dagster_tests.acceptance.household import LONGEST, storytailor, up
from storytailor_dagster_tests.acceptance.test_restart import wait_until_drawn
from storytailor_dagster_tests.emulator import Emulator
from storytailor_dagster_tests.emulator.__main__ import environment
from storytailor_dagster_tests.emulator.rules import Fault, Rule


def test_its_story_is_finished_by_another_run(home: Path, emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    hosted = environment(emulator)
    emulator.rule(Rule(door="picture", fault=Fault.HANG, seconds=600))
    with up(home, hosted):
        story = storytailor(home, "request", "--age", "5", "--hero", "Zuzka", **hosted).stdout.strip()
        wait_until_drawn(emulator)
        dsn = EmbeddedPostgres(home / "postgres").dsn
        for name, value in Home(Settings(home=home)).environment(dsn).items():
            monkeypatch.setenv(name, value)
        with dg.DagsterInstance.get() as instance:
            assert instance.run_monitoring_max_runtime_seconds == 7200
            (hanging,) = instance.get_runs()
            instance.add_run_tags(hanging.run_id, {"dagster/max_runtime": "1"})
            assert ended(instance, hanging.run_id).status is dg.DagsterRunStatus.FAILURE
        storytailor(home, "status", story, "--follow", **hosted)
        told = json.loads(storytailor(home, "status", story, "--json", **hosted).stdout)
    assert told["status"] == "ready", told
    assert len(emulator.at("text")) == 1


def ended(instance: dg.DagsterInstance, run_id: str) -> dg.DagsterRun:
    end = time.monotonic() + LONGEST
    while (run := instance.get_run_by_id(run_id)) is None or not run.is_finished:
        assert time.monotonic() < end
        time.sleep(0.2)
    return run
