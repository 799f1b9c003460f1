"""The measures, taken of any `System` from outside. Every function's result is JSON."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.reference.meter import Peak, cpu_seconds, memory
from benchmarks.reference.provider import Provider, bought_twice
from benchmarks.reference.system import Made, System

SETTLE = 3.0
"""Seconds after a story in which its run may end; its CPU counts too."""
LOST = 60.0
"""Seconds of silence after a kill from which on a story counts as lost. Ours is waited for longer: see `killed`."""


@dataclass(frozen=True)
class Bench:
    """One system, the providers it asks, the database server's process, and its own cost of doing nothing."""

    system: System
    provider: Provider
    postgres: int
    idle_rate: float = 0.0

    def _wait(self, stories: Sequence[str], seconds: float) -> dict[str, Made]:
        ends, pause = time.monotonic() + seconds, 0.1 if len(stories) == 1 else 0.5
        while True:
            made = self.system.made(stories)
            waits = [s for s in stories if s not in made or (made[s].ready is None and not made[s].failed)]
            if not waits or time.monotonic() > ends:
                return made
            time.sleep(pause)

    def idle(self, seconds: float) -> dict[str, Any]:
        """CPU and memory with nothing to do."""
        time.sleep(SETTLE)
        began, used, database = time.monotonic(), cpu_seconds(self.system.pids), cpu_seconds([self.postgres])
        time.sleep(seconds)
        took = time.monotonic() - began
        return {
            "cpu": (cpu_seconds(self.system.pids) - used) / took,
            "postgres": (cpu_seconds([self.postgres]) - database) / took,
            "memory": memory(self.system.pids),
            "seconds": seconds,
        }

    def single(self, times: int, critical: float) -> dict[str, Any]:
        """One story at a time, from the row to ready."""
        found: dict[str, Any] = {"seconds": [], "ratio": [], "cpu": [], "postgres": [], "memory": [], "unfinished": 0}
        for _ in range(times):
            self.provider.forget()
            before = memory(self.system.pids)
            began, used, database = time.monotonic(), cpu_seconds(self.system.pids), cpu_seconds([self.postgres])
            with Peak(self.system.pids) as peak:
                stories = self.system.ask(1)
                made = self._wait(stories, critical * 8)
                time.sleep(SETTLE)
            took = time.monotonic() - began
            story = made.get(stories[0])
            if story is None or story.ready is None:
                found["unfinished"] += 1
                continue
            found["seconds"].append(story.ready - story.asked)
            found["ratio"].append((story.ready - story.asked) / critical)
            found["cpu"].append(cpu_seconds(self.system.pids) - used - self.idle_rate * took)
            found["postgres"].append(cpu_seconds([self.postgres]) - database)
            found["memory"].append(peak.bytes - before)
            found["last"] = stories[0]
        found["calls"] = len(self.provider.calls())
        return found

    def pickup(self, times: int) -> dict[str, Any]:
        """From the row to the first call at a provider, one text at a time, at no fixed moment of anybody's beat."""
        found = []
        for number in range(times):
            time.sleep(0.37 * (number % 7))
            self.provider.forget()
            stories = self.system.ask(1, whole=False)
            made = self._wait(stories, 60)
            calls = self.provider.calls()
            if calls:
                found.append(min(call.at for call in calls) - made[stories[0]].asked)
        return {"seconds": found, "lost": times - len(found)}

    def batch(self, count: int, critical: float) -> dict[str, Any]:
        """So many asked for at once."""
        self.provider.forget()
        began, used, database = time.monotonic(), cpu_seconds(self.system.pids), cpu_seconds([self.postgres])
        with Peak(self.system.pids) as peak:
            stories = self.system.ask(count)
            made = self._wait(stories, critical * 4 + count * 5.0)
            time.sleep(SETTLE)
        took = time.monotonic() - began
        ready = [story for story in made.values() if story.ready is not None]
        return {
            "count": count,
            "at_once": self.system.at_once,
            "unfinished": count - len(ready),
            "seconds": max((s.ready or 0.0) for s in ready) - min(s.asked for s in made.values()) if ready else None,
            "median": median((s.ready or 0.0) - s.asked for s in ready) if ready else None,
            "cpu": (cpu_seconds(self.system.pids) - used - self.idle_rate * took) / count,
            "postgres": (cpu_seconds([self.postgres]) - database) / count,
            "memory": peak.bytes,
        }

    def killed(self, patience: float = LOST) -> dict[str, Any]:
        """One story; what works on it is killed a second into its second picture, while the voice speaks."""
        self.provider.forget()
        stories = self.system.ask(1)
        while sum(call.door == "picture" for call in self.provider.calls()) < 2:
            time.sleep(0.1)
        time.sleep(1.0)
        at = time.time()
        what = self.system.kill()
        time.sleep(1.0)
        self.system.after_kill()
        made = self._wait(stories, patience)
        calls = self.provider.calls()
        after = [call.at for call in calls if call.at > at]
        if after:
            made = self._wait(stories, patience)
            calls = self.provider.calls()
        again = bought_twice(calls, killed=at)
        story = made[stories[0]]
        return {
            "killed": what,
            "goes_on": min(after) - at if after else None,
            "ready": story.ready - at if story.ready is not None else None,
            "failed": story.failed,
            "finished_twice": again.finished,
            "in_flight_twice": again.in_flight,
        }


def say(text: str) -> None:
    """How far it is, for whoever waits."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {text}\n")
    sys.stderr.flush()
