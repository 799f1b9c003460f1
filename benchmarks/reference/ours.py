"""This system under measurement, as `storytailor up` runs it, in each of its setups; its providers are emulated."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import psutil
import psycopg

from benchmarks.reference.databases import fresh
from benchmarks.reference.processes import Running, family, running
from benchmarks.reference.provider import KEY, Provider
from benchmarks.reference.system import Made
from benchmarks.reference.workload import word
from benchmarks.serving import ISSUER
from storytailor_dagster.api.sign_in import development_token
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.local.database import database
from storytailor_dagster.local.home import Home
from storytailor_dagster.local.ports import free_port
from storytailor_dagster.local.services import everything
from storytailor_dagster.settings import Settings, inherited_environment
from storytailor_dagster.story.parts import Part

FAMILY = UUID("11111111-1111-4111-8111-111111111111")
FLEET = "broker_url" in Settings.model_fields
"""Whether this version has workers on many machines."""
_AT_ONCE = "max_concurrent_runs: "
_MADE = """
select id::text, extract(epoch from created_at)::float8,
  extract(epoch from asset_generation_completed_at)::float8, status from stories where id = any (%s)"""


@dataclass(frozen=True, kw_only=True)
class Setup:
    """A setup by its settings; `workers` is how many children a fleet's worker has, None where there is no fleet."""

    name: str
    settings: Mapping[str, str] = field(default_factory=dict)
    workers: int | None = None


SETUPS: Mapping[str, Setup] = {
    "threads": Setup(name="Storytailor, threads"),
    "cover": Setup(name="Storytailor, scenes lean on the cover", settings={"STORYTAILOR_SCENE_REFERENCES": "cover"}),
    "processes": Setup(name="Storytailor, a process a step", settings={"STORYTAILOR_EXECUTOR": "processes"}),
    "fleet": Setup(name="Storytailor, Celery fleet", workers=50),
}


@dataclass
class Ours:
    """See `System`."""

    setup: Setup
    database: psycopg.Connection
    url: str
    ledger: Ledger
    running: Mapping[str, Running]
    makers: Sequence[str]
    at_once: int | None
    _number: int = 0
    _old: set[int] = field(default_factory=set)

    @property
    def name(self) -> str:
        return self.setup.name

    @property
    def pids(self) -> Sequence[int]:
        return [one.pid for name, one in self.running.items() if name != "redis"]

    def ask(self, count: int, *, whole: bool = True) -> list[str]:
        self._old = {one.pid for one in self._under_makers()}
        return [self._asked(whole) for _ in range(count)]

    def _asked(self, whole: bool) -> str:
        self._number += 1
        name = word(self._number)
        hero = {"name": name, "appearance": f"a scarf with the word {name[::-1].lower()} on it"}
        metadata = {"hero": hero, "theme": "patience", **({} if whole else {"generateAssets": False})}
        return str(self.ledger.insert_story(creator_user_id=FAMILY, metadata=metadata, age=6))

    def made(self, stories: Sequence[str]) -> dict[str, Made]:
        rows = self.database.execute(_MADE, (list(stories),)).fetchall()
        return {
            story: Made(asked=asked, ready=ready if status == "ready" else None, failed=status == "failed", parts={})
            for story, asked, ready, status in rows
        }

    def parts(self, story: str) -> dict[str, tuple[float | None, float]]:
        """When each of the parts began and ended."""
        row = self.ledger.story(UUID(story))
        assert row is not None
        found: dict[str, tuple[float | None, float]] = {}
        for part in Part:
            job = row.job(part)
            if job is not None and job.started_at is not None and job.completed_at is not None:
                found[part.value] = job.started_at.timestamp(), job.completed_at.timestamp()
        return found

    def kill(self) -> str:
        """The run's process and those of its steps; of a fleet, the worker's children that work."""
        for one in self._under_makers():
            if one.pid not in self._old or self.setup.workers is not None:
                one.kill()
        return "all the worker's children" if self.setup.workers is not None else "the run's process"

    def after_kill(self) -> None:
        """Nobody has to do anything."""

    def _under_makers(self) -> list[psutil.Process]:
        return [one for name in self.makers for one in family(self.running[name].pid)[1:]]


@contextmanager
def ours(
    setup: Setup, *, postgres: str, provider: Provider, folder: Path, at_once: int, name: str = "ours"
) -> Iterator[Ours]:
    """Runs it until the end, on a database of its own."""
    folder = folder / "ours"
    shutil.rmtree(folder, ignore_errors=True)
    dsn = fresh(postgres, name)
    with on_database(setup, dsn=dsn, provider=provider, folder=folder, at_once=at_once) as made:
        yield made


@contextmanager
def on_database(setup: Setup, *, dsn: str, provider: Provider, folder: Path, at_once: int) -> Iterator[Ours]:
    """The same on a database that is there."""
    told = doors(provider.url) | dict(setup.settings)
    with ExitStack() as stack:
        redis = _redis(stack, folder, told) if setup.workers is not None else {}
        ports = {name: free_port() for name in ("api_port", "port", "files_port")}
        broker = {"broker_url": told["STORYTAILOR_BROKER_URL"]} if redis else {}
        settings = Settings.model_validate({"home": folder, "database_url": dsn, **ports, **broker})
        home = Home(settings)
        url = stack.enter_context(database(home))
        environment = home.environment(url) | told
        if setup.workers is None:  # a fleet's file lets in as many as its workers take
            _allow(home, at_once)
        programs = {name: (sys.executable, "-m", *command) for name, command in everything(home).items()}
        if setup.workers is not None:
            storytailor = str(Path(sys.executable).with_name("storytailor"))
            programs["worker"] = (storytailor, "worker", "--concurrency", str(setup.workers))
        started = {
            name: stack.enter_context(running(command, environment=environment, log=home.logs / f"{name}.log"))
            for name, command in programs.items()
        }
        ledger = stack.enter_context(Ledger(url))
        yield Ours(
            setup=setup,
            database=stack.enter_context(psycopg.connect(url, autocommit=True)),
            url=f"http://127.0.0.1:{settings.api_port}",
            ledger=ledger,
            running={**redis, **started},
            makers=("code",) if setup.workers is None else ("worker",),
            at_once=at_once if setup.workers is None else setup.workers,
        )


def doors(url: str) -> dict[str, str]:
    """Every door hosted by the emulator at that address; no cap on money that nobody spends."""
    return {
        "STORYTAILOR_TEXT_PROVIDER": "openai",
        "STORYTAILOR_PICTURE_PROVIDER": "openai",
        "STORYTAILOR_SPEECH_PROVIDER": "elevenlabs",
        "STORYTAILOR_BUDGET_PER_DAY": "1000000",
        "OPENAI_API_KEY": KEY,
        "OPENAI_BASE_URL": f"{url}/v1",
        "ELEVENLABS_API_KEY": KEY,
        "ELEVENLABS_BASE_URL": url,
    }


def _allow(home: Home, at_once: int) -> None:
    """So many runs at a time, by the file of the installation that this is."""
    yaml = home.folder / "dagster" / "dagster.yaml"
    before, _, after = yaml.read_text().partition(_AT_ONCE)
    yaml.write_text(f"{before}{_AT_ONCE}{at_once}\n{after.partition(chr(10))[2]}")


def _redis(stack: ExitStack, folder: Path, told: dict[str, str]) -> dict[str, Running]:
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    command = ["redis-server", "--port", str(port), "--save", "", "--bind", "127.0.0.1"]
    server = stack.enter_context(running(command, environment={"PATH": "/usr/bin:/bin"}, log=folder / "redis.log"))
    server.wait_until("Ready to accept")
    told["STORYTAILOR_BROKER_URL"] = f"redis://127.0.0.1:{port}/0"
    return {"redis": server}


@contextmanager
def serving(dsn: str, secret: str, user: UUID) -> Iterator[tuple[str, str]]:
    """The API alone, on that database: its address, and a token of that user's."""
    port = free_port()
    environment = inherited_environment() | {
        "DATABASE_URL": dsn,
        "SUPABASE_JWT_SECRET": secret,
        "STORYTAILOR_REQUESTS_PER_MINUTE": "1000000",
    }
    command = (sys.executable, "-m", "storytailor_dagster.api", "--port", str(port))
    url, token = f"http://127.0.0.1:{port}", development_token(secret=secret, issuer=ISSUER, user=user)
    with (
        tempfile.TemporaryDirectory() as folder,
        running(command, environment=environment, log=Path(folder) / "api.log") as api,
    ):
        api.wait_until(f"{url}/health/live")
        yield url, token


def warm(system: Ours) -> None:
    """One text, so that everything is loaded and connected."""
    stories, ends = system.ask(1, whole=False), time.monotonic() + 120
    while system.made(stories)[stories[0]].ready is None:
        if time.monotonic() > ends:
            raise RuntimeError(f"{system.name} makes nothing; its logs are in {system.running['daemon'].log.parent}")
        time.sleep(0.2)
