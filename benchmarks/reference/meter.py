"""What processes use, by the operating system's own count: CPU seconds, and memory at its highest."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from contextlib import suppress
from typing import Self

import psutil

from benchmarks.reference.processes import family

EVERY = 0.5


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time of these processes and their descendants, those that ended and were waited for included."""
    total = 0.0
    for pid in pids:
        for one in family(pid):
            with suppress(psutil.Error):
                total += sum(one.cpu_times()[:4])
    return total


def memory(pids: Iterable[int]) -> int:
    """Bytes of these processes and their descendants; a page that several share is shared out among them."""
    total = 0
    for pid in pids:
        for one in family(pid):
            with suppress(psutil.Error):
                full = one.memory_full_info()
                total += getattr(full, "pss", full.uss)
    return total


class Peak:
    """The most memory that these processes were seen to have, looked at twice a second."""

    def __init__(self, pids: Iterable[int]) -> None:
        self._pids = tuple(pids)
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self.bytes = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ends.wait(EVERY):
            self.bytes = max(self.bytes, memory(self._pids))
