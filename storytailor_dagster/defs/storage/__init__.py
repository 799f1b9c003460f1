"""Dagster's storage on one pool of connections. Chosen in dagster.yaml; nothing of stories is in it.

dagster-postgres connects anew for every statement, which costs a run more than its statements do, and looks for its
tables whenever an instance is made, which a code server does for each look at a sensor. Here all instances of a process
share one pool, and know that the tables are there. It leans on private names: `_engine` of the three storages,
`_run_storage`, `_event_log_storage` and `_schedule_storage` of what holds them, and `_has_instigators_table`.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from dagster._serdes import ConfigurableClassData
from dagster_postgres.run_storage import PostgresRunStorage
from dagster_postgres.schedule_storage import PostgresScheduleStorage
from dagster_postgres.storage import DagsterPostgresStorage
from dagster_postgres.utils import create_pg_engine, pg_url_from_config
from sqlalchemy import Connection

from storytailor_dagster.defs.storage.events import Events
from storytailor_dagster.defs.storage.patient import OUT_OF_REACH, patient
from storytailor_dagster.defs.storage.pools import forget, is_known, shared
from storytailor_dagster.ledger import behind

__all__ = ["OUT_OF_REACH", "PooledPostgresStorage", "load", "make_tables"]

_MAY_NOT = ("42501", "3F000")
"""What Postgres says to who may not make a table, or sees no schema to make it in."""


@patient
class _Runs(PostgresRunStorage):
    pass


@patient
class _Schedules(PostgresScheduleStorage):
    _known = False

    def _has_instigators_table(self, conn: Connection) -> bool:
        """Asked before each statement about a sensor; a table that is there stays."""
        self._known = self._known or super()._has_instigators_table(conn)
        return self._known


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
        looks = should_autocreate_tables and not is_known(postgres_url)
        try:
            self._run_storage = _Runs(postgres_url, looks)
            self._event_log_storage = Events(postgres_url, looks)
            self._schedule_storage = _Schedules(postgres_url, looks)
        except Exception as error:
            if getattr(getattr(error, "orig", None), "pgcode", None) not in _MAY_NOT:
                raise
            raise behind("Dagster's tables are missing, and this login may not make them.") from error
        pool = shared(postgres_url)
        self.engine: Any = pool.engine
        self._event_log_storage.pool = pool
        for storage in (self._run_storage, self._event_log_storage, self._schedule_storage):
            storage._engine = self.engine

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> "PooledPostgresStorage":
        return cls(pg_url_from_config(config_value), config_value.get("should_autocreate_tables", True), inst_data)


def load() -> None:
    """Loads the driver, and what an instance of Dagster is made of beside. Nobody is asked."""
    for name in ("dagster._core.storage.local_compute_log_manager", "dagster._core.storage.root", "upath"):
        import_module(name)
    create_pg_engine("postgresql://").dispose()


def make_tables(postgres_url: str) -> None:
    """Makes Dagster's tables where they are missing, so that processes of lesser rights need not."""
    forget(postgres_url)
    PooledPostgresStorage(postgres_url).event_log_storage.dispose()
