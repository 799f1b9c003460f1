"""Databases as an operator makes them: made ready by their owner, with a login in the role of a process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg

from storytailor_dagster.local.database import database
from storytailor_dagster.local.home import Home
from storytailor_dagster.settings import Settings

API, DAGSTER = "storytailor_api", "storytailor_dagster"


@contextmanager
def login(owner: str, role: str) -> Iterator[str]:
    """The address of the owner's database for a login of its own that has the role and nothing else."""
    name = f"test_{uuid4().hex}"
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(f"create role {name} login password 'of-the-tests' in role {role}".encode())
        try:
            yield re.sub(r"//[^@/]*@", f"//{name}:of-the-tests@", owner)
        finally:
            connection.execute(f"drop role {name}".encode())


def made_ready(owner: str, home: Path) -> None:
    """As `python -m storytailor_dagster.local.database` does it."""
    with database(Home(Settings(home=home, database_url=owner))):
        pass
