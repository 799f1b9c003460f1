"""A peer under measurement: its servers, its worker and its client, on a database of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import psycopg

from benchmarks.reference.databases import fresh
from benchmarks.reference.peers import steps
from benchmarks.reference.processes import READY, Running, running
from benchmarks.reference.provider import Provider
from benchmarks.reference.system import Made
from benchmarks.reference.workload import FIRST, STEPS, word
from storytailor_dagster.local.ports import free_port
from storytailor_dagster.settings import inherited_environment

PYTHON = Path(".venv-bench/bin/python")
_SCHEMA = """
create table stories (
  id text primary key, word text not null, whole bool not null, asked timestamptz not null default clock_timestamp(),
  states jsonb not null default '{}', times jsonb not null default '{}')"""
_MADE = "select id, extract(epoch from asked)::float8, whole, times from stories where id = any (%s)"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """How a peer is run: a module of `peers/`, what it takes, and whether it has a database or a server of its own."""

    name: str
    module: str
    worker: str = "worker"
    client: str = "client"
    at_once: int | None = None
    system: str | None = None
    prefect: bool = False


KINDS: Mapping[str, Kind] = {
    "sequence": Kind(name="One step after another", module="floor", worker="one-by-one"),
    "floor": Kind(name="asyncio, nothing kept (the floor)", module="floor"),
    "dbos": Kind(name="DBOS", module="by_dbos", system="BENCH_DBOS_DSN"),
    "prefect": Kind(
        name="Prefect, a process a run", module="by_prefect", worker="served", client="client-served", at_once=50,
        system="PREFECT_API_DATABASE_CONNECTION_URL", prefect=True,
    ),
    "prefect-inside": Kind(
        name="Prefect, in one process", module="by_prefect", worker="inside", client="client-inside",
        system="PREFECT_API_DATABASE_CONNECTION_URL", prefect=True,
    ),
}  # fmt: skip


@dataclass
class Peer:
    """See `System`."""

    kind: Kind
    dsn: str
    environment: Mapping[str, str]
    folder: Path
    python: Path
    servers: list[Running] = field(default_factory=list)
    _stack: ExitStack = field(default_factory=ExitStack)
    _number: int = 0

    def __post_init__(self) -> None:
        self._database = self._stack.enter_context(psycopg.connect(self.dsn, autocommit=True))
        self._start_worker()
        self._client = self._start(self.kind.client)
        self._client.wait_until(READY)

    @property
    def name(self) -> str:
        return self.kind.name

    @property
    def at_once(self) -> int | None:
        return self.kind.at_once

    @property
    def pids(self) -> Sequence[int]:
        return [self._worker.pid, *(server.pid for server in self.servers)]

    def ask(self, count: int, *, whole: bool = True) -> list[str]:
        stories = []
        for _ in range(count):
            self._number += 1
            stories.append(f"story-{uuid4()}")
            self._client.say(f"{stories[-1]} {word(self._number)} {whole:d}")
        return stories

    def made(self, stories: Sequence[str]) -> dict[str, Made]:
        rows = self._database.execute(_MADE, (list(stories),)).fetchall()
        found = {}
        for story, asked, whole, times in rows:
            wanted = STEPS if whole else (FIRST,)
            ready = max(times.values()) if all(name in times for name in wanted) else None
            parts = {name: (None, at) for name, at in times.items()}
            found[story] = Made(asked=asked, ready=ready, failed=False, parts=parts)
        return found

    def kill(self) -> str:
        self._worker.kill()
        return "the worker"

    def after_kill(self) -> None:
        self._start_worker()

    def _start_worker(self) -> None:
        self._worker = self._start(self.kind.worker)
        self._worker.wait_until(READY)

    def _start(self, role: str) -> Running:
        command = [str(self.python), "-m", f"benchmarks.reference.peers.{self.kind.module}", role]
        log = self.folder / f"{self.kind.module}-{role}.log"
        return self._stack.enter_context(running(command, environment=self.environment, log=log))

    def close(self) -> None:
        self._stack.close()


@contextmanager
def peer(kind: Kind, *, postgres: str, provider: Provider, folder: Path, python: Path = PYTHON) -> Iterator[Peer]:
    """Runs it until the end."""
    folder = folder / kind.worker
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    dsn = fresh(postgres, "peers")
    with psycopg.connect(dsn) as connection:
        connection.execute(_SCHEMA)
    environment = inherited_environment() | {
        "PYTHONUNBUFFERED": "1",
        steps.DSN: dsn,
        steps.PROVIDER: provider.url,
        steps.FILES: str(folder / "files"),
    }
    servers: list[Running] = []
    with ExitStack() as stack:
        if kind.system is not None:
            system = fresh(postgres, "peers_system")
            driver = "postgresql+asyncpg" if kind.prefect else "postgresql"
            environment[kind.system] = system.replace("postgresql", driver, 1)
        if kind.prefect:
            servers.append(stack.enter_context(_prefect_server(environment, folder, python)))
        made = Peer(kind=kind, dsn=dsn, environment=environment, folder=folder, python=python, servers=servers)
        stack.callback(made.close)
        yield made


@contextmanager
def _prefect_server(environment: dict[str, str], folder: Path, python: Path) -> Iterator[Running]:
    port = free_port()
    url = f"http://127.0.0.1:{port}/api"
    environment |= {
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_API_URL": url,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "DO_NOT_TRACK": "1",
    }
    command = [str(python), "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with running(command, environment=environment, log=folder / "prefect-server.log") as server:
        server.wait_until(f"{url}/health")
        yield server
