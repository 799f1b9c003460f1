"""Everything Dagster is told, put together. Fresh at every call, so that a test may put its own resources in."""

from collections.abc import Mapping
from typing import Any

import dagster as dg

from storytailor_dagster.defs.assets import ASSETS
from storytailor_dagster.defs.io_manager import story_io_manager
from storytailor_dagster.defs.jobs import JOBS
from storytailor_dagster.defs.resources import hands_resource, ledger_resource, settings_resource, store_resource
from storytailor_dagster.defs.sensors import SENSORS

LOADED_ONCE = [
    "storytailor_dagster.definitions",
    "storytailor_dagster.providers.studio.pictures",
    "storytailor_dagster.providers.studio.speech",
    "storytailor_dagster.providers.studio.text",
    "storytailor_dagster.story.book.make",
]
"""What the fork server of a run loads, so that no step has to."""

# The one line that chooses how the steps of a run are executed (docs/decisions/0003).
EXECUTOR = dg.multiprocess_executor.configured(
    {"max_concurrent": 4, "start_method": {"forkserver": {"preload_modules": LOADED_ONCE}}}
)


def build_defs(
    resources: Mapping[str, Any] | None = None, executor: dg.ExecutorDefinition = EXECUTOR
) -> dg.Definitions:
    """The definitions.

    Args:
        resources: in the place of the usual ones of the same name.
        executor: how a run's steps are executed.
    """
    usual = {
        "settings": settings_resource,
        "ledger": ledger_resource,
        "store": store_resource,
        "hands": hands_resource,
        "io_manager": story_io_manager,
    }
    return dg.Definitions(
        assets=ASSETS, sensors=SENSORS, jobs=JOBS, resources={**usual, **(resources or {})}, executor=executor
    )
