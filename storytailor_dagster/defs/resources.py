"""Resources: each builds, from the settings, one plain object typed by its role. No secret enters run config."""

from collections.abc import Generator
from contextlib import closing, contextmanager, nullcontext
from functools import cache

import dagster as dg

from storytailor_dagster.defs import tags
from storytailor_dagster.defs.failures import failure
from storytailor_dagster.defs.keeping import keeps_connections
from storytailor_dagster.defs.pulse import ledger_of, signs_of_life, stop_what_was_ended
from storytailor_dagster.defs.secrets import SettingsKeys
from storytailor_dagster.errors import StorytailorError
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.providers.hands import Hands, hands_from
from storytailor_dagster.settings import Settings
from storytailor_dagster.store import ObjectStore, store_from
from storytailor_dagster.story.parts import References
from storytailor_dagster.telemetry import logs
from storytailor_dagster.telemetry.tracing import Span, run_traced


@contextmanager
def _said() -> Generator[None, None, None]:
    """What keeps a resource from being built is said with what to do about it."""
    try:
        yield
    except StorytailorError as error:
        raise failure(error) from None


@dg.resource(description="The settings, read when a step begins.")
def settings_resource(context: dg.InitResourceContext) -> Settings:
    return Settings()


@cache
def _kept_ledger(dsn: str, references: References) -> Ledger:
    """For sensors, which look every second."""
    return Ledger(dsn, references=references)


@dg.resource(description="The stories' database; a run that has it open gives signs of life in it.")
def ledger_resource(context: dg.InitResourceContext) -> Generator[Ledger, None, None]:
    settings = Settings()
    with _said():
        dsn = settings.dsn
    run, instance = context.dagster_run, context.instance
    if run is None and keeps_connections():
        yield _kept_ledger(dsn, settings.scene_references)
        return
    living = None if run is None else ledger_of(run.run_id)
    if living is not None and run is not None and instance is not None:
        stop_what_was_ended(instance, run.run_id)
        yield living  # whoever launched the run has it open already
        return
    with Ledger(dsn, references=settings.scene_references) as ledger:
        # A step in a process of its own (executor `processes`) would speak for itself only, not for its run.
        if run is None or instance is None or settings.executor != "threads":
            yield ledger
            return
        with signs_of_life(ledger, instance, run.run_id):
            stop_what_was_ended(instance, run.run_id)
            yield ledger


@dg.resource(description="Where pictures, sound and books are kept.")
def store_resource(context: dg.InitResourceContext) -> ObjectStore:
    with _said():
        return store_from(Settings())


@dg.resource(description="The providers behind the four doors.")
def hands_resource(context: dg.InitResourceContext) -> Generator[Hands, None, None]:
    settings = Settings()
    with _said():
        made = hands_from(settings, SettingsKeys(settings))
    with closing(made) as hands:
        yield hands


@dg.resource(description="Where a run tells what it does, to its log and to whoever traces it.")
def telemetry_resource(context: dg.InitResourceContext) -> Generator[Span, None, None]:
    run = context.run
    facts = {} if run is None else tags.facts_of(run)
    with (
        nullcontext() if run is None else logs.about(run=run.run_id, **facts),
        run_traced(Settings(), None if run is None else run.run_id, **facts) as span,
    ):
        yield span
