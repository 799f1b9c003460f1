"""Everything Dagster is told, put together. Fresh at every call, so that a test may put its own resources in."""

from collections.abc import Mapping
from typing import Any

import dagster as dg

from storytailor_dagster.defs.assets import assets
from storytailor_dagster.defs.executor import chosen_executor
from storytailor_dagster.defs.health.job import health, hourly_health
from storytailor_dagster.defs.io_manager import part_io_manager
from storytailor_dagster.defs.jobs import JOBS
from storytailor_dagster.defs.logs import log_as_chosen
from storytailor_dagster.defs.resources import (
    hands_resource,
    ledger_resource,
    settings_resource,
    store_resource,
    telemetry_resource,
)
from storytailor_dagster.defs.sensors import sensors
from storytailor_dagster.settings import Settings


def build_defs(
    resources: Mapping[str, Any] | None = None, executor: dg.ExecutorDefinition | None = None
) -> dg.Definitions:
    """The definitions; from now on Dagster's lines in this process are as the settings say.

    Args:
        resources: in the place of the usual ones of the same name.
        executor: in the place of the one that the settings choose.
    """
    settings = Settings()
    log_as_chosen(settings)
    usual = {
        "settings": settings_resource,
        "ledger": ledger_resource,
        "store": store_resource,
        "hands": hands_resource,
        "io_manager": part_io_manager,
        "telemetry": telemetry_resource,
    }
    return dg.Definitions(
        assets=assets(settings.scene_references),
        sensors=sensors(settings),
        jobs=[*JOBS, health],
        schedules=[hourly_health],
        resources={**usual, **(resources or {})},
        executor=executor or chosen_executor(settings),
    )
