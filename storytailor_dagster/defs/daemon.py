"""Dagster's daemon, looking at its sensors twice a second: `python -m storytailor_dagster.defs.daemon run …`.

Dagster's own waits five seconds between two looks whatever a sensor asks for, since that is a constant of its module:
`dagster._daemon.sensor.MIN_INTERVAL_LOOP_TIME`. It is set here, before the daemon starts, and so is who runs crashed
runs again, `dagster._daemon.controller.EventLogConsumerDaemon` (see `retries.py`); all the rest, the options too, are
those of `dagster-daemon`, but that `STORYTAILOR_LOG_FORMAT=json` is heard.
"""

from dagster._daemon import controller, sensor
from dagster._daemon.cli import main

from storytailor_dagster.defs.logs import log_as_chosen, process_logs
from storytailor_dagster.defs.retries import RetriesDaemon
from storytailor_dagster.settings import Settings

LOOP_SECONDS = 0.5


def look_often() -> None:
    """At all sensors, each of which is evaluated no sooner than its own interval says; and at crashed runs."""
    sensor.MIN_INTERVAL_LOOP_TIME = LOOP_SECONDS  # type: ignore[assignment]
    controller.EventLogConsumerDaemon = RetriesDaemon  # type: ignore[assignment,attr-defined]


def log_json() -> None:
    """Where the settings want it, also where the daemon would set its own form."""
    if (settings := Settings()).log_format == "json":
        controller.configure_loggers = process_logs  # type: ignore[attr-defined]
        log_as_chosen(settings)


if __name__ == "__main__":
    look_often()
    log_json()
    main()
