"""`make bench-memory`: what the parts of a story, and whole ones, take of memory in a worker's child. Linux only.

Each line is a child forked from a process that has all code loaded, as a worker's is; its peak is the kernel's own.
Hosted providers are the emulator's, whose pictures and sound have the usual sizes. `ARGS=hosted`: those lines alone.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from uuid import UUID, uuid4

from storytailor_dagster.ledger import Ledger, migrate
from storytailor_dagster.local.emulated import emulated
from storytailor_dagster.local.home import Home
from storytailor_dagster.local.postgres import EmbeddedPostgres
from storytailor_dagster.settings import Settings
from storytailor_dagster.story.parts import Part

SINGLE = (Part.CONTENT, Part.COVER, Part.SCENE_4, Part.AUDIO, Part.ACTIVITIES, Part.PDF)
"""The parts that get a line. All nine are made, since they need one another."""
STORIES = 3
METADATA = {"theme": "courage", "hero": {"name": "Mira"}}
MB = 1024
FORKING = multiprocessing.get_context("fork")


@dataclass(frozen=True, kw_only=True)
class Taken:
    """MB: the child's highest, and what of it others share to the end; and seconds of CPU."""

    peak: float
    shared: float
    cpu: float

    def line(self, name: str) -> str:
        figures = (self.peak, self.peak - self.shared, self.cpu)
        return f"| {name:<44} |" + "".join(f" {figure:>9.{1 if figure is self.cpu else 0}f} |" for figure in figures)


HEAD = f"| {'what':<44} |   peak MB |    of own |     CPU s |\n|{'-' * 46}|" + f"{'-' * 11}|" * 3


def measured(stories: Sequence[UUID], parts: Sequence[Part] = tuple(Part)) -> Taken:
    """What a fresh child takes to make those parts of the stories, one story after another."""
    receiver, sender = FORKING.Pipe(duplex=False)
    child = FORKING.Process(target=_made, args=(sender, stories, parts))
    child.start()
    sender.close()
    taken: Taken = receiver.recv()
    child.join()
    return taken


def _made(told: Connection, stories: Sequence[UUID], parts: Sequence[Part]) -> None:
    Path("/proc/self/clear_refs").write_text("5")  # the highest so far was the parent's
    cpu = time.process_time()
    for story in stories:
        _run(story, parts)
    helpers = resource.getrusage(resource.RUSAGE_CHILDREN)
    told.send(
        Taken(
            peak=_figures("status", "VmHWM"),
            shared=_figures("smaps_rollup", "Shared_"),
            cpu=time.process_time() - cpu + helpers.ru_utime + helpers.ru_stime,
        )
    )


def _run(story: UUID, parts: Sequence[Part]) -> None:
    import dagster as dg
    from dagster._core.definitions.job_base import InMemoryJob
    from dagster._core.execution.api import execute_run

    from storytailor_dagster.definitions import defs
    from storytailor_dagster.defs.keys import asset_key
    from storytailor_dagster.defs.tags import PARTITION

    keys = {asset_key(part) for part in parts}
    job = defs.resolve_job_def("make_story").get_subset(asset_selection=keys)
    with dg.DagsterInstance.ephemeral() as instance:
        instance.add_dynamic_partitions("stories", [str(story)])
        run = instance.create_run_for_job(job, asset_selection=frozenset(keys), tags={PARTITION: str(story)})
        if not execute_run(InMemoryJob(job), run, instance).success:
            raise SystemExit(f"{', '.join(parts)} of story {story} failed")


def _figures(file: str, name: str) -> float:
    lines = Path(f"/proc/self/{file}").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(name)) / MB


@contextmanager
def _furnished(folder: Path) -> Iterator[str]:
    """A migrated database, and a home in the folder; its address."""
    server = EmbeddedPostgres(folder / "postgres")
    try:
        dsn = server.start()
        migrate(dsn)
        os.environ |= {"DATABASE_URL": dsn, "STORYTAILOR_HOME": str(folder), "DAGSTER_DISABLE_TELEMETRY": "1"}
        yield dsn
    finally:
        server.stop()


def _lines(dsn: str, who: str) -> Iterator[str]:
    import storytailor_dagster.worker  # noqa: F401 - loads what a worker loads before it forks

    with Ledger(dsn) as ledger:
        stories = [ledger.insert_story(creator_user_id=uuid4(), metadata=METADATA) for _ in range(STORIES + 2)]
    for part in Part:
        taken = measured(stories[:1], (part,))
        if part in SINGLE:
            yield taken.line(f"{who}: {part}")
    yield measured(stories[1:2]).line(f"{who}: a whole story")
    yield measured(stories[2:]).line(f"{who}: {STORIES} whole stories in one child")


def main() -> None:
    """Prints the table."""
    folder = Path(tempfile.mkdtemp(prefix="storytailor-bench-"))
    folder.chmod(0o755)
    try:
        with _furnished(folder) as dsn:
            sys.stdout.write(HEAD + "\n")
            for who in sys.argv[1:] or ("studio", "hosted"):
                # A process of its own: which code is loaded depends on who stands behind the doors.
                lister = multiprocessing.get_context("spawn").Process(target=_listed, args=(dsn, who, folder))
                lister.start()
                lister.join()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _listed(dsn: str, who: str, folder: Path) -> None:
    logging.disable()
    with ExitStack() as stack:
        if who == "hosted":
            os.environ |= stack.enter_context(emulated(Home(Settings(home=folder))))
        for line in _lines(dsn, who):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
