"""What the daemon does not say: that a sensor looks, and that it did nothing again, for the reason it last gave.

Two looks a second would be some 70 MB of it a day (2.4 MB in 49 minutes of a soak). The ticks in Dagster's UI have all
of it.
"""

import logging

SAYS = "dagster.daemon.SensorDaemon"
"""Whose lines they are: Dagster's name for who looks at sensors."""
_LOOKS = "Checking for new runs for sensor"
_SKIPPED = " skipped: "


class Repetitions(logging.Filter):
    """Lets everything pass but those."""

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[str, str] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if said.startswith(_LOOKS):
            return False
        sensor, _, why = said.partition(_SKIPPED)
        if not why:
            return True
        is_new = self._last.get(sensor) != why
        self._last[sensor] = why
        return is_new


def leave_out_repetitions() -> None:
    """From now on, in this process."""
    logging.getLogger(SAYS).addFilter(Repetitions())
