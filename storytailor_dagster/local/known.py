"""What is known of the embedded server by every program of a home: a private file with its port and process."""

from __future__ import annotations

import json
import os
from pathlib import Path


def known(file: Path) -> dict[str, int]:
    """The server's `port`, and its `pid` unless it was stopped; empty where there never was one."""
    try:
        state: dict[str, int] = json.loads(file.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return state


def write_private(path: Path, text: str) -> None:
    """Writes what only the owner may read, whole or not at all."""
    beside = path.with_name(f"{path.name}.tmp")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(text)
    beside.replace(path)
