"""Dagster's daemon, looking at its sensors twice a second: `python -m storytailor_dagster.defs.daemon run …`.

Dagster's own waits five seconds between two looks whatever a sensor asks for, since that is a constant of its module:
`dagster._daemon.sensor.MIN_INTERVAL_LOOP_TIME`. It is set here, before the daemon starts; all the rest, the options
too, are those of `dagster-daemon`.
"""

from dagster._daemon import sensor
from dagster._daemon.cli import main

LOOP_SECONDS = 0.5


def look_often() -> None:
    """Between two looks at all sensors; each is evaluated no sooner than its own interval says."""
    sensor.MIN_INTERVAL_LOOP_TIME = LOOP_SECONDS  # type: ignore[assignment]


if __name__ == "__main__":
    look_often()
    main()
