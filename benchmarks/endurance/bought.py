"""Which calls were paid for twice, by what the emulator billed and by what lies in the object store. Nothing of ours
is asked.

A call was finished when its answer lay in the store before the same request was made again; else it was in flight.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FREE = ("moderation", "models")


@dataclass(frozen=True, kw_only=True)
class Paid:
    """A call that was billed: its request's digest, what the provider called its answer, when it came (1970)."""

    digest: str
    request_id: str
    at: float


@dataclass(frozen=True, kw_only=True)
class Again:
    """A request that had been paid for before; `finished` says that we held its answer."""

    at: float
    finished: bool


def again(paid: Sequence[Paid], kept: Mapping[str, float]) -> list[Again]:
    """Every call after the first for the same request; `kept` is when each answer we hold was written."""
    found, before = [], dict[str, list[Paid]]()
    for call in sorted(paid, key=lambda call: call.at):
        earlier = before.setdefault(call.digest, [])
        if earlier:
            held = any(kept.get(one.request_id, call.at) < call.at for one in earlier)
            found.append(Again(at=call.at, finished=held))
        earlier.append(call)
    return found


def paid(told: Sequence[Mapping[str, Any]], offset: float) -> list[Paid]:
    """Of the emulator's calls; `offset` makes its clock the world's."""
    return [
        Paid(
            digest=call["digest"],
            request_id=f"{'req_' if call['provider'] == 'openai' else 'emulated-'}{call['number']}",
            at=call["at"] + offset,
        )
        for call in told
        if call["billed"] and call["door"] not in FREE
    ]


def kept(bought: Path) -> dict[str, float]:
    """When the answers in that folder of the store were written, by what the provider called them."""
    found = {}
    for file in bought.rglob("*"):
        if not file.is_file() or file.name.startswith("."):
            continue
        with file.open("rb") as opened:
            about = json.loads(opened.readline())
        found[str(about["request_id"])] = file.stat().st_mtime
    return found
