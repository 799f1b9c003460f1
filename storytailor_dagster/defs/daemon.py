"""Dagster's daemon, looking at its sensors twice a second: `python -m storytailor_dagster.defs.daemon run …`.

Dagster's own waits five seconds between two looks whatever a sensor asks for, since that is a constant of its module:
`dagster._daemon.sensor.MIN_INTERVAL_LOOP_TIME`. It is set here, before the daemon starts, and so are when a sensor is
due (`is_under_min_interval` of the same module), who runs crashed runs again and who launches queued ones
(`EventLogConsumerDaemon` and `QueuedRunCoordinatorDaemon` of `dagster._daemon.controller`, see `retries.py` and
`run_queue.py`); all the rest, the options too, are those of `dagster-daemon`, but that `STORYTAILOR_LOG_FORMAT=json` is
heard, and that its log leaves out what repeats itself (`repetitions.py`).
"""

from dagster._core.remote_representation.external import RemoteSensor
from dagster._core.scheduler.instigation import InstigatorState
from dagster._daemon import controller, sensor
from dagster._daemon.cli import main

from storytailor_dagster.defs.keeping import keep_connections
from storytailor_dagster.defs.logs import log_json
from storytailor_dagster.defs.repetitions import leave_out_repetitions
from storytailor_dagster.defs.retries import RetriesDaemon
from storytailor_dagster.defs.run_queue import QueueDaemon
from storytailor_dagster.settings import set_unless_set

LOOP_SECONDS = 0.5

_too_soon = sensor.is_under_min_interval


def too_soon(
    state: InstigatorState, remote_sensor: RemoteSensor, minimum_allowed_min_interval: int | None = None
) -> bool:
    """Whether a sensor's interval is not over. Dagster's are whole seconds; one of a second is every beat here."""
    return remote_sensor.min_interval_seconds > 1 and _too_soon(state, remote_sensor, minimum_allowed_min_interval)


def look_often() -> None:
    """At all sensors, each of which is evaluated no sooner than its own interval says; at crashed runs, and at queued
    ones."""
    sensor.MIN_INTERVAL_LOOP_TIME = LOOP_SECONDS  # type: ignore[assignment]
    sensor.is_under_min_interval = too_soon
    controller.EventLogConsumerDaemon = RetriesDaemon  # type: ignore[assignment,attr-defined]
    controller.QueuedRunCoordinatorDaemon = QueueDaemon  # type: ignore[assignment,attr-defined]


def write_at_once() -> None:
    """The seventy checks and parts that a run plans are written in one statement, where Dagster would write each."""
    set_unless_set("DAGSTER_EVENT_BATCH_SIZE", "1000")


if __name__ == "__main__":
    look_often()
    write_at_once()
    keep_connections()
    log_json(controller)
    leave_out_repetitions()
    main()
