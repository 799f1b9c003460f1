"""`make soak`: hundreds of stories one after another, and what of all processes, the database and the disk has grown.

Nothing is broken here. `--by emulator` (hosted models, emulated) takes some 4 s of CPU a story, `--by studio` some 30.
A process that is there at the end and was not at the beginning, and what it holds, is told by name.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg

from benchmarks.endurance.machine import OF_UP, Machine, cleared, machine
from benchmarks.endurance.stories import Stories, outcomes
from benchmarks.reference.measures import say
from benchmarks.reference.report import machine as about_machine

OUT = Path("build/endurance")
STUDIO: Mapping[str, str] = {"STORYTAILOR_TEXT_PROVIDER": "studio"}
SETTLE = 20.0
"""Seconds after the last story, in which runs end and their processes go."""
SILENCE = 300.0
_SIZES = """
select sum(pg_total_relation_size(c.oid)) filter (where n.nspname = 'public')::bigint,
  sum(pg_total_relation_size(c.oid)) filter (where n.nspname = 'dagster')::bigint
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'r' and n.nspname in ('public', 'dagster')"""
_CONNECTIONS = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"


@dataclass(frozen=True, kw_only=True)
class State:
    """Of each kind of process its number, MB (shared pages shared out), open files, threads; and what lies about."""

    processes: Mapping[str, tuple[int, float, int, int]]
    connections: int
    stories_mb: float
    dagster_mb: float
    temporary: int
    """Files and folders in the system's folder for temporary ones, but for the home itself."""
    printed_mb: float
    """What runs printed, and logs: a month of it is kept."""
    objects_mb: float


def state(of: Machine) -> State:
    """How it stands."""
    found: dict[str, tuple[int, float, int, int]] = {}
    for one in of.processes():
        with suppress(psutil.Error):
            full = one.memory_full_info()
            count, memory, files, threads = found.get(name := _name(of, one), (0, 0.0, 0, 0))
            taken = getattr(full, "pss", full.uss) / 1e6
            found[name] = count + 1, memory + taken, files + one.num_fds(), threads + one.num_threads()
    with psycopg.connect(of.dsn, autocommit=True) as database:
        stories, dagster = database.execute(_SIZES).fetchone() or (0, 0)
        (connections,) = database.execute(_CONNECTIONS).fetchone() or (0,)
    return State(
        processes=found,
        connections=connections,
        stories_mb=stories / 1e6,
        dagster_mb=dagster / 1e6,
        temporary=sum(1 for _ in Path(tempfile.gettempdir()).iterdir()) - 1,
        printed_mb=_megabytes(of.home.folder / "dagster") + _megabytes(of.home.logs),
        objects_mb=_megabytes(of.home.objects),
    )


def _megabytes(folder: Path) -> float:
    size = 0
    for one in folder.rglob("*"):
        with suppress(FileNotFoundError):
            size += one.stat().st_size if one.is_file() else 0
    return size / 1e6


def _name(of: Machine, one: psutil.Process) -> str:
    if one.pid == of.up.pid:
        return "up"
    said = " ".join(one.cmdline())
    kinds = {**OF_UP, "files": "local.files", "redis": "redis-server", "worker": "celery", "warm": "forkserver"}
    kinds |= {"tracker": "resource_tracker"}
    return next((name for name, word in kinds.items() if word in said), said[-60:] or "ended")


def read_options(given: list[str] | None = None) -> argparse.Namespace:
    options = argparse.ArgumentParser(prog="make soak", description=__doc__)
    options.add_argument("--stories", type=int, default=300)
    options.add_argument("--at-once", type=int, default=8, help="in flight")
    options.add_argument("--setup", choices=("one", "fleet"), default="one")
    options.add_argument("--by", choices=("emulator", "studio"), default="studio", help="who writes, draws and speaks")
    options.add_argument("--text", action="store_true", help="the text alone of each story")
    options.add_argument("--minutes", type=float, default=float("inf"), help="asks for nothing more after so many")
    options.add_argument("--scale", type=float, default=0.1, help="of the emulator's waits")
    return options.parse_args(given)


def main(given: list[str] | None = None) -> None:
    """Runs it, prints the tables, and writes build/endurance/soak.md."""
    options = read_options(given)
    about = about_machine()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    OUT.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="storytailor-soak-"))
    cleared(folder)
    doors = STUDIO if options.by == "studio" else None
    try:
        with machine(options.setup, folder, scale=options.scale, doors=doors) as one:
            text = _soaked(one, options, about)
    finally:
        cleared(folder)
        folder.rmdir()
    (OUT / "soak.md").write_text(text)
    print(text, flush=True)


def _soaked(one: Machine, options: argparse.Namespace, about: Mapping[str, object]) -> str:
    address = f"http://127.0.0.1:{one.ports['STORYTAILOR_API_PORT']}"
    stories = Stories(api=address, token=one.token(), dsn=one.dsn, parts=not options.text)
    began = time.monotonic()
    last = began + options.minutes * 60
    _made(one, stories, options.at_once, options.at_once, last)  # so that everything is loaded and connected
    time.sleep(SETTLE)
    before = state(one)
    _made(one, stories, options.at_once + options.stories, options.at_once, last)
    made = len(stories.all) - options.at_once
    time.sleep(SETTLE)
    after = state(one)
    ends = outcomes(story.overall for story in stories.all.values())
    stories.close()
    what = f"{made} stories by {options.by}{', the text alone' if options.text else ''}"
    told = json.dumps({name: about[name] for name in ("when", "processor", "cores", "load")})
    minutes = (time.monotonic() - began) / 60
    said = f"{what}, {options.at_once} in flight, setup {options.setup}, after {options.at_once} to warm up: {ends}"
    return "\n".join([f"{said}; {minutes:.0f} minutes. {told}\n", *table(before, after, made), ""])


def _made(one: Machine, stories: Stories, until: int, at_once: int, ends: float) -> None:
    """Until so many have ended, or all that were asked for till then; or none took a step for long, which is said."""
    told = 0.0
    while True:
        one.keep()
        stories.look()
        flying = stories.in_flight
        asked = len(stories.all) + stories.unanswered
        if time.monotonic() > ends:
            until = asked
        if asked >= until and not flying and not stories.unanswered:
            return
        stories.ask(max(0, min(at_once - len(flying) - stories.unanswered, until - asked)))
        if flying and time.time() - max(story.stepped for story in flying) > SILENCE:
            for story in flying:
                say(f"LOST {story.id}: {stories.told(story.id)}")
            return
        if time.monotonic() - told > 30:
            told = time.monotonic()
            say(f"{sum(story.ended for story in stories.all.values())} of {until} ended")
        time.sleep(0.5)


def table(before: State, after: State, stories: int) -> list[str]:
    """The lines of two tables: the processes, and what lies about."""
    columns: list[tuple[str, Callable[[tuple[int, float, int, int]], str]]] = [
        ("number", lambda of: str(of[0])),
        ("MB", lambda of: f"{of[1]:.0f}"),
        ("open files", lambda of: str(of[2])),
        ("threads", lambda of: str(of[3])),
    ]
    head = [f"{name}, {when}" for name, _ in columns for when in ("start", "end")]
    rows = [f"| process | {' | '.join(head)} |", "| --- |" + " ---: |" * len(head)]
    none = (0, 0.0, 0, 0)
    for name in sorted({*before.processes, *after.processes}):
        both = before.processes.get(name, none), after.processes.get(name, none)
        rows.append(f"| {name} | {' | '.join(shown(of) for _, shown in columns for of in both)} |")
    lying = [
        ("connections to Postgres", before.connections, after.connections, ""),
        ("temporary files and folders", before.temporary, after.temporary, ""),
        ("the stories' tables, MB", before.stories_mb, after.stories_mb, "stories_mb"),
        ("Dagster's tables, MB", before.dagster_mb, after.dagster_mb, "dagster_mb"),
        ("logs and what runs printed, MB", before.printed_mb, after.printed_mb, "printed_mb"),
        ("objects, MB", before.objects_mb, after.objects_mb, "objects_mb"),
    ]
    rows += ["", "| | start | end | KB more a story |", "| --- | ---: | ---: | ---: |"]
    for what, first, last, grows in lying:
        each = f"{(last - first) * 1000 / stories:.0f}" if grows else ""
        rows.append(f"| {what} | {first:.0f} | {last:.0f} | {each} |")
    return rows


if __name__ == "__main__":
    main()
