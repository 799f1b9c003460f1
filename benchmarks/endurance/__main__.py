"""`make endurance`: breaks everything, many times, while stories are in flight; prints what became of them.

Linux, as root (a store is made read-only by a mount), with redis-server. It takes hours, so it may be done in sittings
(`--minutes 60`): each goes on with what was broken least, until all was broken `--times` times, and is kept in
benchmarks/endurance/sittings. Writes build/endurance/report.md of them all; `--report` only sums them up. It goes into
benchmarks/endurance/report.md by hand, with what was found.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random, randrange
from typing import Any

import httpx

from benchmarks.endurance import bought, report
from benchmarks.endurance.breaking import BOUND, FLEET_ONLY, OUTAGE_SECONDS, WHATS, Break, Breaker, next_one
from benchmarks.endurance.machine import Machine, cleared, machine
from benchmarks.endurance.sitting import Broken, Sitting, counted, revision, sittings
from benchmarks.endurance.stories import Stories, Story, outcomes
from benchmarks.reference.measures import say
from benchmarks.reference.report import machine as about_machine
from storytailor_dagster.keys import BOUGHT

SETUPS = ("one", "fleet")
OUT = Path("build/endurance")
KEPT = Path("benchmarks/endurance/sittings")
SILENCE = 180.0
"""Seconds without a step of any story that is left after which it counts as lost."""


def read_options(given: list[str] | None = None) -> argparse.Namespace:
    """The options; `setup` and `what` as lists."""
    options = argparse.ArgumentParser(prog="make endurance", description=__doc__)
    listed: Callable[[str], list[str]] = lambda text: text.split(",")  # noqa: E731
    options.add_argument("--seed", type=int, help="of all moments and choices; left out, a new one, printed")
    options.add_argument("--times", type=int, default=20, help="how often each is broken, earlier sittings included")
    options.add_argument("--minutes", type=float, default=float("inf"), help="breaks nothing more after so many")
    options.add_argument("--report", action="store_true", help="only sums up the sittings so far")
    pair: Callable[[str], tuple[float, ...]] = lambda text: tuple(float(part) for part in text.split(","))  # noqa: E731
    options.add_argument("--outage", type=pair, default=OUTAGE_SECONDS, help="seconds at least, and at most: 5,20")
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
    if not options.report:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        seed = options.seed if options.seed is not None else randrange(1 << 30)
        say(f"seed {seed}")
        for setup in options.setup:
            _sat(setup, seed, options)
    text = report.written(sittings(KEPT))
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "report.md").write_text(text)
    print(text, flush=True)


def _sat(setup: str, seed: int, options: argparse.Namespace) -> None:
    folder = Path(tempfile.mkdtemp(prefix=f"storytailor-endurance-{setup}-"))
    cleared(folder)
    try:
        with machine(setup, folder, scale=options.scale) as one:
            _sitting(one, seed, options).keep(KEPT)
    finally:
        if not options.keep:
            cleared(folder)
            folder.rmdir()


def _sitting(one: Machine, seed: int, options: argparse.Namespace) -> Sitting:
    chance, about = Random(f"{seed} {one.name}"), about_machine()
    stories = Stories(api=f"http://127.0.0.1:{one.ports['STORYTAILOR_API_PORT']}", token=one.token(), dsn=one.dsn)
    breaker = Breaker(one, stories, chance, options.stories, options.outage)
    whats = [what for what in options.what if one.name == "fleet" or what not in FLEET_ONLY]
    before, breaks, began = counted(sittings(KEPT), one.name), list[Break](), time.monotonic()
    try:
        while time.monotonic() - began < options.minutes * 60:
            so_far = {what: before[breaker.named(what)] for what in whats}
            what = next_one(whats, options.times, so_far, chance)
            if what is None:
                break
            made = breaker.once(what, len(breaks))
            breaks.append(made)
            before[made.what] += 1
            on = f"not within {BOUND:.0f} s" if made.on is None else f"after {made.on:.1f} s"
            ends = outcomes(story.overall for story in stories.all.values() if story.ended)
            say(f"{one.name}: {made.what} {before[made.what]}, {len(made.hit)} hit, went on {on}; ended {ends}")
        breaker.drained(SILENCE)
        again = bought.again(
            bought.paid(_calls(one), time.time() - time.monotonic()), bought.kept(one.home.objects / BOUGHT)
        )
        for story in stories.all.values():
            if story.overall != "ready":
                hit = [breaks[number].what for number in story.breaks]
                say(f"{story.overall} {story.id}, in flight while these broke: {hit}: {stories.told(story.id)}")
        return Sitting(
            setup=one.name, seed=seed, about=about, revision=revision(), scale=options.scale, in_flight=options.stories,
            minutes=(time.monotonic() - began) / 60,
            ends={short(story): story.overall for story in stories.all.values()},
            breaks=told(breaks, again), hollow=stories.hollow(one.home.objects),
        )  # fmt: skip
    finally:
        stories.close()


def short(story: Story) -> str:
    """Enough of its id to tell the stories of all sittings apart."""
    return story.id[:8]


def told(breaks: Sequence[Break], again: Sequence[bought.Again]) -> list[Broken]:
    """As they are kept: a call that was bought again counts for what had broken last before it."""
    found = []
    for number, one in enumerate(breaks):
        after = one.began if number else 0.0
        until = breaks[number + 1].began if number + 1 < len(breaks) else float("inf")
        mine = [call for call in again if after <= call.at < until]
        finished = sum(call.finished for call in mine)
        ids = [short(story) for story in one.hit]
        found.append(Broken(what=one.what, on=one.on, hit=ids, finished=finished, flying=len(mine) - finished))
    return found


def _calls(one: Machine) -> list[dict[str, Any]]:
    port = next(line for line in one.emulator.log.read_text().splitlines() if line.startswith("http"))
    told: list[dict[str, Any]] = httpx.get(f"{port}/_calls", timeout=300).raise_for_status().json()
    return told


if __name__ == "__main__":
    main()
