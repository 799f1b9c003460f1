"""The embedded database as one stream of bytes, and back: Postgres' own `pg_dump` and `pg_restore`."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Sequence
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from storytailor_dagster.errors import NotSetUp, Transient
from storytailor_dagster.ledger import ensure_roles
from storytailor_dagster.local.parting import die_with_parent
from storytailor_dagster.local.postgres_binaries import find_binaries

_LOCK_WAIT = "--lock-wait-timeout=60s"


def dump(dsn: str, to: BinaryIO) -> None:
    """Writes the whole database as of one moment, every schema of it, while others go on working.

    Raises:
        NotSetUp: `pg_dump` is not here.
        Transient: it gave up.
    """
    _run("pg_dump", ["--format=custom", _LOCK_WAIT], dsn, to=to)


def load(dsn: str, source: BinaryIO) -> None:
    """Fills an empty database of a new server with what `dump` wrote, whole or not at all.

    Raises:
        NotSetUp: `pg_restore` is not here.
        Transient: it gave up.
    """
    ensure_roles(dsn)
    _run("pg_restore", ["--single-transaction", "--exit-on-error", "--dbname=storytailor"], dsn, source=source)


def _run(
    name: str, options: Sequence[str], dsn: str, *, source: BinaryIO | None = None, to: BinaryIO | None = None
) -> None:
    program = find_binaries() / name
    if not program.exists():
        raise NotSetUp(f"There is no {name} beside Postgres in {program.parent}.", remedy="Install its programs.")
    ran = subprocess.run(
        [program, *options],
        env=_libpq(dsn),
        stdin=subprocess.DEVNULL if source is None else source,
        stdout=subprocess.DEVNULL if to is None else to,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        preexec_fn=die_with_parent(signal.SIGKILL),
    )
    if ran.returncode:
        raise Transient(f"{name} gave up: {_first_line(ran.stderr)}", code="DATABASE_NOT_COPIED", remedy="Try again.")


def _libpq(dsn: str) -> dict[str, str]:
    """The address as libpq's programs find it in their environment, so that no list of processes shows a password."""
    parts = urlsplit(dsn)
    return {
        "PGHOST": str(parts.hostname),
        "PGPORT": str(parts.port),
        "PGUSER": unquote(str(parts.username)),
        "PGPASSWORD": unquote(str(parts.password)),
        "PGDATABASE": parts.path.removeprefix("/"),
        "LC_ALL": "C.UTF-8",
    }


def _first_line(said: str) -> str:
    """Without what a row held, which the lines below and the words behind a COPY may repeat."""
    first = said.strip().partition("\n")[0]
    return first.partition(": ERROR")[0] if "COPY" in first else first
