"""`make endurance`: breaks everything, many times, while stories are in flight; prints what became of them.

Linux, as root (a store is made read-only by a mount), with redis-server. Writes build/endurance/report.md; what is
worth keeping of it goes into benchmarks/endurance/report.md by hand, with what was found.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random, randrange
from typing import Any

import httpx

from benchmarks.endurance import bought, report
from benchmarks.endurance.breaking import BOUND, FLEET_ONLY, WHATS, Break, Breaker
from benchmarks.endurance.machine import Machine, cleared, machine
from benchmarks.endurance.stories import Stories, outcomes
from benchmarks.reference.measures import say
from benchmarks.reference.report import machine as about_machine
from storytailor_dagster.keys import BOUGHT

SETUPS = ("one", "fleet")
OUT = Path("build/endurance")
SILENCE = 180.0
"""Seconds without a step of any story that is left after which it counts as lost."""


def read_options(given: list[str] | None = None) -> argparse.Namespace:
    """The options; `setup` and `what` as lists."""
    options = argparse.ArgumentParser(prog="make endurance", description=__doc__)
    listed: Callable[[str], list[str]] = lambda text: text.split(",")  # noqa: E731
    options.add_argument("--seed", type=int, help="of all moments and choices; left out, a new one, printed")
    options.add_argument("--times", type=int, default=20, help="how often each is broken")
    options.add_argument("--stories", type=int, default=20, help="in flight")
    options.add_argument("--setup", type=listed, default=list(SETUPS), help=f"of {','.join(SETUPS)}")
    options.add_argument("--what", type=listed, default=list(WHATS), help=f"of {','.join(WHATS)}")
    options.add_argument(
        "--scale", type=float, default=3.0, help="of the waits (1: text 3 s, picture 2.5 s, voice 5.5 s)"
    )
    options.add_argument("--keep", action="store_true", help="keep the folders, with all logs")
    found = options.parse_args(given)
    for names, known in ((found.setup, SETUPS), (found.what, WHATS)):
        for name in names:
            if name not in known:
                options.error(f"{name} is none of {', '.join(known)}")
    return found


def main(given: list[str] | None = None) -> None:
    """Runs it."""
    options = read_options(given)
    seed = options.seed if options.seed is not None else randrange(1 << 30)
    about = about_machine() | {name: vars(options)[name] for name in ("times", "stories", "scale")} | {"seed": seed}
    say(f"seed {seed}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    OUT.mkdir(parents=True, exist_ok=True)
    tables: dict[str, list[str]] = {}
    for setup in options.setup:
        folder = Path(tempfile.mkdtemp(prefix=f"storytailor-endurance-{setup}-"))
        cleared(folder)
        try:
            with machine(setup, folder, scale=options.scale) as one:
                tables[setup] = _setup(one, options, Random(f"{seed} {setup}"))
        finally:
            if not options.keep:
                cleared(folder)
                folder.rmdir()
        text = report.written(about, tables)
        (OUT / "report.md").write_text(text)
        print(text, flush=True)


def _setup(one: Machine, options: argparse.Namespace, chance: Random) -> list[str]:
    stories = Stories(api=f"http://127.0.0.1:{one.ports['STORYTAILOR_API_PORT']}", token=one.token(), dsn=one.dsn)
    breaker = Breaker(one, stories, chance, options.stories)
    breaks: list[Break] = []
    began = time.monotonic()
    try:
        for what in (what for what in options.what if one.name == "fleet" or what not in FLEET_ONLY):
            for number in range(1, options.times + 1):
                made = breaker.once(what, len(breaks))
                breaks.append(made)
                on = f"not within {BOUND:.0f} s" if made.on is None else f"after {made.on:.1f} s"
                ends = outcomes([story for story in stories.all.values() if story.ended])
                say(f"{one.name}: {what} {number}/{options.times}, {len(made.hit)} hit, went on {on}; ended {ends}")
        breaker.drained(SILENCE)
        paid = bought.paid(_calls(one), time.time() - time.monotonic())
        again = bought.again(paid, bought.kept(one.home.objects / BOUGHT))
        for story in stories.all.values():
            if story.overall != "ready":
                hit = [breaks[number].what for number in story.breaks]
                say(f"{story.overall} {story.id}, in flight while these broke: {hit}: {stories.told(story.id)}")
        sums = report.totals(list(stories.all.values()), stories.hollow(one.home.objects))
        return [*report.lines(breaks, again), "", f"{sums} {(time.monotonic() - began) / 60:.0f} minutes."]
    finally:
        told = [{**vars(one), "hit": [story.id for story in one.hit]} for one in breaks]
        (OUT / f"{one.name}.json").write_text(json.dumps(told))
        stories.close()


def _calls(one: Machine) -> list[dict[str, Any]]:
    port = next(line for line in one.emulator.log.read_text().splitlines() if line.startswith("http"))
    told: list[dict[str, Any]] = httpx.get(f"{port}/_calls", timeout=300).raise_for_status().json()
    return told


if __name__ == "__main__":
    main()
