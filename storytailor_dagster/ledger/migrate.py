"""Applies the migrations, with the same table of applied ones as Supabase's own tool, so that either may go on.

Only the tables' owner may. Where nothing is missing nothing is written, so any process may ask.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import errors

from storytailor_dagster.errors import NotSetUp, Transient
from storytailor_dagster.ledger.address import address
from storytailor_dagster.ledger.connection import Connection, behind, primary
from storytailor_dagster.ledger.server import passing_database

_NAME = re.compile(r"^(\d{14})_(\w+)\.sql$")
_LOCK = "select pg_advisory_lock(hashtext('storytailor_migrate'))"
_DAGSTERS = ("runs", "event_logs", "jobs")
"""One table of each of Dagster's three storages."""


def migrations_folder() -> Path:
    """Where the migrations are: in the package when it was installed from a wheel, else in the repository.

    Raises:
        NotSetUp: in neither.
    """
    here = Path(__file__).parent
    for folder in (here / "migrations", here.parents[1] / "supabase" / "migrations"):
        if folder.is_dir():
            return folder
    raise NotSetUp("The migrations are missing from this installation.", remedy="Install the package again.")


def missing(connection: Connection) -> list[Path]:
    """The files that are not applied yet, in order. Reads only.

    Raises:
        psycopg.errors.InsufficientPrivilege: the role may not see which are applied.
    """
    files = sorted(path for path in migrations_folder().iterdir() if _NAME.match(path.name))
    known = set()
    if _has_tables(connection, "supabase_migrations", "schema_migrations"):
        known = {row[0] for row in connection.execute("select version from supabase_migrations.schema_migrations")}
    return [path for path in files if path.name[:14] not in known]


def known_migrations() -> list[tuple[str, str, Path]]:
    """Version, name and file of each migration of this installation, in order."""
    return sorted(
        (found[1], found[2], path) for path in migrations_folder().iterdir() if (found := _NAME.match(path.name))
    )


def applied_migrations(dsn: str) -> list[str]:
    """The versions of those that the database has had. Changes nothing.

    Raises:
        Transient: the database does not answer.
    """
    try:
        with psycopg.connect(address(dsn), connect_timeout=10) as connection:
            found = connection.execute("select to_regclass('supabase_migrations.schema_migrations')").fetchone()
            if found is None or found[0] is None:
                return []
            rows = connection.execute("select version from supabase_migrations.schema_migrations order by version")
            return [row[0] for row in rows]
    except psycopg.OperationalError as error:
        raise Transient("The database does not answer.", code="DATABASE_UNREACHABLE") from error


def ensure_roles(dsn: str) -> None:
    """Makes the roles that the tables' rights speak of. They are the server's, so in no dump of a database: all
    migrations are applied to a database that is dropped again.

    Raises:
        Transient: the server does not answer.
    """
    with passing_database(dsn) as passing:
        migrate(passing)


def migrate(dsn: str) -> list[str]:
    """Applies what is missing, each file in a transaction of its own. Returns the names of those applied now.

    Raises:
        NotSetUp: something is missing, and the role may not apply it (`DATABASE_BEHIND`).
    """
    with _owner(dsn) as connection:
        if not missing(connection):
            return []
        connection.execute(_LOCK)  # held until the connection closes
        connection.execute("create schema if not exists supabase_migrations")
        connection.execute(
            "create table if not exists supabase_migrations.schema_migrations"
            " (version text primary key, statements text[], name text)"
        )
        applied = missing(connection)
        for path in applied:
            version, _, name = path.stem.partition("_")
            sql = path.read_text(encoding="utf-8")
            with connection.transaction():
                connection.execute(sql.encode())
                connection.execute(
                    "insert into supabase_migrations.schema_migrations (version, statements, name) values (%s, %s, %s)",
                    (version, [sql], name),
                )
    return [path.stem for path in applied]


def ensure_dagster_schema(dsn: str, fill: Callable[[], None] | None = None) -> None:
    """Makes the schema `dagster`, where Dagster keeps its own tables.

    Args:
        fill: makes the tables, where they are missing; one process at a time.

    Raises:
        NotSetUp: something is missing, and the role may not make it (`DATABASE_BEHIND`).
    """
    with _owner(dsn) as connection:
        if _has_tables(connection, "dagster", *_DAGSTERS):
            return
        connection.execute(_LOCK)
        if connection.execute("select to_regnamespace('dagster')").fetchone() == (None,):
            connection.execute("create schema dagster")
        if fill is not None and not _has_tables(connection, "dagster", *_DAGSTERS):
            fill()


@contextmanager
def _owner(dsn: str) -> Iterator[Connection]:
    with psycopg.connect(address(dsn), autocommit=True, connect_timeout=10) as connection:
        connection.execute("set lock_timeout = '60s'; set client_min_messages = 'warning'")
        try:
            yield connection
        except errors.InsufficientPrivilege as error:
            raise behind(
                f"The database is behind this program, and this login may not change that: {primary(error)}."
            ) from error


def _has_tables(connection: Connection, schema: str, *tables: str) -> bool:
    # by the catalogue, which answers whatever the role may see of the schema
    found = connection.execute(
        "select count(*) from pg_catalog.pg_tables where schemaname = %s and tablename = any (%s)", (schema, [*tables])
    ).fetchone()
    return found == (len(tables),)
