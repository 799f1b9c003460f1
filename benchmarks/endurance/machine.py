"""A whole system to break: `storytailor up` on a database of its own, with a Redis and workers where it is a fleet.

What `up` starts, `up` starts again. What a supervisor would keep running (Redis, the workers: systemd, Kubernetes) is
started again here, a second after it died.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import httpx
import psutil
import psycopg

from benchmarks.endurance.relay import Relay, relay
from benchmarks.reference.ours import doors as hosted
from benchmarks.reference.processes import Running, family, running
from benchmarks.reference.workload import WAITS
from storytailor_dagster.local.home import Home
from storytailor_dagster.local.ports import free_port
from storytailor_dagster.local.postgres import EmbeddedPostgres
from storytailor_dagster.settings import Settings, inherited_environment

SUPERVISOR_SECONDS = 1.0
START_SECONDS = 180.0
WORKERS, CHILDREN = 2, 14
ONE_MACHINE_RUNS = 28
"""Runs at a time in the one-machine setup, in the place of the two of dagster.yaml: else 18 of 20 stories only wait."""
_CLI = (sys.executable, "-m", "storytailor_dagster.local.cli")
_EXECUTING = """
select substring(e.event from 'Started process for run \\(pid: (\\d+)\\)')::int
from dagster.event_logs e join dagster.runs r using (run_id)
where r.status = 'STARTED' and e.dagster_event_type = 'ENGINE_EVENT' and e.event ~ 'Started process for run'"""
_AT_ONCE = re.compile(r"max_concurrent_runs: \d+")

OF_UP = {
    "api": "storytailor_dagster.api",
    "code": "storytailor_dagster.defs.code_server",
    "daemon": "storytailor_dagster.defs.daemon",
    "webserver": "dagster_webserver",
}
"""`up`'s children, by a word of their command lines."""
_FORKED = "multiprocessing.forkserver"


@dataclass
class Machine:
    """A running system. `workers` is empty where there is no fleet."""

    name: str
    home: Home
    environment: Mapping[str, str]
    up: Running
    emulator: Running
    relay: Relay
    ports: Mapping[str, int]
    start: Callable[[str], Running]
    supervised: dict[str, Running] = field(default_factory=dict)
    _again: dict[str, float] = field(default_factory=dict)

    @property
    def dsn(self) -> str:
        return EmbeddedPostgres(self.home.database).dsn

    def keep(self) -> None:
        """What a supervisor does: starts again what died, a second later. To be called often."""
        if self.up.process.poll() is not None:
            raise RuntimeError(f"`storytailor up` itself ended:\n{self.up.log.read_text(errors='replace')[-3000:]}")
        for name, one in list(self.supervised.items()):
            if one.process.poll() is None:
                continue
            if time.monotonic() > self._again.setdefault(name, time.monotonic() + SUPERVISOR_SECONDS):
                del self._again[name]
                self.supervised[name] = self.start(name)

    def pids(self, what: str, chance: Random) -> list[int]:
        """The processes that a kill of it means; empty where there is none now."""
        if what == "redis":
            return [self.supervised["redis"].pid]
        if what == "worker":  # as if its machine were lost: with all its children
            worker = self.supervised[chance.choice(sorted(name for name in self.supervised if name != "redis"))]
            return [one.pid for one in family(worker.pid)]
        if what == "run":
            runs = self.runs()
            return [chance.choice(runs)] if runs else []
        word = "postgres" if what == "postgres" else OF_UP[what]
        return [one.pid for one in psutil.Process(self.up.pid).children() if _said(one, word)]

    def runs(self) -> list[int]:
        """Processes that execute a run now: children of a worker, or forks of the code server's warm process."""
        workers = [one.pid for name, one in self.supervised.items() if name != "redis"]
        if workers:
            return sorted({child.pid for pid in workers for child in family(pid)[1:]} & self._executing())
        return sorted(one.pid for one in self.processes() if _said(one, _FORKED) and not _forks(one))

    def _executing(self) -> set[int]:
        """Those that a run in work has said to be its process; none while the database is away."""
        with suppress(psycopg.OperationalError), psycopg.connect(self.dsn, autocommit=True) as database:
            return {pid for (pid,) in database.execute(_EXECUTING)}
        return set()

    def processes(self) -> list[psutil.Process]:
        """All that belong to this home, orphans too, but for the database's."""
        mark, found = str(self.home.folder), []
        for one in psutil.process_iter():
            with suppress(psutil.Error):
                if one.environ().get("STORYTAILOR_HOME") == mark:
                    found.append(one)
        return found

    def kill(self, what: str, chance: Random) -> int:
        """With -9; how many processes that were."""
        pids = self.pids(what, chance)
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return len(pids)

    def store_writable(self, yes: bool) -> None:
        """The mount of the objects' folder is made read-only, which holds for root too, or writable again."""
        ends = time.monotonic() + 10  # it is busy while a file is being written
        while True:
            way = "rw" if yes else "ro"
            told = subprocess.run(
                ["mount", "-o", f"remount,{way},bind", self.home.objects], check=False, capture_output=True
            )
            if told.returncode == 0:
                return
            if time.monotonic() > ends:
                raise RuntimeError(f"the store could not be made {way}: {told.stderr.decode()}")
            time.sleep(0.02)

    def answers(self) -> bool:
        """Whether API and UI do."""
        try:
            api = httpx.get(f"http://127.0.0.1:{self.ports['STORYTAILOR_API_PORT']}/health/live", timeout=2)
            page = httpx.get(f"http://127.0.0.1:{self.ports['STORYTAILOR_PORT']}/server_info", timeout=2)
        except httpx.HTTPError:
            return False
        return api.is_success and page.is_success

    def token(self) -> str:
        asked = subprocess.run([*_CLI, "token"], env=self.environment, capture_output=True, text=True, check=True)
        return asked.stdout.strip()


def _said(one: psutil.Process, word: str) -> bool:
    """Whether its program or one of its first words is that."""
    try:
        return any(word in part for part in one.cmdline()[:4])
    except psutil.Error:
        return False


def _forks(one: psutil.Process) -> bool:
    """Whether it is the warm process itself, and no fork of it."""
    try:
        parent = one.parent()
        return parent is not None and _said(parent, OF_UP["code"])
    except psutil.Error:
        return True


@contextmanager
def machine(setup: str, folder: Path, *, scale: float, doors: Mapping[str, str] | None = None) -> Iterator[Machine]:
    """The setup `one` or `fleet`, ready, in that empty folder; gone at the end. Needs leave to mount (root).

    Args:
        scale: how many times the waits of the reference workload its calls take.
        doors: other settings of the providers; None: every door is hosted, by the emulator.
    """
    home = Home(Settings(home=folder))
    home.objects.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        stack.enter_context(_mounted(home.objects))
        emulator = stack.enter_context(_emulator(home.logs, scale))
        way = stack.enter_context(relay(int(_address(emulator).rpartition(":")[2])))
        names = ("STORYTAILOR_PORT", "STORYTAILOR_FILES_PORT", "STORYTAILOR_API_PORT")
        ports = {name: free_port() for name in names}
        told = inherited_environment() | {name: str(port) for name, port in ports.items()}
        told |= {"STORYTAILOR_HOME": str(folder), "STORYTAILOR_REQUESTS_PER_MINUTE": "100000"}
        told |= hosted(f"http://127.0.0.1:{way.port}") if doors is None else dict(doors)
        broker = free_port()
        if setup == "fleet":
            told["STORYTAILOR_BROKER_URL"] = f"redis://127.0.0.1:{broker}/0"

        def start(name: str) -> Running:
            return stack.enter_context(
                running(_command(name, broker), environment=told, log=home.logs / f"{name}-{time.time():.0f}.log")
            )

        supervised = {"redis": start("redis")} if setup == "fleet" else {}
        up = stack.enter_context(running((*_CLI, "up"), environment=told, log=home.logs / "up.log"))
        up.wait_until("Ctrl-C stops all of it.")
        told["DATABASE_URL"] = EmbeddedPostgres(home.database).dsn
        made = Machine(
            name=setup, home=home, environment=told, up=up, emulator=emulator, relay=way, ports=ports,
            start=start, supervised=supervised,
        )  # fmt: skip
        for number in range(WORKERS if setup == "fleet" else 0):
            supervised[f"worker-{number}"] = start(f"worker-{number}")
        if setup == "one":
            _allow(made, ONE_MACHINE_RUNS)
        ends = time.monotonic() + START_SECONDS
        while not made.answers():
            made.keep()
            if time.monotonic() > ends:
                raise RuntimeError(f"API and UI do not answer; logs: {home.logs}")
            time.sleep(0.5)
        yield made


def _command(name: str, broker: int) -> list[str]:
    if name == "redis":
        return ["redis-server", "--port", str(broker), "--save", "", "--bind", "127.0.0.1"]
    return [*_CLI, "worker", "--concurrency", str(CHILDREN)]


def _address(emulator: Running) -> str:
    return next(line for line in emulator.log.read_text().splitlines() if line.startswith("http"))


@contextmanager
def _emulator(logs: Path, scale: float) -> Iterator[Running]:
    options = [word for door, seconds in WAITS.items() for word in ("--wait", f"{door}={seconds * scale:g}")]
    command = [sys.executable, "-m", "storytailor_dagster_tests.emulator", "--stock", *options]
    with running(command, environment=inherited_environment(), log=logs / "emulator.log") as process:
        process.wait_until("http")
        yield process


@contextmanager
def _mounted(folder: Path) -> Iterator[None]:
    """The folder as a mount of its own, which alone can be read-only for root."""
    subprocess.run(["mount", "--bind", folder, folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=False)


def _allow(made: Machine, runs: int) -> None:
    """So many runs at a time: the daemon reads its file when it starts, so it is killed once."""
    file = made.home.folder / "dagster" / "dagster.yaml"
    file.write_text(_AT_ONCE.sub(f"max_concurrent_runs: {runs}", file.read_text()))
    made.kill("daemon", Random(0))


def cleared(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    folder.chmod(0o755)
