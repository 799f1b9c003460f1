"""A story by emulated hosted models: they run beside it on loopback, and everything is set up to ask them."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec

from storytailor_dagster.errors import NotSetUp
from storytailor_dagster.local.home import Home
from storytailor_dagster.local.ports import free_port
from storytailor_dagster.local.programs import Program, program
from storytailor_dagster.settings import inherited_environment

EMULATOR = "storytailor_dagster_tests.emulator"
KEY = "emulator-key"
_LATENCY = ("--latency", "0.3", "--jitter", "0.2")


@contextmanager
def emulated(home: Home) -> Iterator[Mapping[str, str]]:
    """The environment in which every door is hosted, by an emulator that runs until the end.

    Raises:
        NotSetUp: this installation has no emulator; it comes with the repository.
    """
    if find_spec(EMULATOR.partition(".")[0]) is None:
        raise NotSetUp(
            "The emulator is not part of this installation.", remedy="Run it in the repository: `make story`."
        )
    module = (EMULATOR, "--port", str(port := free_port()), *_LATENCY)
    with program("emulator", module, environment=inherited_environment(), log=home.logs / "emulator.log") as running:
        _wait(running, port)
        yield _environment(f"http://127.0.0.1:{port}")


def _wait(running: Program, port: int) -> None:
    while True:
        running.check()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return


def _environment(url: str) -> Mapping[str, str]:
    return {
        "STORYTAILOR_TEXT_PROVIDER": "openai",
        "STORYTAILOR_PICTURE_PROVIDER": "openai",
        "STORYTAILOR_SPEECH_PROVIDER": "elevenlabs",
        "STORYTAILOR_SPEECH_FALLBACK": "polly",
        "STORYTAILOR_POLLY_ENDPOINT_URL": url,
        "OPENAI_API_KEY": KEY,
        "OPENAI_BASE_URL": f"{url}/v1",
        "ELEVENLABS_API_KEY": KEY,
        "ELEVENLABS_BASE_URL": url,
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": KEY,
    }
