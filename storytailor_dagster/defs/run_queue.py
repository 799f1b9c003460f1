"""Dagster's queue of runs, whose daemon looks at once when its own process gave it a run, and not only every second.

The queue is chosen in dagster.yaml; the daemon takes the place of `dagster._daemon.controller`'s
`QueuedRunCoordinatorDaemon` (daemon.py). What another process submits, such as the UI, waits for the next beat. Of
stories it tells the log alone: whose run is whose.
"""

import threading
import time
from typing import Any

import dagster as dg
from dagster._core.run_coordinator import QueuedRunCoordinator, SubmitRunContext
from dagster._core.workspace.context import IWorkspaceProcessContext
from dagster._daemon.daemon import DaemonIterator
from dagster._daemon.run_coordinator.queued_run_coordinator_daemon import QueuedRunCoordinatorDaemon

from storytailor_dagster.defs.tags import facts_of
from storytailor_dagster.telemetry.logs import remember

SIGN_OF_LIFE_SECONDS = 0.25
_given = threading.Event()


class WakingQueue(QueuedRunCoordinator):
    """Wakes the daemon, where it is this process."""

    def submit_run(self, context: SubmitRunContext) -> dg.DagsterRun:
        remember(context.dagster_run.run_id, **facts_of(context.dagster_run))
        run = super().submit_run(context)
        _given.set()
        return run


class QueueDaemon(QueuedRunCoordinatorDaemon):
    """Looks every `interval_seconds`, and as soon as it is woken."""

    def __init__(self, interval_seconds: float, **options: Any) -> None:
        super().__init__(interval_seconds=0, **options)
        self.beat = float(interval_seconds)

    def run_iteration(
        self, workspace_process_context: IWorkspaceProcessContext[Any], fixed_iteration_time: float | None = None
    ) -> DaemonIterator:
        ends = time.monotonic() + self.beat
        while not _given.wait(SIGN_OF_LIFE_SECONDS) and time.monotonic() < ends:
            yield None
        _given.clear()
        yield from super().run_iteration(workspace_process_context, fixed_iteration_time)
