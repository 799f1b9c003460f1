"""A database's address, looked at before it is used: the driver's own words about a wrong one hold its password."""

from __future__ import annotations

import psycopg
from psycopg.conninfo import conninfo_to_dict

from storytailor_dagster.errors import NotSetUp


def address(dsn: str) -> str:
    """The address as it was given.

    Raises:
        NotSetUp: it is none (`BAD_DATABASE_URL`).
    """
    try:
        parts = conninfo_to_dict(dsn)
    except psycopg.ProgrammingError:
        raise _wrong() from None
    # A password with a stroke or an @ in it ends as a port or in a host.
    if not f"0{parts.get('port', '')}".replace(",", "").isdigit() or "@" in str(parts.get("host", "")):
        raise _wrong()
    return dsn


def _wrong() -> NotSetUp:
    return NotSetUp(
        "The address of the database can't be read.",
        code="BAD_DATABASE_URL",
        remedy="Write it as postgresql://USER:PASSWORD@HOST:PORT/NAME; in a password write % as %25, / as %2F, @ as"
        " %40, : as %3A.",
    )
