"""DBOS: a story is a workflow from its queue, each step a step of it, checkpointed in Postgres."""

from __future__ import annotations

import asyncio
import os
import sys
import threading

from dbos import DBOS, DBOSClient

from benchmarks.reference.peers import client
from benchmarks.reference.peers.graph import in_order
from benchmarks.reference.peers.steps import run_step
from benchmarks.reference.workload import STEPS

SYSTEM = "BENCH_DBOS_DSN"
QUEUE, WORKFLOW = "stories", "story"


@DBOS.workflow(name=WORKFLOW)
async def story_workflow(story: str) -> None:
    """The steps' numbers are given out before any of them runs, so that a recovery finds each again."""
    reserved = {name: DBOS.reserve_step() for name in STEPS}

    async def run(name: str) -> None:
        await reserved[name].run_async({"name": name}, run_step, story, name)

    await in_order(run)


def worker() -> None:
    """Runs what is in the queue; what was interrupted first."""
    DBOS(
        config={
            "name": WORKFLOW,
            "system_database_url": os.environ[SYSTEM],
            "log_level": "WARNING",
            "application_version": "1",
        }
    )
    DBOS.launch()
    DBOS.register_queue(QUEUE, on_conflict="always_update")
    print("READY", flush=True)
    threading.Event().wait()


async def serve() -> None:
    """Hands stories to the queue."""
    queue = DBOSClient(system_database_url=os.environ[SYSTEM])

    async def enqueue(story: str) -> None:
        await queue.enqueue_async({"queue_name": QUEUE, "workflow_name": WORKFLOW, "workflow_id": story}, story)

    await client.serve(enqueue)


if __name__ == "__main__":
    if sys.argv[1] == "client":
        asyncio.run(serve())
    else:
        worker()
