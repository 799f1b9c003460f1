"""`python -m storytailor_dagster_tests.emulator`: prints its address, then serves until it is told to stop."""

from __future__ import annotations

import argparse
import signal
import sys

from storytailor_dagster.local.parting import die_with_parent
from storytailor_dagster_tests.emulator.emulator import Emulator
from storytailor_dagster_tests.emulator.server import address, listening, server


def main() -> None:
    """Serves on loopback until a signal, or its parent's end."""
    if (die := die_with_parent(signal.SIGTERM)) is not None:
        die()
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=0, help="0: any free one")
    options.add_argument("--latency", type=float, default=0.0, help="seconds before an answer")
    options.add_argument("--jitter", type=float, default=0.0, help="seconds more or less")
    given = options.parse_args()
    emulator = Emulator(latency=given.latency, jitter=given.jitter)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(0))
    with listening(given.port) as door:
        emulator.url = address(door)
        print(emulator.url, flush=True)
        server(emulator).run(sockets=[door])


if __name__ == "__main__":
    main()
