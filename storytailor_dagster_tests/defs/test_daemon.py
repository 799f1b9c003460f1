"""The daemon's private names: are they there, and are they what its loops wait for?"""

from __future__ import annotations

import inspect

import dagster as dg
import pytest
from dagster._daemon import controller, sensor
from dagster._daemon.auto_run_reexecution.event_log_consumer import EventLogConsumerDaemon

from storytailor_dagster.defs.daemon import LOOP_SECONDS, look_often
from storytailor_dagster.defs.retries import LOOK_SECONDS, RetriesDaemon


@pytest.fixture(autouse=True)
def put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the daemon sets for its own process is afterwards as it was."""
    monkeypatch.setattr(sensor, "MIN_INTERVAL_LOOP_TIME", sensor.MIN_INTERVAL_LOOP_TIME)
    monkeypatch.setattr(controller, "EventLogConsumerDaemon", EventLogConsumerDaemon)


def test_the_daemon_looks_at_its_sensors_twice_a_second() -> None:
    look_often()
    assert sensor.MIN_INTERVAL_LOOP_TIME == LOOP_SECONDS
    loop = inspect.getsource(sensor.execute_sensor_iteration_loop)
    assert "MIN_INTERVAL_LOOP_TIME - loop_duration" in loop, "a row is picked up after five seconds and more"


def test_it_looks_for_crashed_runs_every_second() -> None:
    look_often()
    with dg.DagsterInstance.ephemeral() as instance:
        daemon = controller.create_daemon_of_type("EVENT_LOG_CONSUMER", instance)
    assert isinstance(daemon, RetriesDaemon)
    assert daemon.interval_seconds == LOOK_SECONDS
