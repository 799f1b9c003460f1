"""A story's steps, each begun when what it needs is there: for those who bring no graph of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from benchmarks.reference.workload import STEPS


async def in_order(run: Callable[[str], Awaitable[object]], *, one_by_one: bool = False) -> None:
    """Runs every step once; `one_by_one` is the plain way."""
    if one_by_one:
        for name in STEPS:
            await run(name)
        return
    done = {name: asyncio.Event() for name in STEPS}

    async def one(name: str) -> None:
        for need in STEPS[name].needs:
            await done[need].wait()
        await run(name)
        done[name].set()

    async with asyncio.TaskGroup() as group:
        for name in STEPS:
            group.create_task(one(name))
