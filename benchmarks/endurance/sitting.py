"""A sitting: what one run of `make endurance` broke in one setup and what became of the stories, kept as JSON.

Breaking everything twenty times takes hours, so it is done in sittings; `report.py` sums them up.
"""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self


@dataclass(frozen=True, kw_only=True)
class Broken:
    """One break: seconds until all went on (None: not within the bound), the stories that were in flight, and how many
    calls were bought again before the next break: finished ones, and ones in flight."""

    what: str
    on: float | None
    hit: Sequence[str]
    finished: int = 0
    flying: int = 0


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """`about` is the machine, `revision` the code's, `ends` how each story ended, by the first of its id, `hollow` are
    the ready ones that lack an object."""

    setup: str
    seed: int
    about: Mapping[str, Any]
    revision: str
    scale: float
    in_flight: int
    minutes: float
    ends: Mapping[str, str]
    breaks: Sequence[Broken]
    hollow: Sequence[str]

    def keep(self, folder: Path) -> None:
        """One file for each seed and setup."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{self.setup}-{self.seed}.json").write_text(json.dumps(asdict(self)) + "\n")

    @classmethod
    def kept(cls, file: Path) -> Self:
        """As `keep` wrote it."""
        told = json.loads(file.read_text())
        return cls(**{**told, "breaks": [Broken(**one) for one in told["breaks"]]})


def sittings(folder: Path) -> list[Sitting]:
    """All that were kept there, the oldest first."""
    found = [Sitting.kept(file) for file in folder.glob("*.json")]
    return sorted(found, key=lambda one: str(one.about["when"]))


def counted(of: Iterable[Sitting], setup: str) -> Counter[str]:
    """How often each thing was broken in that setup."""
    return Counter(one.what for sitting in of if sitting.setup == setup for one in sitting.breaks)


def revision() -> str:
    """The commit, with a plus where the folder differs from it; nothing outside a repository."""
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty=+", "--abbrev=7"], check=False, capture_output=True, text=True
    )
    return told.stdout.strip()
