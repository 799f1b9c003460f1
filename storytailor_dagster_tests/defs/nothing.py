"""A code location in which nothing is made, and a daemon's workspace with it: a real instance, a real code server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.remote_representation.external import RemoteRepository
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import ModuleTarget

from storytailor_dagster.ledger import ensure_dagster_schema
from storytailor_dagster.local.home import Home
from storytailor_dagster.settings import Settings


@dg.op
def step() -> None:
    """Does nothing."""


@dg.job
def nothing() -> None:
    """What is queued, and run again."""
    step()


@dg.sensor(job=nothing, minimum_interval_seconds=1)
def at_every_beat() -> dg.SkipReason:
    return dg.SkipReason("Nothing is to be made.")


@dg.sensor(job=nothing, minimum_interval_seconds=20)
def now_and_then() -> dg.SkipReason:
    return dg.SkipReason("Nothing is to be made.")


defs = dg.Definitions(jobs=[nothing], sensors=[at_every_beat, now_and_then])


@contextmanager
def workspace_on(database: str, folder: Path) -> Iterator[WorkspaceProcessContext]:
    """On an instance as the project's dagster.yaml makes one; its code server has ended afterwards."""
    ensure_dagster_schema(database)
    target = ModuleTarget(module_name=__name__, attribute=None, working_directory=None, location_name="here")
    with pytest.MonkeyPatch.context() as environment:
        for name, value in Home(Settings(home=folder)).environment(database).items():
            environment.setenv(name, value)
        with dg.DagsterInstance.get() as instance, WorkspaceProcessContext(instance, target) as context:
            yield context
        context._grpc_server_registry.wait_for_processes()


def repository_of(workspace: WorkspaceProcessContext) -> RemoteRepository:
    return workspace.create_request_context().get_code_location("here").get_repository("__repository__")


def run_of_nothing(
    workspace: WorkspaceProcessContext, status: dg.DagsterRunStatus = dg.DagsterRunStatus.NOT_STARTED
) -> dg.DagsterRun:
    job = repository_of(workspace).get_full_job("nothing")
    return workspace.instance.create_run_for_job(
        nothing,
        remote_job_origin=job.get_remote_origin(),
        job_code_origin=job.get_python_origin(),
        status=status,
    )
