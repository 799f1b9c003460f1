"""Running crashed runs again: Dagster's own way, for several at once, and patient with a code server that is away.

Dagster's daemon makes one retry after the other, so that the last of a lost worker's ten stories waits for nine others.
It forgets a run for ever where it sees the event of its failure before its status says so, and where the code server
does not answer just then. Nothing of stories is here.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from dagster import DagsterInstance, DagsterRun, RunRecord, RunsFilter
from dagster._core.errors import (
    DagsterCodeLocationLoadError,
    DagsterCodeLocationNotFoundError,
    DagsterUserCodeUnreachableError,
)
from dagster._core.workspace.context import IWorkspaceProcessContext
from dagster._daemon.auto_run_reexecution.auto_run_reexecution import (
    consume_new_runs_for_automatic_reexecution,
    retry_run,
    should_retry,
)
from dagster._daemon.auto_run_reexecution.event_log_consumer import EventLogConsumerDaemon

LOOK_SECONDS = 1
AT_ONCE = 8
PATIENCE_SECONDS = 60.0

AWAY = (DagsterUserCodeUnreachableError, DagsterCodeLocationLoadError, DagsterCodeLocationNotFoundError)

Workspace = IWorkspaceProcessContext[Any]
Handler = Callable[[Workspace, Sequence[RunRecord], logging.Logger], Iterator[None]]


class RetriesDaemon(EventLogConsumerDaemon):
    """What `dagster._daemon.controller` calls `EventLogConsumerDaemon`, looking every second in the place of five."""

    def __init__(self) -> None:
        super().__init__(interval_seconds=LOOK_SECONDS)

    @property
    def handle_updated_runs_fns(self) -> Sequence[Handler]:
        return [run_again]


def run_again(context: Workspace, records: Sequence[RunRecord], logger: logging.Logger) -> Iterator[None]:
    """Retries those of the runs that are to be. Yields while it waits, so that the daemon is seen to live."""
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="retry") as threads:
        waiting = [threads.submit(_run_again, context, record, logger) for record in records]
        while not all(one.done() for one in waiting):
            yield
            time.sleep(0.05)
    for one in waiting:
        one.result()


def _run_again(context: Workspace, record: RunRecord, logger: logging.Logger) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    run = _ended(record.dagster_run, context.instance, end)
    if run is None or not should_retry(run, context.instance):
        return
    while time.monotonic() < end:
        try:
            retry_run(run, context)  # asked again, it makes no second retry of the same run
        except AWAY:
            logger.warning("The code server is away; run %s is run again when it is back.", run.run_id)
            time.sleep(LOOK_SECONDS)
        except Exception as error:  # noqa: BLE001 - Dagster's own meets it too, below, and tells the run's log
            logger.warning("Run %s could not be run again: %s.", run.run_id, type(error).__name__)
            break
        else:
            return
    # Dagster's own says why it can't: nothing of the run was left to do, for one.
    fresh = context.instance.get_run_records(RunsFilter(run_ids=[run.run_id]))
    list(consume_new_runs_for_automatic_reexecution(context, fresh, logger))


def _ended(run: DagsterRun, instance: DagsterInstance, end: float) -> DagsterRun | None:
    """The run once its end is in its status too: that is written after the event that brought us here."""
    found: DagsterRun | None = run
    while found is not None and not found.is_finished and time.monotonic() < end:
        time.sleep(0.1)
        found = instance.get_run_by_id(run.run_id)
    return found
