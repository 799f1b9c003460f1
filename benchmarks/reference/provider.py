"""The emulated providers as a process of their own, with the workload's waits, and their log of calls."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from benchmarks.reference.processes import running
from benchmarks.reference.workload import WAITS
from storytailor_dagster.settings import inherited_environment

KEY = "emulator-key"
FREE = ("moderation", "models")


@dataclass(frozen=True, kw_only=True)
class Called:
    """One call: when it came and when its answer was ready (None: not yet), in seconds since 1970."""

    door: str
    digest: str
    at: float
    ended: float | None
    status: int


@dataclass(frozen=True)
class Provider:
    """Where it is, and what was asked of it."""

    url: str
    pid: int

    def calls(self) -> list[Called]:
        """All since the last `forget`, in their order."""
        offset = time.time() - time.monotonic()
        told: list[dict[str, Any]] = httpx.get(f"{self.url}/_calls", timeout=60).raise_for_status().json()
        return [
            Called(
                door=call["door"],
                digest=call["digest"],
                at=call["at"] + offset,
                ended=call["ended"] + offset if call["ended"] else None,
                status=call["status"],
            )
            for call in told
        ]

    def forget(self) -> None:
        """Empties the log."""
        httpx.delete(f"{self.url}/_rules", timeout=60).raise_for_status()


@dataclass(frozen=True, kw_only=True)
class BoughtTwice:
    """Calls that were paid for and made again after `killed`: those answered by then, and those still in flight."""

    finished: int
    in_flight: int


def bought_twice(calls: Sequence[Called], *, killed: float) -> BoughtTwice:
    """Among the calls of one story."""
    paid = [call for call in calls if call.door not in FREE]
    before = {call.digest: call for call in paid if call.at < killed}
    again = [before[call.digest] for call in paid if call.at >= killed and call.digest in before]
    finished = sum(call.ended is not None and call.ended < killed for call in again)
    return BoughtTwice(finished=finished, in_flight=len(again) - finished)


@contextmanager
def provider(folder: Path, waits: Mapping[str, float] = WAITS) -> Iterator[Provider]:
    """Runs it until the end."""
    options = [word for door, seconds in waits.items() for word in ("--wait", f"{door}={seconds:g}")]
    command = [sys.executable, "-m", "storytailor_dagster_tests.emulator", "--stock", *options]
    with running(command, environment=inherited_environment(), log=folder / f"provider-{len(waits)}.log") as process:
        process.wait_until("http")
        url = next(line for line in process.log.read_text().splitlines() if line.startswith("http"))
        yield Provider(url, process.pid)
