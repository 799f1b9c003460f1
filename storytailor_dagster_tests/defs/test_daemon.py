"""The daemon's one private name: is it there, and is it what the sensors' loop waits for?"""

from __future__ import annotations

import inspect

from dagster._daemon import sensor

from storytailor_dagster.defs.daemon import LOOP_SECONDS, look_often


def test_the_daemon_looks_at_its_sensors_twice_a_second() -> None:
    usual = sensor.MIN_INTERVAL_LOOP_TIME
    try:
        look_often()
        assert sensor.MIN_INTERVAL_LOOP_TIME == LOOP_SECONDS
    finally:
        sensor.MIN_INTERVAL_LOOP_TIME = usual
    loop = inspect.getsource(sensor.execute_sensor_iteration_loop)
    assert "MIN_INTERVAL_LOOP_TIME - loop_duration" in loop, "a row is picked up after five seconds and more"
