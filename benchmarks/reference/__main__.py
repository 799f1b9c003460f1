"""`make bench`: takes the measures one system after another, prints the table, and keeps it with its picture.

They go into `build/bench/`. `benchmarks/report.md` and `docs/pictures/timeline.svg` are written from them by hand.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.reference import growth, report, timeline, work
from benchmarks.reference.measures import Bench, say
from benchmarks.reference.ours import FLEET, SETUPS, Ours, Setup, ours, warm
from benchmarks.reference.peer import KINDS, peer
from benchmarks.reference.provider import Provider, provider
from benchmarks.reference.system import System
from benchmarks.reference.workload import critical_path, leaning_on_the_cover
from storytailor_dagster.local.postgres import EmbeddedPostgres

MEASURES = ("idle", "single", "pickup", "killed", "batch")
APART = ("work", "growth")
SYSTEMS = ("sequence", "floor", "dbos", "prefect", "prefect-inside", "threads", "cover", "processes", "fleet")
OUT = Path("build/bench")
PATIENCE_WITH_OURS = 150.0
"""Ours goes on by itself within that; it is said when."""


def read_options(given: list[str] | None = None) -> argparse.Namespace:
    """The options; `only` and `systems` as lists."""
    options = argparse.ArgumentParser(prog="make bench", description=__doc__)
    listed: Callable[[str], list[str]] = lambda text: text.split(",")  # noqa: E731
    options.add_argument("--only", type=listed, help=f"of {','.join((*MEASURES, *APART))}")
    options.add_argument("--systems", type=listed, help=f"of {','.join(SYSTEMS)}")
    options.add_argument("--times", type=int, default=3, help="stories one by one")
    options.add_argument("--pickups", type=int, default=20)
    options.add_argument("--batch", type=listed, default=["50", "200"], help="stories at once")
    options.add_argument(
        "--spawned", type=int, default=20, help="at once where each run is a process with all it loads"
    )
    options.add_argument("--idle", type=float, default=60.0, help="seconds of doing nothing, of ours")
    options.add_argument("--stories", type=int, default=100_000, help="finished ones, for growth")
    options.add_argument("--events", type=int, default=1_000_000, help="of Dagster's, for growth")
    found = options.parse_args(given)
    for names, known in ((found.only, (*MEASURES, *APART)), (found.systems, SYSTEMS)):
        for name in names or ():
            if name not in known:
                options.error(f"{name} is none of {', '.join(known)}")
    return found


def main(given: list[str] | None = None) -> None:
    """Runs it."""
    options = read_options(given)
    # Whoever switched off compiled modules would measure the compiler in every process that starts.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    OUT.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="storytailor-bench-"))
    folder.chmod(0o755)
    server = EmbeddedPostgres(folder / "postgres")
    results: dict[str, Any] = {"machine": report.machine(), "options": vars(options), "systems": {}, "left_out": {}}
    try:
        postgres = server.start()
        pid = json.loads((folder / "postgres" / "server.json").read_text())["pid"]
        with provider(folder) as providers:
            for name in options.systems or SYSTEMS:
                _system(name, results, options, Places(postgres, pid, providers, folder))
            if options.only is None or "work" in options.only:
                say("work: a story's own work, with nothing around it")
                results["work"] = work.measured(postgres, folder)
            if options.only is None or "growth" in options.only:
                results["growth"] = growth.measured(
                    postgres=postgres, provider=providers, folder=folder,
                    stories=options.stories, events=options.events, pickups=options.pickups,
                )  # fmt: skip
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
        (OUT / "results.json").write_text(json.dumps(results, indent=1))
    table = report.written(results)
    print(table)
    (OUT / "report.md").write_text(table)
    if "timeline" in results:
        (OUT / report.PICTURE).write_text(timeline.drawn(results["timeline"]))


class Places:
    """Where the database server, the providers and the files are."""

    def __init__(self, postgres: str, pid: int, providers: Provider, folder: Path) -> None:
        self.postgres, self.pid, self.providers, self.folder = postgres, pid, providers, folder


def _system(name: str, results: dict[str, Any], options: argparse.Namespace, places: Places) -> None:
    lacking = _lacking(name)
    if lacking:
        say(f"{name}: left out, {lacking}")
        results["left_out"][name] = lacking
        return
    wanted = [measure for measure in MEASURES if options.only is None or measure in options.only]
    if name == "sequence":
        wanted = [measure for measure in wanted if measure == "single"]
    if not wanted:
        return
    found: dict[str, Any] = {}
    results["systems"][name] = found
    critical = critical_path(leaning_on_the_cover()) if name == "cover" else critical_path()
    try:
        with _running(name, options, places) as system:
            found["name"] = system.name
            bench = Bench(system, places.providers, places.pid)
            for measure in ("idle", *(one for one in wanted if one != "idle")):
                say(f"{name}: {measure}")
                _measure(measure, bench, found, results, options, critical)
                bench = Bench(system, places.providers, places.pid, found["idle"]["cpu"])
    except (RuntimeError, OSError) as error:
        say(f"{name}: {error}")
        found["broke"] = str(error).splitlines()[0]
    _keep_logs(places.folder, OUT / "logs" / name)


def _keep_logs(folder: Path, to: Path) -> None:
    """What the programs of a system wrote, for whoever wonders about a figure."""
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir(parents=True)
    for log in folder.rglob("*.log"):
        if log.is_file():
            shutil.copyfile(log, to / log.name)


def _measure(
    measure: str,
    bench: Bench,
    found: dict[str, Any],
    results: dict[str, Any],
    options: argparse.Namespace,
    critical: float,
) -> None:
    is_ours = isinstance(bench.system, Ours)
    match measure:
        case "idle":
            found["idle"] = bench.idle(options.idle if is_ours and "idle" in (options.only or MEASURES) else 8.0)
        case "single":
            found["single"] = bench.single(options.times, critical)
            _remember(bench, found, results)
        case "pickup":
            found["pickup"] = bench.pickup(options.pickups)
        case "killed":
            found["killed"] = bench.killed(PATIENCE_WITH_OURS) if is_ours else bench.killed()
        case "batch":
            counts = [int(count) for count in options.batch]
            if isinstance(bench.system, Ours) and bench.system.setup.workers is None:
                counts = [options.spawned]
            found["batch"] = [bench.batch(count, critical) for count in counts]


def _remember(bench: Bench, found: dict[str, Any], results: dict[str, Any]) -> None:
    """The last story's times, for the picture."""
    last = found["single"].get("last")
    if last is None:
        return
    kept = results.setdefault("timeline", {})
    made = bench.system.made([last])[last]
    if bench.system.name == KINDS["sequence"].name:
        kept["sequence"] = {"asked": made.asked, "parts": made.parts}
    elif isinstance(bench.system, Ours) and bench.system.setup is SETUPS["threads"]:
        calls = [vars(call) for call in bench.provider.calls()]
        kept["ours"] = {"asked": made.asked, "ready": made.ready, "parts": bench.system.parts(last), "calls": calls}


def _lacking(name: str) -> str | None:
    if name == "fleet" and not FLEET:
        return "this version has no fleet"
    if name == "fleet" and shutil.which("redis-server") is None:
        return "there is no redis-server on this machine"
    if name in KINDS and not Path(".venv-bench/bin/python").exists():
        return "there is no .venv-bench (make .venv-bench/.ready)"
    return None


@contextmanager
def _running(name: str, options: argparse.Namespace, places: Places) -> Iterator[System]:
    if name in KINDS:
        with peer(KINDS[name], postgres=places.postgres, provider=places.providers, folder=places.folder) as found:
            yield found
        return
    setup: Setup = SETUPS[name]
    with ours(
        setup, postgres=places.postgres, provider=places.providers, folder=places.folder, at_once=options.spawned
    ) as mine:
        warm(mine)
        yield mine


if __name__ == "__main__":
    main()
