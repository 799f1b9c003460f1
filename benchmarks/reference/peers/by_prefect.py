"""Prefect: a story is a flow run, each step a task whose result is kept, so that a run taken up again skips it.

`served` gives each run a process of its own, as Prefect's runners do; `inside` runs all flows in the worker's process.
"""

from __future__ import annotations

import asyncio
import os
import sys

import psycopg
from prefect import flow, get_client, task
from prefect.cache_policies import INPUTS

from benchmarks.reference.peers import client
from benchmarks.reference.peers.graph import in_order
from benchmarks.reference.peers.steps import DSN, close, run_step, tools

AT_ONCE = 50
INSIDE = "BENCH_PREFECT_INSIDE"


@task(persist_result=True, cache_policy=INPUTS, task_run_name="{name}")
async def step(story: str, name: str) -> str:
    """One step."""
    return await run_step(story, name)


@flow(name="story", persist_result=True)
async def story_flow(story: str) -> None:
    """All steps."""

    async def run(name: str) -> None:
        await step(story, name)

    await in_order(run)
    if INSIDE not in os.environ:
        await close()


async def inside() -> None:
    """Runs what is announced, here."""
    os.environ[INSIDE] = "1"
    await tools()
    running: set[asyncio.Task[None]] = set()
    listens = await psycopg.AsyncConnection.connect(os.environ[DSN], autocommit=True)
    await listens.execute("listen stories")
    print("READY", flush=True)
    async for notice in listens.notifies():
        started = asyncio.create_task(story_flow(notice.payload))
        running.add(started)
        started.add_done_callback(running.discard)


async def serve_deployment() -> None:
    """Hands stories to the deployment that the worker serves."""
    async with get_client() as server:
        while True:
            try:
                deployment = await server.read_deployment_by_name("story/story")
                break
            except Exception:  # noqa: BLE001 - not there yet
                await asyncio.sleep(0.5)

        async def create(story: str) -> None:
            await server.create_flow_run_from_deployment(deployment.id, parameters={"story": story}, name=story)

        await client.serve(create)


if __name__ == "__main__":
    match sys.argv[1]:
        case "served":
            print("READY", flush=True)
            story_flow.serve(name="story", limit=AT_ONCE)
        case "inside":
            asyncio.run(inside())
        case "client-served":
            asyncio.run(serve_deployment())
        case "client-inside":
            asyncio.run(client.serve(client.announce))
