"""The pool, and running one piece of work on it: deadlocks tried again, lost connections said as `Transient`."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

import psycopg
from psycopg import errors
from psycopg_pool import ConnectionPool, PoolTimeout

from storytailor_dagster.errors import Transient

_T = TypeVar("_T")
Connection = psycopg.Connection[tuple[Any, ...]]

DEADLOCK_TRIES = 8


def _configure(connection: Connection) -> None:
    connection.execute("set statement_timeout = '30s'; set lock_timeout = '20s'")


class Pool:
    """Connections in autocommit, made when first needed. Nothing is prepared, so a transaction pooler will do."""

    def __init__(self, dsn: str, *, size: int, wait_seconds: float) -> None:
        self._dsn = dsn
        self._size = size
        self._wait_seconds = wait_seconds
        self._lock = Lock()
        self._pool: ConnectionPool[Connection] | None = None

    def _opened(self) -> ConnectionPool[Connection]:
        with self._lock:
            if self._pool is None:
                self._pool = ConnectionPool(
                    self._dsn,
                    min_size=1,
                    max_size=self._size,
                    timeout=self._wait_seconds,
                    check=ConnectionPool.check_connection,
                    configure=_configure,
                    kwargs={"autocommit": True, "prepare_threshold": None, "connect_timeout": 10},
                    open=True,
                )
            return self._pool

    def run(self, work: Callable[[Connection], _T]) -> _T:
        """Does the work on a connection of its own; again, whole, after a deadlock.

        Raises:
            Transient: the database can't be reached, or is too busy.
        """
        for left in reversed(range(DEADLOCK_TRIES)):
            try:
                with self._opened().connection() as connection:
                    return work(connection)
            except (errors.DeadlockDetected, errors.SerializationFailure) as error:
                if not left:
                    raise Transient("The database was too busy.", code="DATABASE_BUSY") from error
            except (psycopg.OperationalError, PoolTimeout) as error:
                raise Transient("The database could not be reached.", code="DATABASE_UNREACHABLE") from error
        raise AssertionError("unreachable")

    def close(self) -> None:
        with self._lock:
            if self._pool is not None:
                self._pool.close()
                self._pool = None
