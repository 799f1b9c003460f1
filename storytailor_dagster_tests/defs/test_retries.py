"""Crashed runs are run again: several side by side, each once, and also where the status lags behind the event."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence

import dagster as dg
import pytest
from dagster._core.workspace.context import WorkspaceProcessContext

from storytailor_dagster.defs.retries import run_again
from storytailor_dagster_tests.defs.nothing import run_of_nothing, workspace_on

LOG = logging.getLogger(__name__)


@pytest.fixture(scope="module")
def workspace(postgres_18: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkspaceProcessContext]:
    with workspace_on(postgres_18, tmp_path_factory.mktemp("home")) as found:
        yield found


@pytest.fixture
def started(workspace: WorkspaceProcessContext) -> Sequence[dg.DagsterRun]:
    """Three runs under way."""
    return [run_of_nothing(workspace, dg.DagsterRunStatus.STARTED) for _ in range(3)]


def records(workspace: WorkspaceProcessContext, runs: Sequence[dg.DagsterRun]) -> Sequence[dg.RunRecord]:
    return workspace.instance.get_run_records(dg.RunsFilter(run_ids=[run.run_id for run in runs]))


def retries(workspace: WorkspaceProcessContext, runs: Sequence[dg.DagsterRun]) -> dict[str, list[dg.DagsterRunStatus]]:
    """How the runs that go on from each of them stand."""
    every = workspace.instance.get_runs()
    return {run.run_id: [one.status for one in every if one.parent_run_id == run.run_id] for run in runs}


def test_each_crashed_run_is_queued_again_once(
    workspace: WorkspaceProcessContext, started: Sequence[dg.DagsterRun]
) -> None:
    for run in started:
        workspace.instance.report_run_failed(run)
    for _ in range(2):
        list(run_again(workspace, records(workspace, started), LOG))
        assert retries(workspace, started) == {run.run_id: [dg.DagsterRunStatus.QUEUED] for run in started}


def test_a_run_whose_status_lags_behind_its_event_is_waited_for(
    workspace: WorkspaceProcessContext, started: Sequence[dg.DagsterRun]
) -> None:
    seen = records(workspace, started[:1])
    end = threading.Timer(0.5, workspace.instance.report_run_failed, (started[0],))
    end.start()
    list(run_again(workspace, seen, LOG))
    end.join()
    assert retries(workspace, started[:1]) == {started[0].run_id: [dg.DagsterRunStatus.QUEUED]}


def test_what_ended_well_is_left_alone(workspace: WorkspaceProcessContext, started: Sequence[dg.DagsterRun]) -> None:
    event = dg.DagsterEvent(event_type_value=dg.DagsterEventType.RUN_SUCCESS.value, job_name="nothing")
    for run in started:
        workspace.instance.report_dagster_event(event, run.run_id)
    list(run_again(workspace, records(workspace, started), LOG))
    assert retries(workspace, started) == {run.run_id: [] for run in started}
