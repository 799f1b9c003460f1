"""The stories' database, ready for use: another one by its address, or the embedded one, started if need be."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from storytailor_dagster.errors import StorytailorError
from storytailor_dagster.ledger import ensure_dagster_schema, migrate
from storytailor_dagster.local.home import Home, dagster_url
from storytailor_dagster.local.postgres import EmbeddedPostgres
from storytailor_dagster.settings import Settings


@contextmanager
def database(home: Home) -> Iterator[str]:
    """The address of a migrated database. An embedded one that was started here is stopped at the end.

    Raises:
        NotSetUp: another one is behind this program, and its login may not migrate it (`DATABASE_BEHIND`).
    """
    with kept_database(home) as (dsn, _):
        yield dsn


@contextmanager
def kept_database(home: Home) -> Iterator[tuple[str, Callable[[], str | None]]]:
    """The same, and what is to be called often: it starts an embedded one again that ended by itself, and names it."""
    if home.settings.database_url is not None:
        yield migrated(home.settings.dsn), lambda: None
        return
    server = EmbeddedPostgres(home.database)
    with started(server) as dsn:
        yield migrated(dsn), lambda: "postgres" if server.start_again() else None


@contextmanager
def started(server: EmbeddedPostgres) -> Iterator[str]:
    """The address of the embedded server's database as it is; stopped at the end if it was started here."""
    try:
        yield server.start()
    finally:
        if server.is_ours:
            server.stop()


def migrated(dsn: str) -> str:
    """The address, its database brought up to this version."""
    migrate(dsn)
    ensure_dagster_schema(dsn, lambda: _make_tables(dsn))
    return dsn


def _make_tables(dsn: str) -> None:
    from storytailor_dagster.defs.storage import make_tables  # a second that only a new database takes

    make_tables(dagster_url(dsn))


def main() -> None:
    """`python -m storytailor_dagster.local.database` makes DATABASE_URL's database ready. Several may do so at once.

    Whoever does so owns the tables. A login with a role of lesser rights (docs/security.md) may only look.
    """
    try:
        migrated(Settings().dsn)
    except StorytailorError as error:
        sys.exit(f"{error}\n{error.remedy} ({error.code})")


if __name__ == "__main__":
    main()
