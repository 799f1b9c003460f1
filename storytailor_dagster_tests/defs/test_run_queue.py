"""A run that the daemon's own process queued is launched at once, on a real instance with a real code server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.workspace.context import WorkspaceProcessContext

from storytailor_dagster.defs.run_queue import QueueDaemon, WakingQueue
from storytailor_dagster_tests.defs.nothing import run_of_nothing, workspace_on


@pytest.fixture
def workspace(empty_database: str, tmp_path: Path) -> Iterator[WorkspaceProcessContext]:
    with workspace_on(empty_database, tmp_path) as found:
        yield found


def look_until_launched(workspace: WorkspaceProcessContext, run_id: str) -> None:
    """Its own beat is ten minutes, longer than the test may take. It may look once before, for runs that other tests
    gave to their queues in this process."""
    daemon = QueueDaemon(600)
    waits = (dg.DagsterRunStatus.NOT_STARTED, dg.DagsterRunStatus.QUEUED)
    while (run := workspace.instance.get_run_by_id(run_id)) and run.status in waits:
        list(daemon.run_iteration(workspace))


def test_the_daemon_is_woken_by_a_run_that_is_given_to_its_queue(workspace: WorkspaceProcessContext) -> None:
    instance = workspace.instance
    assert isinstance(instance.run_coordinator, WakingQueue)
    run = run_of_nothing(workspace)
    with ThreadPoolExecutor(1) as thread:
        looks = thread.submit(look_until_launched, workspace, run.run_id)
        instance.submit_run(run.run_id, workspace.create_request_context())
        looks.result(timeout=120)
    while (launched := instance.get_run_by_id(run.run_id)) and not launched.is_finished:
        time.sleep(0.1)
    assert launched is not None
    assert launched.status is dg.DagsterRunStatus.SUCCESS
