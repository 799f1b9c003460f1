"""The daemon's private names: are they there, and are they what its loops wait for?"""

from __future__ import annotations

import inspect
import time
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.remote_representation.external import RemoteSensor
from dagster._core.scheduler.instigation import InstigatorState, InstigatorStatus, InstigatorType, SensorInstigatorData
from dagster._daemon import controller, sensor
from dagster._daemon.auto_run_reexecution.event_log_consumer import EventLogConsumerDaemon
from dagster._daemon.run_coordinator.queued_run_coordinator_daemon import QueuedRunCoordinatorDaemon

from storytailor_dagster.defs.daemon import LOOP_SECONDS, look_often, too_soon
from storytailor_dagster.defs.retries import LOOK_SECONDS, RetriesDaemon
from storytailor_dagster.defs.run_queue import QueueDaemon, WakingQueue
from storytailor_dagster_tests.defs.nothing import repository_of, workspace_on


@pytest.fixture(autouse=True)
def put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the daemon sets for its own process is afterwards as it was."""
    monkeypatch.setattr(sensor, "MIN_INTERVAL_LOOP_TIME", sensor.MIN_INTERVAL_LOOP_TIME)
    monkeypatch.setattr(sensor, "is_under_min_interval", sensor.is_under_min_interval)
    monkeypatch.setattr(controller, "EventLogConsumerDaemon", EventLogConsumerDaemon)
    monkeypatch.setattr(controller, "QueuedRunCoordinatorDaemon", QueuedRunCoordinatorDaemon)


def test_the_daemon_looks_at_its_sensors_twice_a_second() -> None:
    look_often()
    assert sensor.MIN_INTERVAL_LOOP_TIME == LOOP_SECONDS
    loop = inspect.getsource(sensor.execute_sensor_iteration_loop)
    assert "MIN_INTERVAL_LOOP_TIME - loop_duration" in loop, "a row is picked up after five seconds and more"


def test_a_sensor_of_a_second_is_due_at_every_beat_and_another_at_its_own(empty_database: str, tmp_path: Path) -> None:
    look_often()
    assert sensor.is_under_min_interval is too_soon
    assert inspect.getsource(sensor).count("is_under_min_interval(") == 3, "asked before a look, in its thread, defined"
    with workspace_on(empty_database, tmp_path) as workspace:
        found = {one.name: one for one in repository_of(workspace).get_sensors()}
        waits = {name: [too_soon(looked_at(one, ago), one) for ago in (0.4, 30)] for name, one in found.items()}
    assert waits == {"at_every_beat": [False, False], "now_and_then": [True, False]}


def looked_at(one: RemoteSensor, ago: float) -> InstigatorState:
    """How the daemon remembers a sensor that it looked at so many seconds ago."""
    ticked = time.time() - ago
    data = SensorInstigatorData(last_tick_start_timestamp=ticked, last_tick_timestamp=ticked)
    return InstigatorState(one.get_remote_origin(), InstigatorType.SENSOR, InstigatorStatus.RUNNING, data)


def test_it_looks_for_crashed_runs_every_second() -> None:
    look_often()
    with dg.DagsterInstance.ephemeral() as instance:
        daemon = controller.create_daemon_of_type("EVENT_LOG_CONSUMER", instance)
    assert isinstance(daemon, RetriesDaemon)
    assert daemon.interval_seconds == LOOK_SECONDS


def test_it_looks_for_queued_runs_as_often_as_the_instance_says_and_when_it_is_woken(
    empty_database: str, tmp_path: Path
) -> None:
    look_often()
    with workspace_on(empty_database, tmp_path) as workspace:
        daemon = controller.create_daemon_of_type("QUEUED_RUN_COORDINATOR", workspace.instance)
        queue = workspace.instance.run_coordinator
    assert isinstance(daemon, QueueDaemon)
    assert isinstance(queue, WakingQueue)
    assert (daemon.beat, daemon.interval_seconds) == (queue.dequeue_interval_seconds, 0)
