"""A pool's slot that a dead run still holds is free again soon. The project's own assets have no pools; yours may."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import psycopg
import pytest
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._daemon.monitoring.concurrency import execute_concurrency_slots_iteration

from storytailor_dagster_tests.defs.nothing import run_of_nothing, workspace_on

POOL = "hosted"


@pytest.fixture
def workspace(empty_database: str, tmp_path: Path) -> Iterator[WorkspaceProcessContext]:
    with workspace_on(empty_database, tmp_path) as found:
        yield found


def test_a_dead_run_s_slot_is_free_again(workspace: WorkspaceProcessContext, empty_database: str) -> None:
    instance, log = workspace.instance, workspace.instance.event_log_storage
    run = run_of_nothing(workspace, dg.DagsterRunStatus.STARTED)
    log.set_concurrency_slots(POOL, 1)
    assert log.claim_concurrency_slot(POOL, run.run_id, "step").is_claimed
    instance.report_run_failed(run)
    assert held(workspace) == 1
    with psycopg.connect(empty_database, autocommit=True) as connection:
        connection.execute(
            "update dagster.runs set end_time = end_time - 600, update_timestamp = update_timestamp - interval '600 s'"
        )
    assert held(workspace) == 0


def held(workspace: WorkspaceProcessContext) -> int:
    """Slots in use after the daemon has looked."""
    list(execute_concurrency_slots_iteration(workspace, logging.getLogger(__name__)))
    return workspace.instance.event_log_storage.get_concurrency_info(POOL).active_slot_count
