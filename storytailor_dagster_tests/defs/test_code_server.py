"""The warm code server leans on how Dagster's makes processes; this says so when a new version does it otherwise."""

from __future__ import annotations

import importlib.util
import inspect
import subprocess
import sys
from pathlib import Path

from dagster._grpc import server

from storytailor_dagster.defs.code_server import WARM, WarmServer
from storytailor_dagster.settings import inherited_environment
from storytailor_dagster_tests.emulator.emulator import KEY, Emulator

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


_ASKS = """
import sys
from storytailor_dagster import warm
from storytailor_dagster.defs.secrets import SettingsKeys
from storytailor_dagster.providers.hands import hands_from
from storytailor_dagster.providers.till import OpenTill
from storytailor_dagster.settings import Settings
before = set(sys.modules)
hands, till = hands_from(Settings(), SettingsKeys(Settings())), OpenTill()
hands.speech.speak(beats=("A fox found a lamp.", "It shone."), age=6, till=till)
hands.check.read(words=("A fox found a lamp.",), till=till)
hands.close()
print(sorted({name.partition(".")[0] for name in set(sys.modules) - before}))
"""


def test_asking_hosted_providers_loads_nothing_more(emulator: Emulator) -> None:
    """In a process that has loaded what runs are forked from; SDKs load their parts when they are first used."""
    doors = {
        "STORYTAILOR_TEXT_PROVIDER": "openai",
        "STORYTAILOR_SPEECH_PROVIDER": "elevenlabs",
        "STORYTAILOR_MODERATION": "openai",
        "OPENAI_API_KEY": KEY,
        "OPENAI_BASE_URL": f"{emulator.url}/v1",
        "ELEVENLABS_API_KEY": KEY,
        "ELEVENLABS_BASE_URL": emulator.url,
    }
    told = subprocess.run(
        [sys.executable, "-c", _ASKS],
        env=inherited_environment() | doors,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert told.stdout.strip() in ("[]", "['encodings']"), told.stderr
