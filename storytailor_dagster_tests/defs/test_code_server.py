"""The warm code server leans on how Dagster's makes processes; this says so when a new version does it otherwise."""

from __future__ import annotations

import importlib.util
import inspect
import subprocess
import sys
from pathlib import Path

from dagster._grpc import server

from storytailor_dagster.defs.code_server import WARM, WarmServer

_COUNTS = """
import multiprocessing, sys, time
from dagster._grpc import server
from storytailor_dagster.defs.code_server import keep_warm
keep_warm()
before = server.DagsterApiServer.__name__
context = multiprocessing.get_context("forkserver")
def loaded(queue):
    queue.put([before, "storytailor_dagster.warm" in sys.modules])
if __name__ == "__main__":
    queue = context.Queue()
    context.Process(target=loaded, args=(queue,)).start()
    print(queue.get(timeout=60))
"""


def test_runs_are_made_by_the_attribute_that_is_replaced() -> None:
    assert inspect.getsource(server.DagsterApiServer).count("self._mp_ctx.Process(") == 1
    assert "_mp_ctx" in inspect.getsource(WarmServer)
    assert importlib.util.find_spec(WARM) is not None


def test_a_child_has_everything_loaded_before_it_is_asked_for_anything(tmp_path: Path) -> None:
    file = tmp_path / "counts.py"
    file.write_text(_COUNTS)
    told = subprocess.run([sys.executable, str(file)], capture_output=True, text=True, timeout=120, check=True)
    assert told.stdout.strip() == "['WarmServer', True]", told.stderr
