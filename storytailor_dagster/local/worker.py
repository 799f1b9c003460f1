"""`storytailor worker`: this process becomes Celery's, so that signals reach it without anybody in between."""

from __future__ import annotations

import os
import sys

from storytailor_dagster.errors import NotSetUp
from storytailor_dagster.local.home import Home
from storytailor_dagster.settings import Settings, inherited_environment

_APP = "storytailor_dagster.worker"


def become_worker(settings: Settings, concurrency: int | None) -> None:
    """Never returns.

    Args:
        concurrency: stories at once; None: one for each core.

    Raises:
        NotSetUp: there is no broker or no database that other machines reach, or steps run in processes.
    """
    if settings.broker_url is None:
        raise NotSetUp("A worker needs a broker.", code="NO_BROKER", remedy="Set STORYTAILOR_BROKER_URL to a Redis.")
    if settings.executor != "threads":
        raise NotSetUp(
            "A worker's children can't start processes for steps.",
            code="PROCESSES_IN_WORKER",
            remedy="Set STORYTAILOR_EXECUTOR=threads.",
        )
    at_once = concurrency or os.cpu_count() or 1
    command = ("-m", "celery", "-A", _APP, "--quiet", "worker", "--pool", "prefork", "--concurrency", str(at_once))
    alone = ("--without-gossip", "--without-mingle", "--loglevel", "INFO")
    given = inherited_environment()
    own = {name: given[name] for name in ("DAGSTER_HOME", "STORYTAILOR_DAGSTER_URL") if name in given}
    environment = Home(settings).environment(settings.dsn) | own  # a deployment's own are the daemon's too
    os.execve(sys.executable, [sys.executable, *command, *alone], environment)  # noqa: S606 - no shell is wanted
