"""`python -m storytailor_dagster_tests`: the whole suite, in two halves side by side, since much of it waits.

A room that is not named here is in the half whose output comes as it runs; the other half's comes at the end.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

BESIDE = (
    *("acceptance", "benchmarks", "character", "contracts", "docs", "emulator", "fleet", "ledger", "local", "locks"),
    *("story", "telemetry"),
)
PYTEST = (sys.executable, "-m", "pytest", "-p", "no:cacheprovider")


def main() -> int:
    """Zero where both halves are green."""
    here = Path(__file__).parent
    rooms = [str(here / room) for room in BESIDE]
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen([*PYTEST, *rooms], stdout=said, stderr=subprocess.STDOUT) as beside:
            rest = subprocess.run([*PYTEST, *(f"--ignore={room}" for room in rooms), str(here)], check=False)
        said.seek(0)
        sys.stdout.buffer.write(said.read())
    return int(bool(rest.returncode or beside.returncode))


if __name__ == "__main__":
    sys.exit(main())
