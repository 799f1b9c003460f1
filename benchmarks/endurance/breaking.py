"""One break: something is killed or taken away while stories are in flight, and how long they take to go on."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from benchmarks.endurance.machine import Machine
from benchmarks.endurance.stories import Stories, Story, went_on
from benchmarks.reference.measures import say

KILLS = ("api", "daemon", "code", "webserver", "run", "worker", "redis", "postgres")
OUTAGES = ("store", "emulator")
NOTHING = "nothing"
TWO = "two"
WHATS = (NOTHING, *KILLS, *OUTAGES, TWO)
FLEET_ONLY = ("worker", "redis")
OUTAGE_SECONDS = (5.0, 20.0)
PAUSE_SECONDS = (0.5, 6.0)
"""Before a break: at random, so that it hits any moment of anything's beat."""
APART_SECONDS = 3.0
"""The most between two that break at once."""
BOUND = 150.0
"""Whoever has not gone on by then is said, and waited for no more."""
TICK = 0.5


@dataclass
class Break:
    """`at` is when it was mended, for an outage; `on` is None where somebody had not gone on after BOUND seconds."""

    what: str
    at: float
    on: float | None = None
    hit: list[Story] = field(default_factory=list)
    began: float = 0.0
    slowest: str = ""


@dataclass(frozen=True)
class Breaker:
    """Breaks a machine, keeping so many stories in flight."""

    machine: Machine
    stories: Stories
    chance: Random
    in_flight: int
    outage: tuple[float, float] = OUTAGE_SECONDS

    def tick(self, *, top_up: bool = True) -> bool:
        """Looks after everything once; whether the database answered."""
        began = time.monotonic()
        self.machine.keep()
        seen = self.stories.look()
        if top_up and seen:
            lacking = self.in_flight - len(self.stories.in_flight) - self.stories.unanswered
            self.stories.ask(max(0, lacking))
        time.sleep(max(0.0, TICK - (time.monotonic() - began)))
        return seen

    def full(self) -> None:
        """Waits until so many are in flight, all of them begun, and API and UI answer."""
        self._until(self._is_full, f"{self.in_flight} stories in flight, all of them begun")

    def _is_full(self) -> bool:
        flying = self.stories.in_flight
        begun = sum(story.begun for story in flying)
        return begun >= self.in_flight - 2 and self.machine.answers()

    def once(self, what: str, number: int) -> Break:
        """Breaks it at a random moment, and waits until all that was in flight went on."""
        self.full()
        these = self._two() if what == TWO else [what]
        ends = time.monotonic() + self.chance.uniform(*PAUSE_SECONDS)
        while time.monotonic() < ends or not all(self._there(one) for one in these):
            self.tick()
            if time.monotonic() > ends + BOUND:
                raise RuntimeError(f"There is no process to kill: {these}, in setup {self.machine.name}.")
        began = time.time()
        self._broken(these)
        away = any(one in OUTAGES for one in these)
        made = Break(what=self.named(what), at=time.time() if away else began, began=began)
        made.hit = self.stories.in_flight
        self.stories.ask(1)
        for story in made.hit:
            story.breaks.append(number)
        self._gone_on(made)
        return made

    def named(self, what: str) -> str:
        """As the report names it: an outage of other than usual length by its length."""
        least, most = self.outage
        return what if what not in OUTAGES or self.outage == OUTAGE_SECONDS else f"{what}, {least:g} to {most:g} s"

    def _two(self) -> list[str]:
        of = [*KILLS, *OUTAGES]
        found = self.chance.sample([one for one in of if self.machine.name == "fleet" or one not in FLEET_ONLY], 2)
        say(f"  {' and '.join(found)} at once")
        return found

    def _there(self, what: str) -> bool:
        return what in OUTAGES or what == NOTHING or bool(self.machine.pids(what, self.chance))

    def _broken(self, these: Sequence[str]) -> None:
        """Each begins within three seconds of the first; what is away comes back in its time."""
        moments: list[tuple[float, str, bool]] = []
        for place, one in enumerate(these):
            begins = self.chance.uniform(0, APART_SECONDS) if place else 0.0
            moments.append((begins, one, True))
            if one in OUTAGES:
                seconds = self.chance.uniform(*self.outage)
                say(f"  {one} away for {seconds:.1f} s")
                moments.append((begins + seconds, one, False))
        started = time.monotonic()
        for moment, one, away in sorted(moments):
            while time.monotonic() < started + moment:
                self.tick()
            self._switched(one, away)

    def _switched(self, what: str, away: bool) -> None:
        machine = self.machine
        if what == "store":
            machine.store_writable(not away)
        elif what == "emulator":
            (machine.relay.cut if away else machine.relay.mend)()
        elif what != NOTHING:
            self._killed(what)

    def _killed(self, what: str) -> None:
        """Of two at once, the first may have taken the second with it: then as soon as it is back."""
        ends = time.monotonic() + BOUND
        while not self.machine.kill(what, self.chance):
            self.tick()
            if time.monotonic() > ends:
                raise RuntimeError(f"There is no process to kill: {what}, in setup {self.machine.name}.")

    def _gone_on(self, made: Break) -> None:
        """Also the story that was asked for right after the break has to have begun, and API and UI to answer."""
        ends = time.monotonic() + BOUND
        watched = list(made.hit)
        newest: Story | None = None
        while True:
            seen = self.tick()
            if newest is None and not self.stories.unanswered:
                newest = list(self.stories.all.values())[-1]
                watched.append(newest)
            on = went_on(watched, made.at)
            if seen and newest is not None and on is not None and self.machine.answers():
                made.on = max(on, 0.0)
                slowest = max(watched, key=lambda story: story.stepped)
                made.slowest = f"{slowest.id}{' (new)' if slowest is newest else ''}"
                return
            if time.monotonic() > ends:
                still = [s.id for s in watched if not s.ended and s.stepped <= made.at]
                say(f"  NOT GONE ON after {BOUND:.0f} s: {still or 'API, UI or database do not answer'}")
                for story in still[:5]:
                    say(f"    {story}: {self.stories.told(story)}")
                return

    def drained(self, bound: float) -> None:
        """Waits until all ended, as long as any of them takes a step within that many seconds."""
        since = time.time()
        told = 0.0
        while flying := self.stories.in_flight:
            self.tick(top_up=False)
            last = max((since, *(story.stepped for story in flying)))
            if time.time() - last > bound:
                for story in flying:
                    say(f"LOST {story.id}, broken at {story.breaks}: {self.stories.told(story.id)}")
                return
            if time.monotonic() - told > 10:
                told = time.monotonic()
                say(f"draining: {len(flying)} in flight")

    def _until(self, done: Callable[[], bool], what: str) -> None:
        ends = time.monotonic() + BOUND
        while not done():
            self.tick()
            if time.monotonic() > ends:
                say(f"  waited {BOUND:.0f} s in vain for {what}; going on without")
                return


def next_one(whats: Collection[str], times: int, counted: Mapping[str, int], chance: Random) -> str | None:
    """One of those that were broken least; None where all were broken so often."""
    least = min(counted.get(what, 0) for what in whats)
    return None if least >= times else chance.choice([what for what in whats if counted.get(what, 0) == least])
