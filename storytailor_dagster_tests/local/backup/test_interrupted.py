"""A backup or a restore that is stopped half-way leaves nothing, and what was there."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from storytailor_dagster.local.backup.restoring import restore
from storytailor_dagster.local.database import started
from storytailor_dagster.local.home import Home
from storytailor_dagster.local.postgres import EmbeddedPostgres
from storytailor_dagster_tests.acceptance.household import environment, left_running


def begun(home: Home, *words: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "storytailor_dagster.local.cli", *map(str, words)],
        env=environment(home.folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def told(process: subprocess.Popen[str], number: signal.Signals) -> tuple[int, str]:
    process.send_signal(number)
    said, _ = process.communicate(timeout=60)
    return process.returncode, said


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_backup_that_is_stopped_leaves_nothing(home: Home, place: Home, number: signal.Signals) -> None:
    target = place.folder.parent
    target.mkdir()
    with started(EmbeddedPostgres(home.database)) as dsn, psycopg.connect(dsn) as connection:
        connection.execute("lock table stories in access exclusive mode")  # pg_dump waits for it
        process = begun(home, "backup", target / "x")
        while not list(target.iterdir()):
            assert process.poll() is None
            time.sleep(0.02)
        assert [path.stat().st_mode & 0o777 for path in target.iterdir()] == [0o600]
        assert told(process, number) == (130, "Stopped.\n")
    assert list(target.iterdir()) == []


def test_a_backup_whose_database_stops_says_so_and_leaves_nothing(home: Home, place: Home) -> None:
    target = place.folder.parent
    target.mkdir()
    dumping = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'pg_dump'"
    with started(EmbeddedPostgres(home.database)) as dsn, psycopg.connect(dsn) as connection:
        connection.execute("lock table stories in access exclusive mode")
        process = begun(home, "backup", target / "x")
        while not connection.execute(dumping.encode()).fetchall():
            assert process.poll() is None
            connection.execute("select pg_stat_clear_snapshot()")
            time.sleep(0.02)
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "(DATABASE_NOT_COPIED)" in said
    assert list(target.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_restore_that_is_stopped_leaves_what_was_there(backup: Path, place: Home, number: signal.Signals) -> None:
    place.folder.mkdir(parents=True)
    (place.folder / "dear").write_text("to somebody")
    process = begun(place, "restore", backup, "--replace")
    while not list(place.folder.parent.glob(".home.restoring-*/postgres/server.json")):
        assert process.poll() is None
        time.sleep(0.01)
    told(process, number)
    assert [path.name for path in place.folder.iterdir()] == ["dear"]
    if number is not signal.SIGKILL:
        assert list(place.folder.parent.iterdir()) == [place.folder]
    assert left_running(place.folder) == []
    former = restore(place, backup, replace=True)
    assert former is not None
    assert os.listdir(former) == ["dear"]  # noqa: PTH208 - names alone


def test_a_home_that_is_started_while_a_restore_unpacks_is_not_replaced(backup: Path, place: Home) -> None:
    with started(EmbeddedPostgres(place.database)):
        pass
    process = unpacking(place, backup, "--replace")
    with started(EmbeddedPostgres(place.database)) as dsn:
        said, _ = process.communicate(timeout=120)
        assert (process.returncode, "(HOME_IN_USE)" in said) == (1, True), said
        assert list(place.folder.parent.iterdir()) == [place.folder]
        with psycopg.connect(dsn) as connection:
            assert connection.execute("select 1").fetchone() == (1,)


def test_what_is_put_into_an_empty_home_while_a_restore_unpacks_is_not_replaced_untold(
    backup: Path, place: Home
) -> None:
    place.folder.mkdir(parents=True)
    process = unpacking(place, backup)
    (place.folder / "dear").write_text("to somebody")
    said, _ = process.communicate(timeout=120)
    assert (process.returncode, "(HOME_NOT_EMPTY)" in said) == (1, True), said
    assert list(place.folder.parent.iterdir()) == [place.folder]
    assert [path.name for path in place.folder.iterdir()] == ["dear"]


def unpacking(place: Home, backup: Path, *options: str) -> subprocess.Popen[str]:
    """A restore that has found the home free."""
    process = begun(place, "restore", backup, *options)
    while not list(place.folder.parent.glob(".home.restoring-*")):
        assert process.poll() is None
        time.sleep(0.01)
    return process
