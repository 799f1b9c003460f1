"""dagster-celery's launcher, with Redis as its broker. Chosen in dagster.fleet.yaml."""

import json
from collections.abc import Sequence
from typing import Any

import dagster as dg
from celery.exceptions import OperationalError
from dagster._serdes import ConfigurableClassData
from dagster_celery.launcher import CeleryRunLauncher

from storytailor_dagster.defs.fleet.broker import CELERY
from storytailor_dagster.defs.tags import BROKER_TASK
from storytailor_dagster.errors import Transient


class FleetLauncher(CeleryRunLauncher):
    """Puts runs into the broker. Whether their processes live is said by the ledger (defs/pulse.py), not by Celery."""

    def __init__(self, inst_data: ConfigurableClassData | None = None, **config: Any) -> None:
        # Nothing is told back through the broker, so there is no place for results.
        super().__init__(inst_data=inst_data, **{**config, "backend": None, "config_source": dict(CELERY)})

    @property
    def supports_check_run_worker_health(self) -> bool:
        return False

    @property
    def supports_resume_run(self) -> bool:
        return False

    def get_run_worker_debug_info(self, run: dg.DagsterRun, include_container_logs: bool | None = True) -> str | None:
        return None

    def terminate(self, run_id: str) -> bool:
        """Says canceling first, so that what ends then is canceled and not failed: a failed run would be run again."""
        run = self._instance.get_run_by_id(run_id)
        if run is None or run.is_finished:
            return False
        self._instance.report_run_canceling(run)
        task = run.tags.get(BROKER_TASK)
        try:
            if task is not None:
                # An interrupt, which the run looks for, and not the end of the child.
                self.celery.control.revoke(task, terminate=True, signal="SIGINT")
        except OperationalError:
            self._instance.report_engine_event("The broker can't be reached; the run will look by itself.", run)
        if run.status is not dg.DagsterRunStatus.STARTED:
            # No worker has begun it. One that takes it still leaves it alone; one that is about to start looks again.
            self._instance.report_run_canceled(run)
        return True

    def taken(self, runs: Sequence[dg.DagsterRun]) -> Sequence[dg.DagsterRun]:
        """Those of the runs that are not in the broker any more: a worker took them, or the broker lost them.

        Raises:
            Transient: the broker can't be reached.
        """
        connection = self.celery.connection_for_read()
        try:
            with connection:
                channel = connection.default_channel
                lists = [channel._q_for_pri(self.default_queue, step) for step in channel.priority_steps]
                messages = [message for name in lists for message in channel.client.lrange(name, 0, -1)]
        except (OperationalError, *connection.connection_errors) as error:
            raise Transient("The broker could not be reached.", code="BROKER_UNREACHABLE") from error
        waiting = {json.loads(message)["headers"]["id"] for message in messages}
        return [run for run in runs if run.tags.get(BROKER_TASK) not in waiting]
