"""Programs that run beside this one: started together, watched or kept running, and stopped with all they started."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from storytailor_dagster.errors import Transient
from storytailor_dagster.local.parting import die_with_parent

STOP_SECONDS = 10.0
SETTLED_SECONDS = 30.0
"""Who ran for that long before it ended may be started again at once, however often it ended before."""
STARTS = 5
"""How often a program that never settles is started: then something is wrong with it that no start mends."""
MOST_LOGGED = 50_000_000
"""Bytes of a log; what is longer becomes `<name>.log.1`, in the place of the one before."""
_TAIL = 2000


@dataclass(frozen=True, kw_only=True)
class Program:
    """A running program and its log."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def check(self) -> None:
        """Raises Transient with the log's end where the program has ended by itself."""
        code = self.process.poll()
        if code is not None:
            end = self.log.read_text(errors="replace")[-_TAIL:]
            raise Transient(
                f"{self.name} ended by itself (exit status {code}).\n{end}",
                code="PROGRAM_ENDED",
                remedy=f"The whole log is {self.log}.",
            )


def turn(log: Path) -> None:
    """Begins the log anew where it is long.

    It is copied, since who writes it holds it open (to append): a line written in the moment between may be lost. Where
    there is no room for a copy there is none.
    """
    if not log.exists() or log.stat().st_size <= MOST_LOGGED:
        return
    former = log.with_name(f"{log.name}.1")
    try:
        shutil.copyfile(log, former)
    except OSError:
        former.unlink(missing_ok=True)
    os.truncate(log, 0)


@contextmanager
def program(name: str, module: Sequence[str], *, environment: Mapping[str, str], log: Path) -> Iterator[Program]:
    """Runs `python -m module...` in a process group of its own; at the end the whole group is gone."""
    turn(log)
    with log.open("ab") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", *module],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )
    try:
        yield Program(name=name, process=process, log=log)
    finally:
        _stop(process)


@contextmanager
def programs(
    modules: Mapping[str, Sequence[str]], *, environment: Mapping[str, str], logs: Path
) -> Iterator[list[Program]]:
    """All of them; stopped in the opposite order."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(program(name, module, environment=environment, log=logs / f"{name}.log"))
            for name, module in modules.items()
        ]


class Kept:
    """A program that is started again when it ends by itself. What it had started goes on; it ends when we do."""

    def __init__(self, start: Callable[[], Program]) -> None:
        self._start = start
        self._program = start()
        self._began = time.monotonic()
        self._unsettled = 1

    def look(self) -> str | None:
        """Starts it again where it has ended by itself; then its name. Turns its log where that has become long.

        Raises:
            Transient: it ends again and again.
        """
        turn(self._program.log)
        try:
            self._program.check()
        except Transient:
            settled = time.monotonic() - self._began > SETTLED_SECONDS
            self._unsettled = 1 if settled else self._unsettled + 1
            if self._unsettled > STARTS:
                raise
            self._program, self._began = self._start(), time.monotonic()
            return self._program.name
        return None


@contextmanager
def kept_programs(
    modules: Mapping[str, Sequence[str]], *, environment: Mapping[str, str], logs: Path
) -> Iterator[list[Kept]]:
    """All of them, each to be looked at often; stopped in the opposite order."""
    with ExitStack() as stack:

        def starting(name: str, module: Sequence[str]) -> Callable[[], Program]:
            return lambda: stack.enter_context(program(name, module, environment=environment, log=logs / f"{name}.log"))

        yield [Kept(starting(name, module)) for name, module in modules.items()]


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Asks the program to end, waits, and ends what is left of its group."""
    end = time.monotonic() + STOP_SECONDS
    process.send_signal(signal.SIGTERM)
    while process.poll() is None and time.monotonic() < end:
        time.sleep(0.05)
    for urgency in (signal.SIGTERM, signal.SIGKILL):
        patience = time.monotonic() + 5
        while _signal_group(process.pid, urgency) and time.monotonic() < patience:
            time.sleep(0.1)
    process.wait(timeout=5)


def _signal_group(group: int, number: signal.Signals) -> bool:
    """Whether anybody of the group was there to hear it."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True
