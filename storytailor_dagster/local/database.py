"""The stories' database, ready for use: another one by its address, or the embedded one, started if need be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from storytailor_dagster.ledger import ensure_dagster_schema, migrate
from storytailor_dagster.local.home import Home
from storytailor_dagster.local.postgres import EmbeddedPostgres
from storytailor_dagster.settings import Settings


@contextmanager
def database(home: Home) -> Iterator[str]:
    """The address of a migrated database. An embedded one that was started here is stopped at the end."""
    if home.settings.database_url is not None:
        yield migrated(home.settings.dsn)
        return
    with started(EmbeddedPostgres(home.database)) as dsn:
        yield migrated(dsn)


@contextmanager
def started(server: EmbeddedPostgres) -> Iterator[str]:
    """The address of the embedded server's database as it is; stopped at the end if it was started here."""
    was_running = server.running()
    dsn = server.start()
    try:
        yield dsn
    finally:
        if not was_running:
            server.stop()


def migrated(dsn: str) -> str:
    """The address, its database brought up to this version."""
    migrate(dsn)
    ensure_dagster_schema(dsn)
    return dsn


def main() -> None:
    """`python -m storytailor_dagster.local.database` makes DATABASE_URL's database ready. Several may do so at once."""
    migrated(Settings().dsn)


if __name__ == "__main__":
    main()
