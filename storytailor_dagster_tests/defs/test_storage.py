"""Dagster's pooled storage, on real servers."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import PIPE
from typing import Any

import dagster as dg
import psycopg
import pytest
from dagster._core.definitions.run_request import InstigatorType
from dagster._core.scheduler.instigation import TickStatus

from storytailor_dagster.defs.storage.events import Events
from storytailor_dagster.ledger import ensure_dagster_schema
from storytailor_dagster.local.home import Home
from storytailor_dagster.local.postgres import EmbeddedPostgres
from storytailor_dagster.settings import Settings

OTHERS = (
    "from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
    " and backend_type = 'client backend'"
)


@pytest.fixture
def pooled(empty_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dg.DagsterInstance]:
    """An instance as the project's dagster.yaml makes one."""
    ensure_dagster_schema(empty_database)
    for name, value in Home(Settings(home=tmp_path)).environment(empty_database).items():
        monkeypatch.setenv(name, value)
    with dg.DagsterInstance.get() as instance:
        yield instance


def engines(instance: dg.DagsterInstance) -> list[Any]:
    storages: tuple[Any, ...] = (instance.run_storage, instance.event_log_storage, instance.schedule_storage)
    return [storage._engine for storage in storages]


@dg.op
def works(context: dg.OpExecutionContext) -> None:
    context.log.info("worked")


@dg.job
def one_step() -> None:
    works()


def test_no_tick_of_a_sensor_or_a_schedule_is_kept_for_ever(pooled: dg.DagsterInstance) -> None:
    for kind in (InstigatorType.SENSOR, InstigatorType.SCHEDULE):
        days = pooled.get_tick_retention_settings(kind)
        assert set(days) == set(TickStatus)
        assert all(kept > 0 for kept in days.values())


def test_a_run_and_its_events_are_kept_over_few_connections(pooled: dg.DagsterInstance, empty_database: str) -> None:
    result = one_step.execute_in_process(instance=pooled)
    run = pooled.get_run_by_id(result.run_id)
    assert run is not None
    assert run.status is dg.DagsterRunStatus.SUCCESS
    assert "worked" in [entry.user_message for entry in pooled.all_logs(result.run_id)]
    with psycopg.connect(empty_database) as connection:
        assert connection.execute(f"select count(*) {OTHERS}".encode()).fetchone() == (1,)


def test_the_three_storages_share_the_pool(pooled: dg.DagsterInstance) -> None:
    first, *others = engines(pooled)
    assert [other is first for other in others] == [True, True]


def test_many_threads_at_once_are_served(pooled: dg.DagsterInstance) -> None:
    with ThreadPoolExecutor(16) as threads:
        runs = list(threads.map(lambda _: pooled.add_run(dg.DagsterRun(job_name="many")), range(64)))
    assert {run.run_id for run in pooled.get_runs()} == {run.run_id for run in runs}


def test_lost_connections_are_replaced(pooled: dg.DagsterInstance, empty_database: str) -> None:
    pooled.get_runs()
    with psycopg.connect(empty_database, autocommit=True) as connection:
        ended = connection.execute(f"select pg_terminate_backend(pid, 5000) {OTHERS}".encode()).fetchall()
    assert ended
    assert pooled.get_runs() == []


def test_a_server_that_is_restarted_is_waited_for(
    server_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = EmbeddedPostgres(server_folder)
    try:
        dsn = server.start()
        ensure_dagster_schema(dsn)
        for name, value in Home(Settings(home=tmp_path)).environment(dsn).items():
            monkeypatch.setenv(name, value)
        with dg.DagsterInstance.get() as instance, ThreadPoolExecutor(1) as thread:
            run = instance.add_run(dg.DagsterRun(job_name="before"))
            os.kill(int((server_folder / "pgdata" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
            while server.running():
                pass
            found = thread.submit(instance.get_run_by_id, run.run_id)
            time.sleep(10.0)  # longer than Dagster itself tries to connect
            assert not found.done()
            server.start_again()
            assert found.result(timeout=60) is not None
    finally:
        server.stop()


def test_a_process_that_is_handed_the_instance_has_a_pool_too(pooled: dg.DagsterInstance) -> None:
    with dg.DagsterInstance.from_ref(pooled.get_ref()) as other:
        assert len(set(map(id, engines(other)))) == 1


def test_nothing_is_held_after_the_end(pooled: dg.DagsterInstance, empty_database: str) -> None:
    pooled.get_runs()
    pooled.dispose()
    with psycopg.connect(empty_database) as connection:
        assert connection.execute(f"select count(*) {OTHERS}".encode()).fetchone() == (0,)


def lines(instance: dg.DagsterInstance, run_id: str) -> list[str]:
    return [entry.dagster_event_type.value for entry in instance.all_logs(run_id) if entry.dagster_event_type]


@dg.asset(check_specs=[dg.AssetCheckSpec(name, asset="thing") for name in ("first", "second")])
def thing() -> Iterator[Any]:
    """Passes one of its checks."""
    results = [dg.AssetCheckResult(check_name=name, passed=name == "first") for name in ("first", "second")]
    yield dg.MaterializeResult(check_results=results)


def test_what_a_step_says_of_its_checks_is_all_there_in_order_when_it_has_ended(pooled: dg.DagsterInstance) -> None:
    told = lines(pooled, dg.materialize([thing], instance=pooled).run_id)
    step = told[told.index("STEP_START") :]
    kinds = [kind for kind in step if kind in ("STEP_OUTPUT", "ASSET_CHECK_EVALUATION", "STEP_SUCCESS")]
    assert kinds == [
        *("STEP_OUTPUT", "STEP_OUTPUT", "ASSET_CHECK_EVALUATION", "STEP_OUTPUT", "ASSET_CHECK_EVALUATION"),
        "STEP_SUCCESS",
    ]
    found = pooled.event_log_storage.get_latest_asset_check_execution_by_key(
        [dg.AssetCheckKey(thing.key, name) for name in ("first", "second")]
    )
    assert {key.name: record.status.value for key, record in found.items()} == {
        "first": "SUCCEEDED",
        "second": "FAILED",
    }


def test_planned_checks_are_written_in_one_transaction(
    pooled: dg.DagsterInstance, empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAGSTER_EVENT_BATCH_SIZE", "1000")
    run = dg.materialize([thing], instance=pooled).run_id
    told = lines(pooled, run)
    assert told.count("ASSET_CHECK_EVALUATION_PLANNED") == 2
    assert told.count("ASSET_MATERIALIZATION_PLANNED") == 1
    assert transactions(empty_database, run, "ASSET_CHECK_EVALUATION_PLANNED") == 1


def test_what_a_step_says_of_its_checks_is_written_in_one_transaction(
    pooled: dg.DagsterInstance, empty_database: str
) -> None:
    run = dg.materialize([thing], instance=pooled).run_id
    assert transactions(empty_database, run, "ASSET_CHECK_EVALUATION") == 1


def transactions(database: str, run_id: str, *kinds: str) -> int:
    """In how many of them events of a run were written."""
    with psycopg.connect(database) as connection:
        count = (
            "select count(distinct xmin::text) from dagster.event_logs"
            " where run_id = %s and dagster_event_type = any(%s)"
        )
        found = connection.execute(count, (run_id, list(kinds))).fetchone()
    assert found is not None
    return int(found[0])


def test_a_run_asks_once_for_a_partition_that_is_there_and_again_for_one_that_is_not(
    pooled: dg.DagsterInstance,
) -> None:
    events = pooled.event_log_storage
    assert isinstance(events, Events)
    pooled.add_dynamic_partitions("stories", ["there"])
    with events.partitions_stay():
        assert pooled.has_dynamic_partition("stories", "there")
        assert not pooled.has_dynamic_partition("stories", "new")
        pooled.delete_dynamic_partition("stories", "there")
        pooled.add_dynamic_partitions("stories", ["new"])
        assert pooled.has_dynamic_partition("stories", "there")
        assert pooled.has_dynamic_partition("stories", "new")
    assert not pooled.has_dynamic_partition("stories", "there")


def test_a_result_that_no_run_made_is_written_at_once(pooled: dg.DagsterInstance) -> None:
    pooled.report_runless_asset_event(
        dg.AssetCheckEvaluation(asset_key=thing.key, check_name="first", passed=True, metadata={})
    )
    key = dg.AssetCheckKey(thing.key, "first")
    assert key in pooled.event_log_storage.get_latest_asset_check_execution_by_key([key])


def test_a_process_that_keeps_its_connections_connects_once_for_all_its_instances(
    pooled: dg.DagsterInstance, empty_database: str
) -> None:
    """As a code server, which makes an instance for each look at a sensor; in a process of its own."""
    script = (
        "import sys, dagster as dg\n"
        "from storytailor_dagster.defs.keeping import keep_connections\n"
        "keep_connections()\n"
        "for _ in range(5):\n"
        "    with dg.DagsterInstance.get() as instance:\n"
        "        instance.get_runs()\n"
        "print('looked', flush=True)\n"
        "sys.stdin.read()\n"
    )
    with psycopg.connect(empty_database, autocommit=True) as connection:
        count = f"select count(*), count(distinct backend_start) {OTHERS}".encode()
        before = connection.execute(count).fetchone()
        with subprocess.Popen([sys.executable, "-c", script], stdin=PIPE, stdout=PIPE, text=True) as looks:
            assert looks.stdout is not None
            assert looks.stdin is not None
            assert looks.stdout.readline() == "looked\n"
            after = connection.execute(count).fetchone()
            looks.stdin.close()
    assert before is not None
    assert after is not None
    assert after[0] - before[0] == 1
