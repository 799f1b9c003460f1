"""The web app's side of a peer: warm, it inserts a row per story and hands the story over.

A line `ID WORD WHOLE` comes in for each story; `READY` goes out when it may begin.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable

from benchmarks.reference.peers.steps import tools

AT_ONCE = 10
_INSERT = "insert into stories (id, word, whole) values (%s, %s, %s)"


async def serve(hand_over: Callable[[str], Awaitable[object]]) -> None:
    """Until there are no more lines."""
    have = await tools()
    some = asyncio.Semaphore(AT_ONCE)

    async def one(story: str, word: str, whole: str) -> None:
        async with some:
            async with have.database.connection() as connection:
                await connection.execute(_INSERT, (story, word, whole == "1"))
            await hand_over(story)

    print("READY", flush=True)
    async with asyncio.TaskGroup() as group:
        while line := await asyncio.to_thread(sys.stdin.readline):
            group.create_task(one(*line.split()))


async def announce(story: str) -> None:
    """Hands a story to whoever listens to the database."""
    have = await tools()
    async with have.database.connection() as connection:
        await connection.execute("select pg_notify('stories', %s)", (story,))
