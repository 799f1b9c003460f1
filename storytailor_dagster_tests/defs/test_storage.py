"""Dagster's pooled storage, on real servers."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import dagster as dg
import psycopg
import pytest

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
