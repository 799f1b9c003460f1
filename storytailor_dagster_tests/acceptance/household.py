"""`storytailor` as a person runs it: a command in a process of its own on a home of its own, and all of it at once."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from storytailor_dagster.local.ports import free_port
from storytailor_dagster.settings import inherited_environment

LONGEST = 280.0


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in inherited_environment().items() if not name.startswith("STORYTAILOR_")}
    kept.pop("DATABASE_URL", None)
    return kept | {"STORYTAILOR_HOME": str(home), "COLUMNS": "120"} | more


def storytailor(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "storytailor_dagster.local.cli", *arguments],
        env=environment(home, **more),
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
        cwd=home.parent,
    )


def left_running(home: Path) -> list[str]:
    """Command lines of processes that know this home; Linux only."""
    return list(_processes(home).values())


def _processes(home: Path) -> dict[int, str]:
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(home).encode() in (process / "environ").read_bytes() and int(process.name) != os.getpid():
                found[int(process.name)] = (process / "cmdline").read_text().replace("\0", " ")
        except (FileNotFoundError, PermissionError, ProcessLookupError):
            continue
    return found


def kill_all(home: Path) -> None:
    """What a power cut leaves of a home's processes: nothing, the database's included. Linux only."""
    server = home / "postgres" / "pgdata" / "postmaster.pid"
    pids = [int(server.read_text().split()[0])] if server.exists() else []
    end = time.monotonic() + 30
    while left := [*pids, *_processes(home)]:
        assert time.monotonic() < end, left
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        pids = []


@contextmanager
def up(home: Path, more: Mapping[str, str] | None = None, *, until_killed: bool = False) -> Iterator[dict[str, str]]:
    """`storytailor up`, on free ports, stopped by Ctrl-C in the end; the ports by their settings' names. `more` is its
    environment's.

    Where it is not stopped but killed in the end, `until_killed` says so.
    """
    names = ("STORYTAILOR_PORT", "STORYTAILOR_FILES_PORT", "STORYTAILOR_API_PORT")
    ports = {name: str(free_port()) for name in names}
    with said(home).open("w") as output:
        running = subprocess.Popen(
            [sys.executable, "-P", "-m", "storytailor_dagster.local.cli", "up"],
            env=environment(home, **ports, **(more or {})),
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=home.parent,
        )
    try:
        try:
            yield ports
        except BaseException as error:
            error.add_note(f"`storytailor up`, exit code {running.poll()}, printed:\n{said(home).read_text()}")
            running.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                running.wait(timeout=120)
            raise
        if until_killed:
            running.kill()  # first, since it starts again what dies
            running.wait()
            kill_all(home)
            return
        running.send_signal(signal.SIGINT)
        running.wait(timeout=120)
        assert running.returncode == 0, said(home).read_text()
        assert f"http://127.0.0.1:{ports['STORYTAILOR_PORT']}" in said(home).read_text()
    finally:
        running.kill()
        running.wait()


def said(home: Path) -> Path:
    """Where what `up` prints can be read."""
    return home.parent / "up.txt"


def address_of(what: str, home: Path) -> str:
    """An address that `up` has printed, when it has."""
    end = time.monotonic() + 120
    while not (found := re.search(rf"^{what} +(http\S+)$", said(home).read_text(), re.MULTILINE)):
        assert time.monotonic() < end, said(home).read_text()
        time.sleep(0.2)
    return found[1]


def answers(url: str) -> bytes:
    """What an address answers, when it does."""
    end = time.monotonic() + 180
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                found: bytes = answer.read()
                return found
        except OSError as error:
            if time.monotonic() > end:
                raise AssertionError(f"{url} did not answer within three minutes: {error}") from None
        time.sleep(0.3)
