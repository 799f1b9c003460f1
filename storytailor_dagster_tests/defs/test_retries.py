"""Crashed runs are run again: several side by side, each once, and also where the status lags behind the event."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import ModuleTarget

from storytailor_dagster.defs.retries import run_again
from storytailor_dagster.ledger import ensure_dagster_schema
from storytailor_dagster.local.home import Home
from storytailor_dagster.settings import Settings

HERE = "here"
LOG = logging.getLogger(__name__)


@dg.op
def step() -> None:
    """What is left to do of each run."""


@dg.job
def nothing() -> None:
    """What the runs are of."""
    step()


defs = dg.Definitions(jobs=[nothing])


@pytest.fixture(scope="module")
def workspace(postgres_18: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkspaceProcessContext]:
    """A daemon's, on an instance as the project's dagster.yaml makes one, with a real code server."""
    ensure_dagster_schema(postgres_18)
    target = ModuleTarget(module_name=__name__, attribute=None, working_directory=None, location_name=HERE)
    home = Home(Settings(home=tmp_path_factory.mktemp("home")))
    with pytest.MonkeyPatch.context() as environment:
        for name, value in home.environment(postgres_18).items():
            environment.setenv(name, value)
        environment.chdir(Path(__file__).parents[2])
        with dg.DagsterInstance.get() as instance, WorkspaceProcessContext(instance, target) as context:
            yield context


@pytest.fixture
def started(workspace: WorkspaceProcessContext) -> Sequence[dg.DagsterRun]:
    """Three runs under way."""
    job = workspace.create_request_context().get_code_location(HERE).get_repository("__repository__")
    remote = job.get_full_job("nothing")
    runs = []
    for _ in range(3):
        run = workspace.instance.create_run_for_job(
            nothing,
            remote_job_origin=remote.get_remote_origin(),
            job_code_origin=remote.get_python_origin(),
            status=dg.DagsterRunStatus.STARTED,
        )
        runs.append(run)
    return runs


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
