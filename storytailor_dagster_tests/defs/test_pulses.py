"""Runs whose process is gone are told so, and nobody else is; a process hears that its run was ended from outside."""

from __future__ import annotations

import json
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import dagster as dg
import psycopg
import pytest

from storytailor_dagster.defs import pulse
from storytailor_dagster.defs.build import build_defs
from storytailor_dagster.defs.making import claim_mode
from storytailor_dagster.defs.pulse import ledger_of, signs_of_life, stop_what_was_ended
from storytailor_dagster.defs.sensors.pulses import lost_runs
from storytailor_dagster.defs.tags import PARTITION, RUN_RETRY
from storytailor_dagster.ledger import ClaimMode
from storytailor_dagster.ledger.pulses import SILENCE
from storytailor_dagster_tests.defs.conftest import House
from storytailor_dagster_tests.defs.test_sensors import a_run

Connection = psycopg.Connection[tuple[object, ...]]
Status = dg.DagsterRunStatus


def look(
    house: House,
    *,
    since: float = 60.0,
    last: float = 1.0,
    silent: dict[str, float] | None = None,
    unbegun: dict[str, float] | None = None,
) -> str:
    """Looks for lost runs, after having looked without a gap since then and last then (seconds ago); its cursor.

    `silent`: since how many seconds these runs were seen to be; `unbegun`: for how many these were watched.
    """
    now = time.time()
    seen = {run_id: now - seconds for run_id, seconds in (silent or {}).items()}
    context = dg.build_sensor_context(
        instance=house.instance,
        resources={"ledger": house.ledger},
        definitions=build_defs(),
        cursor=json.dumps({"watching": [now - since, now - last], "silent": seen, "unbegun": unbegun or {}}),
    )
    lost_runs(context)
    return context.cursor or ""


def status(house: House, run: dg.DagsterRun) -> Status:
    found = house.instance.get_run_by_id(run.run_id)
    assert found is not None
    return found.status


def silent_for(connection: Connection, seconds: int) -> None:
    """So long has no process given a sign. A server that was started a moment ago would take nobody for silent."""
    while connection.execute("select now() - pg_postmaster_start_time() < %s", (SILENCE,)).fetchone() == (True,):
        time.sleep(0.2)
    connection.execute("update run_pulses set seen_at = now() - make_interval(secs => %s)", (seconds,))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Status.STARTING, Status.FAILURE),
        (Status.STARTED, Status.FAILURE),
        (Status.CANCELING, Status.CANCELED),
        (Status.SUCCESS, Status.SUCCESS),
        (Status.CANCELED, Status.CANCELED),
    ],
)
def test_a_run_without_a_sign_of_life_is_ended(
    house: House, connection: Connection, before: Status, after: Status
) -> None:
    run = a_run(house, house.asked(), before)
    house.ledger.pulses.beat(run.run_id)
    silent_for(connection, 11)
    look(house)
    assert status(house, run) is after
    assert connection.execute("select * from run_pulses").fetchall() == []


def test_a_run_that_gives_signs_goes_on(house: House, connection: Connection) -> None:
    run = a_run(house, house.asked(), Status.STARTED)
    house.ledger.pulses.beat(run.run_id)
    silent_for(connection, 6)
    look(house)
    assert status(house, run) is Status.STARTED
    assert connection.execute("select run_id from run_pulses").fetchall() == [(run.run_id,)]


def test_after_a_gap_in_its_looks_nobody_is_lost_until_it_has_listened(house: House, connection: Connection) -> None:
    run = a_run(house, house.asked(), Status.STARTED)
    house.ledger.pulses.beat(run.run_id)
    silent_for(connection, 60)
    before = time.time()
    since, last = json.loads(look(house, since=3600, last=40))["watching"]
    assert status(house, run) is Status.STARTED
    assert before <= since == last
    assert json.loads(look(house, since=5))["watching"][0] < before
    assert status(house, run) is Status.STARTED
    look(house, since=16)
    assert status(house, run) is Status.FAILURE


def test_where_every_look_comes_late_a_run_is_lost_once_it_was_seen_silent_for_long(
    house: House, connection: Connection
) -> None:
    run = a_run(house, house.asked(), Status.STARTED)
    house.ledger.pulses.beat(run.run_id)
    silent_for(connection, 60)
    late = partial(look, house, since=8.0, last=8.0)
    assert run.run_id in json.loads(late())["silent"]
    late(silent={run.run_id: 8.0})
    assert status(house, run) is Status.STARTED
    assert json.loads(late(silent={run.run_id: 16.0}))["silent"] == {}
    assert status(house, run) is Status.FAILURE


def test_who_gave_a_sign_since_is_not_remembered_as_silent(house: House) -> None:
    run = a_run(house, house.asked(), Status.STARTED)
    house.ledger.pulses.beat(run.run_id)
    assert json.loads(look(house, since=8, last=8, silent={run.run_id: 16.0}))["silent"] == {}
    assert status(house, run) is Status.STARTED


@pytest.fixture
def town(house: House, tmp_path: Path) -> Iterator[House]:
    """A house whose runs are launched as a deployment's are."""
    with dg.instance_for_test(temp_dir=str(tmp_path)) as instance:
        yield replace(house, instance=instance)


@pytest.mark.parametrize(
    ("retries", "seconds", "after"),
    [(0, 13, Status.STARTING), (0, 14.5, Status.FAILURE), (1, 28, Status.STARTING), (1, 29.5, Status.FAILURE)],
)
def test_a_run_whose_launch_was_cut_short_is_lost_though_it_never_gave_a_sign(
    town: House, retries: int, seconds: float, after: Status
) -> None:
    run = a_run(town, town.asked(), Status.STARTING, {RUN_RETRY: str(retries)})
    look(town, unbegun={run.run_id: seconds})
    assert status(town, run) is after


@pytest.mark.parametrize(("seconds", "after"), [(28, Status.STARTED), (29.5, Status.FAILURE)])
def test_a_run_that_ended_with_its_machine_before_its_first_sign_is_lost(
    town: House, seconds: float, after: Status
) -> None:
    story = town.asked()
    run, other = (
        a_run(town, story, Status.STARTED),
        town.instance.add_run(dg.DagsterRun("health", status=Status.STARTED)),
    )
    daily = town.instance.add_run(
        dg.DagsterRun("somebody_elses", status=Status.STARTED, tags={PARTITION: "2026-11-22"})
    )
    look(town, unbegun={run.run_id: seconds, other.run_id: 100.0, daily.run_id: 100.0})
    assert status(town, run) is after
    assert [status(town, one) for one in (other, daily)] == [Status.STARTED] * 2  # of no story: they give no signs


def test_where_every_look_comes_late_a_run_that_never_began_is_lost_all_the_same(town: House) -> None:
    run = a_run(town, town.asked(), Status.STARTING)
    watched: dict[str, float] = {}
    for expected in (0, 5, 10):
        watched = json.loads(look(town, since=6, last=6, unbegun=watched))["unbegun"]
        assert watched == {run.run_id: expected}
        assert status(town, run) is Status.STARTING
    look(town, since=6, last=6, unbegun=watched)
    assert status(town, run) is Status.FAILURE


def test_after_an_outage_a_run_is_given_time_to_begin(town: House) -> None:
    run = a_run(town, town.asked(), Status.STARTING)
    watched = json.loads(look(town, since=3600, last=3600, unbegun={run.run_id: 2.0}))["unbegun"]
    assert watched == {run.run_id: 7.0}
    assert status(town, run) is Status.STARTING


def test_who_never_looked_before_ends_nobody(house: House, connection: Connection) -> None:
    run = a_run(house, house.asked(), Status.STARTED)
    house.ledger.pulses.beat(run.run_id)
    silent_for(connection, 60)
    context = dg.build_sensor_context(
        instance=house.instance, resources={"ledger": house.ledger}, definitions=build_defs()
    )
    lost_runs(context)
    assert status(house, run) is Status.STARTED
    assert "watching" in json.loads(context.cursor or "")


def within(seconds: float, heard: threading.Event) -> bool:
    """Whether it was heard; looks rather than waits, since a handler runs in the thread that waits."""
    end = time.monotonic() + seconds
    while not heard.is_set() and time.monotonic() < end:
        time.sleep(0.05)
    return heard.is_set()


@pytest.fixture
def interrupted() -> Iterator[threading.Event]:
    """Set when this process is interrupted, as the process of a run is."""
    heard = threading.Event()
    before = signal.signal(signal.SIGINT, lambda *_: heard.set())
    yield heard
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("ended", [Status.CANCELING, Status.CANCELED, Status.FAILURE])
def test_a_process_hears_that_its_run_was_ended(house: House, interrupted: threading.Event, ended: Status) -> None:
    run = a_run(house, house.asked(), ended)
    with signs_of_life(house.ledger, house.instance, run.run_id):
        assert within(pulse.BEAT_SECONDS * 4, interrupted)


class Unwell:
    """Dagster's storage on the day its database fails: the first looks at a run end in its driver's words."""

    def __init__(self, instance: dg.DagsterInstance) -> None:
        self.instance, self.failing = instance, 2

    def get_run_by_id(self, run_id: str) -> dg.DagsterRun | None:
        if self.failing:
            self.failing -= 1
            raise ConnectionError("could not connect to db.example.org")
        return self.instance.get_run_by_id(run_id)


def test_a_process_hears_it_after_an_outage_too(
    house: House, interrupted: threading.Event, caplog: pytest.LogCaptureFixture
) -> None:
    run = a_run(house, house.asked(), Status.CANCELED)
    unwell = Unwell(house.instance)
    with signs_of_life(house.ledger, unwell, run.run_id):  # type: ignore[arg-type]
        assert within(pulse.BEAT_SECONDS * 8, interrupted)
    assert caplog.text.count("(ConnectionError)") == 2
    assert "example.org" not in caplog.text


def test_signs_are_given_from_the_first_moment_until_the_end(
    house: House, connection: Connection, interrupted: threading.Event
) -> None:
    run = a_run(house, house.asked(), Status.STARTED)
    threads = threading.active_count()
    with signs_of_life(house.ledger, house.instance, run.run_id):
        assert connection.execute("select run_id from run_pulses").fetchall() == [(run.run_id,)]
        silent_for(connection, 60)
        assert not within(pulse.BEAT_SECONDS * 2, interrupted)
        look(house)
        assert status(house, run) is Status.STARTED
    assert connection.execute("select run_id from run_pulses").fetchall() == []
    assert threading.active_count() == threads


def test_a_run_that_was_canceled_while_it_began_ends_canceled(house: House, interrupted: threading.Event) -> None:
    run = a_run(house, house.asked(), Status.STARTING)
    house.instance.report_run_canceling(run)
    house.instance.report_run_canceled(run)
    begin(house, run)
    assert status(house, run) is Status.STARTED, "Dagster has forgotten it"
    stop_what_was_ended(house.instance, run.run_id)
    assert within(1, interrupted)
    assert status(house, run) is Status.CANCELING


def test_a_run_that_was_taken_for_lost_while_it_began_stops(house: House, interrupted: threading.Event) -> None:
    run = a_run(house, house.asked(), Status.STARTING)
    house.instance.report_run_failed(run)
    begin(house, run)
    stop_what_was_ended(house.instance, run.run_id)
    assert within(1, interrupted)


def test_a_run_that_nobody_ended_goes_on(house: House, interrupted: threading.Event) -> None:
    run = a_run(house, house.asked(), Status.STARTING)
    begin(house, run)
    stop_what_was_ended(house.instance, run.run_id)
    assert not within(0.2, interrupted)


def begin(house: House, run: dg.DagsterRun) -> None:
    event = dg.DagsterEvent(event_type_value=dg.DagsterEventType.RUN_START.value, job_name=run.job_name)
    house.instance.report_dagster_event(event, run.run_id)


def test_a_run_shares_the_connections_of_the_worker_that_speaks_for_it(house: House, connection: Connection) -> None:
    run = a_run(house, house.asked(), Status.STARTED)
    assert ledger_of(run.run_id) is None
    with signs_of_life(house.ledger, house.instance, run.run_id):
        assert ledger_of(run.run_id) is house.ledger
        assert ledger_of("another run") is None
        assert connection.execute("select run_id from run_pulses").fetchall() == [(run.run_id,)]
    assert ledger_of(run.run_id) is None
    assert connection.execute("select run_id from run_pulses").fetchall() == []


def test_a_retry_goes_on_from_every_run_before_it(house: House) -> None:
    first = a_run(house, house.asked(), Status.FAILURE)
    second = house.instance.add_run(retry_of(first, "1"))
    third = house.instance.add_run(retry_of(second, "2"))
    assert claim_mode(house.instance, third, step_retry=False) == (ClaimMode.RETRY, (second.run_id, first.run_id))


def retry_of(run: dg.DagsterRun, number: str) -> dg.DagsterRun:
    root = run.root_run_id or run.run_id
    return dg.DagsterRun(
        job_name=run.job_name, parent_run_id=run.run_id, root_run_id=root, tags={**run.tags, RUN_RETRY: number}
    )
