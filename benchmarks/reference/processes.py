"""Programs under measurement: started with a log, seen to be ready, and gone at the end with all they started."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from storytailor_dagster.local.parting import die_with_parent

READY = "READY"
START_SECONDS = 120.0


@dataclass(frozen=True)
class Running:
    """A program and where it writes."""

    process: subprocess.Popen[str]
    log: Path

    @property
    def pid(self) -> int:
        return self.process.pid

    def say(self, line: str) -> None:
        """Writes a line to its standard input."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def wait_until(self, ready: str) -> None:
        """Until the address `ready` answers, or that word is in the log.

        Raises:
            RuntimeError: the program ended, or took longer than START_SECONDS.
        """
        ends = time.monotonic() + START_SECONDS
        while not self._is(ready):
            if self.process.poll() is not None or time.monotonic() > ends:
                raise RuntimeError(f"{self.log.stem} did not start:\n{self.log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.1)

    def _is(self, ready: str) -> bool:
        if not ready.startswith("http:"):
            return ready in self.log.read_text(errors="replace")
        try:
            return httpx.get(ready, timeout=2).is_success
        except httpx.HTTPError:
            return False

    def kill(self) -> None:
        """With -9, and all its children."""
        for one in family(self.pid):
            with suppress(psutil.NoSuchProcess):
                one.kill()
        self.process.wait()


@contextmanager
def running(command: Sequence[str], *, environment: Mapping[str, str], log: Path) -> Iterator[Running]:
    """Runs it in a process group of its own."""
    with log.open("w") as file:
        process = subprocess.Popen(
            command,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=file,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )
    try:
        yield Running(process, log)
    finally:
        _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    others = family(process.pid)
    if process.stdin is not None:
        with suppress(OSError):
            process.stdin.close()
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=10)
    for one in others:
        with suppress(psutil.NoSuchProcess):
            one.kill()
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=10)


def family(pid: int) -> list[psutil.Process]:
    """A process and all its descendants; none where it has ended."""
    try:
        first = psutil.Process(pid)
        return [first, *first.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []
