"""The server itself: whether it answers, how old it is, and making a database on it. Nothing about stories."""

from __future__ import annotations

import psycopg
from psycopg import sql

from storytailor_dagster.errors import Transient

OLDEST = 15
"""The oldest major version of Postgres that the migrations fit."""


def major_version(dsn: str, *, seconds: int = 5) -> int:
    """The server's major version.

    Raises:
        Transient: it does not answer, or lets nobody in.
    """
    try:
        with psycopg.connect(dsn, connect_timeout=seconds) as connection:
            return connection.info.server_version // 10000
    except psycopg.OperationalError as error:
        raise Transient("The database does not answer.", code="DATABASE_UNREACHABLE") from error


def ensure_database(dsn: str, name: str) -> None:
    """Makes the database on the server, unless it is there.

    Raises:
        Transient: the server does not answer.
    """
    try:
        with psycopg.connect(dsn, autocommit=True, connect_timeout=10) as connection:
            known = connection.execute("select from pg_database where datname = %s", (name,)).fetchone()
            if known is None:
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    except psycopg.OperationalError as error:
        raise Transient("The database does not answer.", code="DATABASE_UNREACHABLE") from error
