"""A terminated run ends at once, though its process lives on, and its steps make not one more call."""

from __future__ import annotations

import os
import signal
import threading
import time

import dagster as dg

from storytailor_dagster_tests.defs.executor.conftest import Runs
from storytailor_dagster_tests.defs.executor.graph import CALL_SECONDS

BEGUN = ("a call", "an async call")


def terminate(runs: Runs) -> None:
    """What a run launcher does, once both steps are in their first call."""
    runs.journal.wait_for(*BEGUN)
    (run,) = runs.instance.get_runs(limit=1)
    runs.instance.report_run_canceling(run)
    os.kill(os.getpid(), signal.SIGINT)


def test_a_terminated_run_makes_not_one_more_call(runs: Runs) -> None:
    other = threading.Thread(target=terminate, args=(runs,))
    other.start()
    result = runs.run("calls", "calls_async")
    other.join()
    run = runs.instance.get_run_by_id(result.run_id)
    assert run is not None
    assert run.status is dg.DagsterRunStatus.CANCELED
    time.sleep(3 * CALL_SECONDS)
    lines = runs.journal.lines()
    assert sorted(lines) == ["a call", "an async call", "async let go"]
    assert [thread.name for thread in threading.enumerate() if thread.name in ("calls", "calls_async")] == []


def test_a_run_after_a_terminated_one_in_the_same_process_is_whole(runs: Runs) -> None:
    other = threading.Thread(target=terminate, args=(runs,))
    other.start()
    runs.run("calls", "calls_async")
    other.join()
    assert runs.run("meets_async", "meets_sync", "sum_of_both").success
