"""A fleet to make stories with: what a deployment has (database, broker, daemon, providers), and a test's workers."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

import dagster as dg
import psycopg

from storytailor_dagster.defs.tags import PARTITION
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.local.home import Home
from storytailor_dagster.local.programs import Program, program
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.emulator import Emulator, Fault, Rule
from storytailor_dagster_tests.emulator.__main__ import environment
from storytailor_dagster_tests.fleet.broker import Broker

FAMILY = "11111111-1111-4111-8111-111111111111"
LONGEST = 120.0

Connection = psycopg.Connection[tuple[object, ...]]
Status = dg.DagsterRunStatus


@dataclass
class Fleet:
    """The parts that all tests share; each test asks for stories of its own, and starts workers of its own."""

    dsn: str = field(repr=False)
    home: Home
    connection: Connection
    ledger: Ledger
    emulator: Emulator
    instance: dg.DagsterInstance
    broker: Broker
    daemon: Program | None = None
    workers: list[Program] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        return self.home.environment(self.dsn) | environment(self.emulator)

    @contextmanager
    def worker(self, concurrency: int = 1, **settings: str) -> Iterator[Program]:
        """A machine that makes stories, ready to; at the end it is told to stop."""
        name = f"worker-{uuid4().hex[:8]}"
        module = ("storytailor_dagster.local.cli", "worker", "--concurrency", str(concurrency))
        log = self.home.logs / f"{name}.log"
        with program(name, module, environment=self.environment | settings, log=log) as started:
            self.workers.append(started)
            try:
                self.until(lambda: " ready." in log.read_text(), started)
                yield started
            finally:
                self.workers.remove(started)

    def asked(self, *parts: Part, priority: str = "normal") -> UUID:
        """A family's request: the text and those parts of it, or all of it."""
        story = uuid4()
        metadata = {"priority": priority, "hero": {"name": "Zuzka"}, "generateAssets": parts or True}
        self.connection.execute(
            "insert into stories (id, creator_user_id, age_rating, metadata) values (%s, %s, 5, %s)",
            (story, FAMILY, json.dumps(metadata)),
        )
        return story

    def overall(self, story: UUID) -> str:
        row = self.ledger.story(story)
        assert row is not None
        return str(row.asset_generation_status["overall"])

    def made(self, *stories: UUID) -> None:
        """Waits until they are ready."""
        self.until(lambda: all(self.overall(story) != "generating" for story in stories))
        self.until(lambda: all(run.is_finished for story in stories for run in self.runs(story)))
        assert [self.overall(story) for story in stories] == ["ready"] * len(stories), self.logs()

    def states(self, story: UUID) -> dict[str, str]:
        """What is said of each part."""
        row = self.ledger.story(story)
        assert row is not None
        return {part: said["status"] for part, said in row.asset_generation_status["assets"].items()}

    def held(self, door: str) -> None:
        """The next call at the door is answered when the emulator is told to let go."""
        self.emulator.rule(Rule(door=door, fault=Fault.HANG, seconds=LONGEST))

    def hangs(self, door: str) -> bool:
        return any(call.status == 0 for call in self.emulator.at(door))

    def status(self, story: UUID) -> Status | None:
        """That of the story's latest run."""
        return self.runs(story)[-1].status if self.runs(story) else None

    def runs(self, story: UUID) -> Sequence[dg.DagsterRun]:
        """The story's runs, the first one first."""
        return self.instance.get_runs(filters=dg.RunsFilter(tags={PARTITION: str(story)}))[::-1]

    def begun(self, story: UUID) -> datetime:
        """When its first part was begun."""
        row = self.ledger.story(story)
        assert row is not None
        return min(job.started_at for job in row.jobs if job.started_at)

    def bought(self) -> dict[str, int]:
        """Calls at each door that costs."""
        return {door: len(self.emulator.at(door)) for door in ("text", "speech", "picture")}

    def events(self, run: dg.DagsterRun) -> Sequence[str]:
        """Dagster's events of the run, the first one first, by their names."""
        entries = [entry.dagster_event for entry in self.instance.all_logs(run.run_id)]
        return [event.event_type_value.replace("PIPELINE", "RUN") for event in entries if event is not None]

    def pid(self, run: dg.DagsterRun) -> int:
        """The process that executed the run."""
        said = (entry.message for entry in self.instance.all_logs(run.run_id))
        return next(int(text.partition("pid: ")[2].rstrip(").")) for text in said if text.startswith("Started process"))

    def until(self, done: Callable[[], bool], *programs: Program, seconds: float = LONGEST) -> None:
        """Waits for something that is bound to happen; says what everybody's logs say where it does not."""
        end = time.monotonic() + seconds
        while not done():
            for running in (self.daemon, *programs):
                if running is not None:
                    running.check()
            assert time.monotonic() < end, self.logs()
            time.sleep(0.2)

    def logs(self) -> str:
        return "\n".join(f"== {log.name}\n{log.read_text()[-4000:]}" for log in sorted(self.home.logs.iterdir()))
