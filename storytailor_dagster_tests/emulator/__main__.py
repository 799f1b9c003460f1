"""`python -m storytailor_dagster_tests.emulator`: prints its address, and what to set on stderr, then serves
until it is told to stop.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
import time

from storytailor_dagster_tests.emulator.emulator import Emulator
from storytailor_dagster_tests.emulator.rules import DOORS
from storytailor_dagster_tests.emulator.server import address, listening, server


def environment(emulator: Emulator) -> dict[str, str]:
    """What to set so that every door is hosted, here."""
    return {
        "STORYTAILOR_TEXT_PROVIDER": "openai",
        "STORYTAILOR_PICTURE_PROVIDER": "openai",
        "STORYTAILOR_SPEECH_PROVIDER": "elevenlabs",
        "OPENAI_BASE_URL": emulator.openai_url,
        "OPENAI_API_KEY": emulator.key,
        "ELEVENLABS_BASE_URL": emulator.url,
        "ELEVENLABS_API_KEY": emulator.key,
        "STORYTAILOR_POLLY_ENDPOINT_URL": emulator.url,
        "AWS_ACCESS_KEY_ID": emulator.key,
        "AWS_SECRET_ACCESS_KEY": emulator.key,
    }


def end_with_parent() -> None:
    """From now on: who gets another parent has lost the one that started it, on every Unix, and stops."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.2)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def door_and_seconds(given: str) -> tuple[str, float]:
    """Reads `text=3`. Raises ArgumentTypeError for a door that there is not."""
    door, _, seconds = given.partition("=")
    if door not in DOORS:
        raise argparse.ArgumentTypeError(f"{door} is no door")
    return door, float(seconds)


def main() -> None:
    """Serves on loopback until a signal, or its parent's end."""
    end_with_parent()
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=0, help="0: any free one")
    options.add_argument("--latency", type=float, default=0.0, help="seconds before an answer")
    options.add_argument("--jitter", type=float, default=0.0, help="seconds more or less")
    options.add_argument(
        "--wait", type=door_and_seconds, action="append", default=[], help="another latency for one door: text=3"
    )
    options.add_argument("--stock", action="store_true", help="the same picture for every prompt, of real size")
    given = options.parse_args()
    emulator = Emulator(latency=given.latency, jitter=given.jitter, waits=dict(given.wait), stock=given.stock)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(0))
    with listening(given.port) as door:
        emulator.url = address(door)
        print(emulator.url, flush=True)
        for name, value in environment(emulator).items():
            print(f"export {name}={value}", file=sys.stderr, flush=True)
        server(emulator).run(sockets=[door])


if __name__ == "__main__":
    main()
