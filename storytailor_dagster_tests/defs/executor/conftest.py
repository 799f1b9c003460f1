"""A run of the graph on a real instance, its storage in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from storytailor_dagster_tests.defs.executor import graph
from storytailor_dagster_tests.defs.executor.graph import Journal


@dataclass
class Runs:
    """Runs some of the graph's assets, and tells what came of it."""

    instance: dg.DagsterInstance
    journal: Journal

    def run(self, *names: str, at_once: int | None = None, again: str | None = None) -> dg.JobExecutionResult:
        """All of a job, or what failed of the run `again`."""
        config: dict[str, Any] = {"resources": {"journal": {"config": {"path": self.journal.path}}}}
        if at_once is not None:
            config["execution"] = {"config": {"max_concurrent": at_once}}
        job = dg.build_reconstructable_job(graph.__name__, "job", reconstructable_args=names)  # type: ignore[arg-type]
        options = None if again is None else dg.ReexecutionOptions.from_failure(again, self.instance)
        with dg.execute_job(job, self.instance, run_config=config, reexecution_options=options) as result:
            return result

    def outcomes(self, result: dg.JobExecutionResult) -> dict[str, str]:
        """Each step's last word: SUCCESS, FAILURE, SKIPPED."""
        return {
            str(event.step_key): event.event_type_value.removeprefix("STEP_")
            for event in result.all_events
            if event.event_type_value in ("STEP_SUCCESS", "STEP_FAILURE", "STEP_SKIPPED")
        }


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Runs]:
    home = tmp_path / "dagster"
    home.mkdir()
    with dg.DagsterInstance.local_temp(str(home)) as instance:
        yield Runs(instance, Journal(path=str(tmp_path / "journal")))
