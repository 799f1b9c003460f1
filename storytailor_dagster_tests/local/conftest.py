"""`storytailor` as it is typed, in this process, on the test's database and a home of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from storytailor_dagster.local.cli import app

Cli = Callable[..., Result]


@pytest.fixture
def cli(database: str, tmp_path: Path) -> Cli:
    def run(*arguments: object) -> Result:
        environment = {"DATABASE_URL": database, "STORYTAILOR_HOME": str(tmp_path / "home")}
        return CliRunner().invoke(app, [str(one) for one in arguments], env=environment)

    return run
