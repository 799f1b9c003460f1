"""The floor: plain asyncio, which forgets everything when it ends; and the plainest way, one step after another."""

from __future__ import annotations

import asyncio
import os
import sys
from functools import partial

import psycopg

from benchmarks.reference.peers import client
from benchmarks.reference.peers.graph import in_order
from benchmarks.reference.peers.steps import DSN, run_step, tools


async def worker(*, one_by_one: bool) -> None:
    """Runs what is announced."""
    await tools()
    running: set[asyncio.Task[None]] = set()
    listens = await psycopg.AsyncConnection.connect(os.environ[DSN], autocommit=True)
    await listens.execute("listen stories")
    print("READY", flush=True)
    async for notice in listens.notifies():
        task = asyncio.create_task(in_order(partial(run_step, notice.payload), one_by_one=one_by_one))
        running.add(task)
        task.add_done_callback(running.discard)


if __name__ == "__main__":
    match sys.argv[1]:
        case "client":
            asyncio.run(client.serve(client.announce))
        case role:
            asyncio.run(worker(one_by_one=role == "one-by-one"))
