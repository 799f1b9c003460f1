"""One `storytailor up` a home: a second would tell the first one's daemon that its code server is elsewhere."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storytailor_dagster.errors import Permanent


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Nobody else comes in meanwhile; the system opens it when this process ends, however it does.

    Raises:
        Permanent: somebody is in (`ALREADY_UP`).
    """
    home.mkdir(parents=True, exist_ok=True)
    with (home / "up.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Permanent(
                f"`storytailor up` runs in {home} already.",
                code="ALREADY_UP",
                remedy="Use that one, or give this one a home and ports of its own (STORYTAILOR_HOME and others).",
            ) from error
        yield
