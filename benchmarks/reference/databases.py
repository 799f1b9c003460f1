"""Empty databases on the one Postgres server of a run."""

from __future__ import annotations

import psycopg
from psycopg import sql


def fresh(postgres: str, name: str) -> str:
    """The address of a new database of that name; an older one is gone."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("create database {} template template0").format(sql.Identifier(name)))
    return f"{postgres.rpartition('/')[0]}/{name}"


def copy(postgres: str, name: str, to: str) -> str:
    """The address of a new database with all that the one of that name has; nobody may be connected to it."""
    fresh(postgres, to)
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(sql.SQL("drop database {}").format(sql.Identifier(to)))
        connection.execute(sql.SQL("create database {} template {}").format(sql.Identifier(to), sql.Identifier(name)))
    return f"{postgres.rpartition('/')[0]}/{to}"
