"""The executor of threads behaves as Dagster's own do: tries, pools, failures, checks, hooks, logs."""

from __future__ import annotations

import dagster as dg
import pytest
from dagster._core.events import DagsterEventType

from storytailor_dagster_tests.defs.executor.conftest import Runs
from storytailor_dagster_tests.defs.executor.graph import POOL


def test_a_step_with_a_retry_policy_is_tried_until_it_succeeds(runs: Runs) -> None:
    assert runs.run("at_the_third_try").success
    assert runs.journal.lines() == ["try 0", "try 1", "try 2"]


def test_a_requested_retry_waits_as_long_as_it_asked_for(runs: Runs) -> None:
    assert runs.run("asks_for_a_later_try").success
    first, second = (line.split() for line in runs.journal.lines())
    assert (first[1], second[1]) == ("0", "1")
    assert float(second[2]) - float(first[2]) >= 1


def test_a_step_that_never_succeeds_fails_once_its_tries_are_used(runs: Runs) -> None:
    result = runs.run("never")
    assert not result.success
    assert runs.journal.lines() == ["never", "never"]
    assert runs.outcomes(result) == {"never": "FAILURE"}


def test_sync_and_async_steps_run_side_by_side(runs: Runs) -> None:
    assert runs.run("meets_async", "meets_sync", "sum_of_both").success
    assert runs.journal.lines()[-1] == "sum 3"


@pytest.mark.parametrize("name", ["exits", "is_interrupted", "stops"])
def test_whatever_a_step_raises_is_its_own_failure(runs: Runs, name: str) -> None:
    result = runs.run(name)
    assert runs.outcomes(result) == {name: "FAILURE"}
    assert [event.step_key for event in result.all_events if event.is_step_failure] == [name]
    run = runs.instance.get_run_by_id(result.run_id)
    assert run is not None
    assert run.status is dg.DagsterRunStatus.FAILURE


def test_a_failure_stops_what_lies_below_it_and_nothing_else(runs: Runs) -> None:
    result = runs.run("exits", "below_exits", "sibling", "below_sibling")
    assert not result.success
    assert runs.journal.lines() == ["exits breaks", "sibling", "below_sibling"]
    outcomes = runs.outcomes(result)
    assert (outcomes["exits"], outcomes["sibling"], outcomes["below_sibling"]) == ("FAILURE", "SUCCESS", "SUCCESS")
    assert "below_exits" not in outcomes


def test_a_pool_of_one_lets_one_step_in_at_a_time(runs: Runs) -> None:
    runs.instance.event_log_storage.set_concurrency_slots(POOL, 1)
    assert runs.run("pooled_1", "pooled_2", "pooled_3").success
    lines = runs.journal.lines()
    assert [line.split()[1] for line in lines] == ["begins", "ends"] * 3
    assert [line.split()[0] for line in lines[::2]] == [line.split()[0] for line in lines[1::2]]
    assert runs.instance.event_log_storage.get_concurrency_info(POOL).active_slot_count == 0


@pytest.mark.parametrize("at_once", [1, 2])
def test_no_more_steps_run_at_once_than_set(runs: Runs, at_once: int) -> None:
    assert runs.run("counted_1", "counted_2", "counted_3", "counted_4", at_once=at_once).success
    assert {int(line.split()[0]) for line in runs.journal.lines()} <= set(range(1, at_once + 1))


def test_a_multi_asset_and_its_check_are_recorded_and_what_it_left_out_is_skipped(runs: Runs) -> None:
    result = runs.run("left", "right", "below_right")
    assert result.success
    made = [str(event.asset_key) for event in result.all_events if event.is_step_materialization]
    assert made == [str(dg.AssetKey("left"))]
    (check,) = result.get_asset_check_evaluations()
    assert check.passed
    assert runs.outcomes(result)["below_right"] == "SKIPPED"


def test_only_a_failed_check_that_blocks_stops_what_lies_below(runs: Runs) -> None:
    result = runs.run("barred", "below_barred", "warned", "below_warned")
    assert not result.success
    assert [check.passed for check in result.get_asset_check_evaluations()] == [False, False]
    assert runs.journal.lines() == ["below_warned"]


def test_a_check_of_its_own_runs_after_its_asset(runs: Runs) -> None:
    result = runs.run("above")
    assert result.success
    assert [check.check_name for check in result.get_asset_check_evaluations()] == ["above_is_seven"]


def test_hooks_run_after_their_steps_and_are_recorded(runs: Runs) -> None:
    result = runs.run("hooked")
    assert sorted(runs.journal.lines()) == ["badly broken ValueError", "well fine"]
    hooks = [event.step_key for event in result.all_events if event.event_type is DagsterEventType.HOOK_COMPLETED]
    assert sorted(map(str, hooks)) == ["broken", "fine"]


def test_each_step_logs_under_its_own_key_and_prints_into_the_runs_log(runs: Runs) -> None:
    result = runs.run("says", "says_too")
    logged = {entry.step_key: entry.user_message for entry in runs.instance.all_logs(result.run_id)
              if entry.user_message.startswith("logged")}  # fmt: skip
    assert logged == {"says": "logged by says", "says_too": "logged by says_too"}
    (captured,) = [event for event in result.all_events if event.event_type is DagsterEventType.LOGS_CAPTURED]
    data = captured.event_specific_data
    assert sorted(data.step_keys) == ["says", "says_too"]  # type: ignore[union-attr]
    key = runs.instance.compute_log_manager.build_log_key_for_run(result.run_id, captured.logs_captured_data.file_key)
    found = runs.instance.compute_log_manager.get_log_data(key)
    assert {b"printed by says", b"printed by says_too"} <= set((found.stdout or b"").splitlines())
    assert b"complained by says" in (found.stderr or b"")


def test_reexecution_from_failure_makes_only_what_was_not_made(runs: Runs) -> None:
    failed = runs.run("above", "mended")
    assert not failed.success
    runs.journal.write("repaired")
    assert runs.run("above", "mended", again=failed.run_id).success
    assert runs.journal.lines() == ["above", "repaired", "mended 7"]
