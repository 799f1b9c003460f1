"""The server itself: whether it answers, how old it is, and making a database on it. Nothing about stories."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from storytailor_dagster.errors import Transient
from storytailor_dagster.ledger.address import address

OLDEST = 15
"""The oldest major version of Postgres that the migrations fit."""


def major_version(dsn: str, *, seconds: int = 5) -> int:
    """The server's major version.

    Raises:
        Transient: it does not answer, or lets nobody in.
    """
    try:
        with psycopg.connect(address(dsn), connect_timeout=seconds) as connection:
            return connection.info.server_version // 10000
    except psycopg.OperationalError as error:
        raise Transient("The database does not answer.", code="DATABASE_UNREACHABLE") from error


def ensure_database(dsn: str, name: str) -> None:
    """Makes the database on the server, unless it is there.

    Raises:
        Transient: the server does not answer.
    """
    try:
        with psycopg.connect(address(dsn), autocommit=True, connect_timeout=10) as connection:
            known = connection.execute("select from pg_database where datname = %s", (name,)).fetchone()
            if known is None:
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    except psycopg.OperationalError as error:
        raise Transient("The database does not answer.", code="DATABASE_UNREACHABLE") from error


@contextmanager
def passing_database(dsn: str) -> Iterator[str]:
    """The address of a new database on the same server, which is gone in the end.

    Raises:
        Transient: the server does not answer.
    """
    name = f"passing_{uuid4().hex}"
    ensure_database(dsn, name)
    try:
        yield make_conninfo(dsn, dbname=name)
    finally:
        with psycopg.connect(address(dsn), autocommit=True, connect_timeout=10) as connection:
            connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
