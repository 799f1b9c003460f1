"""dagster-celery's launcher, with Redis as its broker. Chosen in dagster.fleet.yaml."""

from typing import Any

import dagster as dg
from celery.exceptions import OperationalError
from dagster._serdes import ConfigurableClassData
from dagster_celery.launcher import CeleryRunLauncher
from dagster_celery.tags import DAGSTER_CELERY_TASK_ID_TAG

from storytailor_dagster.defs.fleet.broker import CELERY


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

    def terminate(self, run_id: str) -> bool:
        """Says canceling first, so that what ends then is canceled and not failed: a failed run would be run again."""
        run = self._instance.get_run_by_id(run_id)
        if run is None or run.is_finished:
            return False
        self._instance.report_run_canceling(run)
        task = run.tags.get(DAGSTER_CELERY_TASK_ID_TAG)
        try:
            if task is not None:
                # An interrupt, which the run looks for, and not the end of the child.
                self.celery.control.revoke(task, terminate=True, signal="SIGINT")
        except OperationalError:
            self._instance.report_engine_event("The broker can't be reached; the run will look by itself.", run)
        if run.status is not dg.DagsterRunStatus.STARTED:
            # No worker has it yet; one that takes it still finds it canceled and leaves it alone.
            self._instance.report_run_canceled(run)
        return True
