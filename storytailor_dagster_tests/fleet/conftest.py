"""One deployment for all tests of the room: they share database, broker and daemon, and no story and no worker."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from uuid import uuid4

import dagster as dg
import psycopg
import pytest

from storytailor_dagster.ledger import Ledger, ensure_dagster_schema, migrate
from storytailor_dagster.local.home import Home
from storytailor_dagster.local.programs import program
from storytailor_dagster.local.services import DAEMON
from storytailor_dagster.settings import Settings
from storytailor_dagster_tests.emulator import Emulator
from storytailor_dagster_tests.fleet.broker import running_broker
from storytailor_dagster_tests.fleet.fleet import Fleet


@pytest.fixture(scope="package")
def deployment(postgres_18: str, providers: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    folder = tmp_path_factory.mktemp("fleet")
    dsn = f"{postgres_18.rpartition('/')[0]}/fleet_{uuid4().hex}"
    with ExitStack() as stack, pytest.MonkeyPatch.context() as environment:
        with psycopg.connect(postgres_18, autocommit=True) as connection:
            connection.execute(f"create database {dsn.rpartition('/')[2]} template template0".encode())
        migrate(dsn)
        ensure_dagster_schema(dsn)
        broker = stack.enter_context(running_broker(folder))
        settings = Settings.model_validate({"home": folder / "home", "broker_url": broker.url, "database_url": dsn})
        home = Home(settings)
        for name, value in home.environment(dsn).items():
            environment.setenv(name, value)
        fleet = Fleet(
            home=home,
            dsn=dsn,
            connection=stack.enter_context(psycopg.connect(dsn, autocommit=True)),
            ledger=stack.enter_context(Ledger(dsn)),
            emulator=providers,
            instance=stack.enter_context(dg.DagsterInstance.get()),
            broker=broker,
        )
        log = home.logs / "daemon.log"
        fleet.daemon = stack.enter_context(program("daemon", DAEMON["daemon"], environment=fleet.environment, log=log))
        yield fleet


@pytest.fixture
def fleet(deployment: Fleet, emulator: Emulator) -> Fleet:
    """The deployment, its providers without a rule and without a call."""
    return deployment
