"""Dagster's code server, whose runs are forked from a warm process: `python -m storytailor_dagster.defs.code_server …`.

Dagster's own spawns a process for each run, which imports everything anew: more than a second of CPU before a story's
first step. How a code server makes processes is an attribute of it (`DagsterApiServer._mp_ctx`). It is replaced here by
multiprocessing's fork server, which has loaded `storytailor_dagster.warm`; all the rest, the options too, are those of
`dagster api grpc`. The code server itself has threads, so it could not fork.
"""

import multiprocessing
from multiprocessing import forkserver
from typing import Any

from dagster._cli import api
from dagster._grpc import server

from storytailor_dagster.defs.keeping import keep_connections
from storytailor_dagster.defs.logs import log_json

WARM = "storytailor_dagster.warm"


class WarmServer(server.DagsterApiServer):
    """Its runs are children of the fork server."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._mp_ctx = multiprocessing.get_context("forkserver")  # type: ignore[assignment]
        forkserver.ensure_running()


def keep_warm() -> None:
    """From now on, code servers of this process are warm ones."""
    multiprocessing.set_forkserver_preload([WARM])
    server.DagsterApiServer = WarmServer  # type: ignore[misc]


if __name__ == "__main__":
    keep_warm()
    keep_connections()
    log_json(api)
    api.grpc_command()
