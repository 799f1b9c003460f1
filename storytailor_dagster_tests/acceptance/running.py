"""`storytailor` as real processes: one command, or everything that `up` starts, on ports of their own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storytailor_dagster.settings import inherited_environment

LONGEST = 280.0


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in inherited_environment().items() if not name.startswith("STORYTAILOR_")}
    kept.pop("DATABASE_URL", None)
    return kept | {"STORYTAILOR_HOME": str(home), "COLUMNS": "120"} | more


def storytailor(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "storytailor_dagster.local.cli", *arguments],
        env=environment(home, **more),
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
        cwd=home.parent,
    )


def left_running(home: Path) -> list[str]:
    """Command lines of processes that know this home; Linux only."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(home).encode() in (process / "environ").read_bytes() and int(process.name) != os.getpid():
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except (FileNotFoundError, PermissionError, ProcessLookupError):
            continue
    return found


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def up(home: Path) -> Iterator[dict[str, str]]:
    names = ("STORYTAILOR_PORT", "STORYTAILOR_FILES_PORT", "STORYTAILOR_API_PORT")
    ports = {name: str(free_port()) for name in names}
    running = subprocess.Popen(
        [sys.executable, "-m", "storytailor_dagster.local.cli", "up"],
        env=environment(home, **ports),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield ports
        running.send_signal(signal.SIGINT)
        said, _ = running.communicate(timeout=120)
        assert running.returncode == 0, said
        assert f"http://127.0.0.1:{ports['STORYTAILOR_PORT']}" in said
    finally:
        running.kill()
        running.wait()


def answers(url: str) -> bytes:
    end = time.monotonic() + 180
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                found: bytes = answer.read()
                return found
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.3)
