"""Which executor the settings choose. Both are bounded by the same number of steps at once."""

import dagster as dg

from storytailor_dagster.defs.executor.threads import threads_executor
from storytailor_dagster.settings import Settings

LOADED_ONCE = [
    "storytailor_dagster.definitions",
    "storytailor_dagster.providers.studio.pictures",
    "storytailor_dagster.providers.studio.speech",
    "storytailor_dagster.providers.studio.text",
    "storytailor_dagster.story.book.make",
]
"""With processes, what the fork server of a run loads, so that no step has to."""


def chosen_executor(settings: Settings) -> dg.ExecutorDefinition:
    at_once = {"max_concurrent": settings.steps_at_once}
    if settings.executor == "threads":
        return threads_executor.configured(at_once)
    return dg.multiprocess_executor.configured(
        {**at_once, "start_method": {"forkserver": {"preload_modules": LOADED_ONCE}}}
    )
