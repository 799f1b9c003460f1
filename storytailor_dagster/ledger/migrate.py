"""Applies the migrations, with the same table of applied ones as Supabase's own tool, so that either may go on."""

from __future__ import annotations

import re
from pathlib import Path

import psycopg

from storytailor_dagster.errors import NotSetUp, Transient
from storytailor_dagster.ledger.server import passing_database

_NAME = re.compile(r"^(\d{14})_(\w+)\.sql$")
_LOCK = "select pg_advisory_lock(hashtext('storytailor_migrate'))"


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


def _connect(dsn: str) -> psycopg.Connection[tuple[object, ...]]:
    connection = psycopg.connect(dsn, autocommit=True, connect_timeout=10)
    connection.execute("set lock_timeout = '60s'; set client_min_messages = 'warning'")
    connection.execute(_LOCK)  # held until the connection closes
    return connection


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
        with psycopg.connect(dsn, connect_timeout=10) as connection:
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
    """Applies what is missing, each file in a transaction of its own. Returns the names of those applied now."""
    applied = []
    with _connect(dsn) as connection:
        connection.execute("create schema if not exists supabase_migrations")
        connection.execute(
            "create table if not exists supabase_migrations.schema_migrations"
            " (version text primary key, statements text[], name text)"
        )
        known = {row[0] for row in connection.execute("select version from supabase_migrations.schema_migrations")}
        for version, name, path in known_migrations():
            if version in known:
                continue
            sql = path.read_text(encoding="utf-8")
            with connection.transaction():
                connection.execute(sql.encode())
                connection.execute(
                    "insert into supabase_migrations.schema_migrations (version, statements, name) values (%s, %s, %s)",
                    (version, [sql], name),
                )
            applied.append(f"{version}_{name}")
    return applied


def ensure_dagster_schema(dsn: str) -> None:
    """Makes the schema `dagster`, where Dagster keeps its own tables."""
    with _connect(dsn) as connection:
        connection.execute("create schema if not exists dagster")
