"""Dagster's storage on one pool of connections. Chosen in dagster.yaml; nothing of stories is in it.

dagster-postgres connects anew for every statement, which costs a run more than its statements do. Here its three
storages share one engine, which keeps one connection and opens others while they are needed. It leans on their private
attribute `_engine`, and on `_run_storage`, `_event_log_storage` and `_schedule_storage` of what holds them.

A database that is restarted is waited for: a step that fails because an event could not be written is a part that
fails. A statement whose connection was lost is made again, so an event may be there twice, but none is missing.
"""

import inspect
import threading
import time
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

from dagster._serdes import ConfigurableClassData
from dagster_postgres.event_log import PostgresEventLogStorage
from dagster_postgres.run_storage import PostgresRunStorage
from dagster_postgres.schedule_storage import PostgresScheduleStorage
from dagster_postgres.storage import DagsterPostgresStorage
from dagster_postgres.utils import DagsterPostgresException, create_pg_engine, pg_url_from_config
from sqlalchemy.exc import InterfaceError, OperationalError

from storytailor_dagster.ledger import behind

_MAY_NOT = ("42501", "3F000")
"""What Postgres says to who may not make a table, or sees no schema to make it in."""
KEPT = 1
MORE = 31
RECYCLED_SECONDS = 300
"""A connection that old is replaced, so that what lies between us and the server need not keep it for ever."""


OUT_OF_REACH = (OperationalError, InterfaceError, DagsterPostgresException)
"""What is raised where the database was out of reach for longer than PATIENCE_SECONDS."""
PATIENCE_SECONDS = 60.0
WAIT_SECONDS = 0.5

_Storage = TypeVar("_Storage", bound=type)
_inside = threading.local()


def patient(storage: _Storage) -> _Storage:
    """The class, its public methods tried again while the database is out of reach. Of nested ones the outermost."""
    for name, method in inspect.getmembers(storage, inspect.isfunction):
        if not name.startswith("_") and not inspect.isgeneratorfunction(method):
            setattr(storage, name, _waiting(method))
    return storage


def _waiting(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def waits(*args: Any, **kwargs: Any) -> Any:
        if getattr(_inside, "waits", False):
            return method(*args, **kwargs)
        end = time.monotonic() + PATIENCE_SECONDS
        _inside.waits = True
        try:
            while True:
                try:
                    return method(*args, **kwargs)
                except OUT_OF_REACH:
                    if time.monotonic() > end:
                        raise
                    time.sleep(WAIT_SECONDS)
        finally:
            _inside.waits = False

    return waits


@patient
class _Runs(PostgresRunStorage):
    pass


@patient
class _Schedules(PostgresScheduleStorage):
    pass


@patient
class _Events(PostgresEventLogStorage):
    """What an instance disposes of last, and so the pool's end too."""

    def dispose(self) -> None:
        super().dispose()
        self._engine.dispose()


class PooledPostgresStorage(DagsterPostgresStorage):
    """Dagster's runs, events and ticks in Postgres, over connections that are kept.

    A connection that was lost is replaced.

    Raises:
        NotSetUp: the tables are missing, and the login may not make them (`DATABASE_BEHIND`).
    """

    def __init__(
        self, postgres_url: str, should_autocreate_tables: bool = True, inst_data: ConfigurableClassData | None = None
    ) -> None:
        super(DagsterPostgresStorage, self).__init__()  # type: ignore[no-untyped-call]
        self.postgres_url = postgres_url
        self.should_autocreate_tables = should_autocreate_tables
        self._inst_data = inst_data
        try:
            self._run_storage = _Runs(postgres_url, should_autocreate_tables)
            self._event_log_storage = _Events(postgres_url, should_autocreate_tables)
            self._schedule_storage = _Schedules(postgres_url, should_autocreate_tables)
        except Exception as error:
            if getattr(getattr(error, "orig", None), "pgcode", None) not in _MAY_NOT:
                raise
            raise behind("Dagster's tables are missing, and this login may not make them.") from error
        self.engine: Any = create_pg_engine(
            postgres_url,
            isolation_level="AUTOCOMMIT",
            pool_size=KEPT,
            max_overflow=MORE,
            pool_recycle=RECYCLED_SECONDS,
            pool_pre_ping=True,
            pool_use_lifo=True,
        )
        for storage in (self._run_storage, self._event_log_storage, self._schedule_storage):
            storage._engine = self.engine

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> "PooledPostgresStorage":
        return cls(pg_url_from_config(config_value), config_value.get("should_autocreate_tables", True), inst_data)


def make_tables(postgres_url: str) -> None:
    """Makes Dagster's tables where they are missing, so that processes of lesser rights need not."""
    PooledPostgresStorage(postgres_url).engine.dispose()
