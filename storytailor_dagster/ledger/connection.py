"""The pool, and running one piece of work on it: deadlocks tried again, lost connections said as `Transient`.

A database that is not as this program needs it is said as `NotSetUp`.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

import psycopg
from psycopg import errors
from psycopg_pool import ConnectionPool, PoolTimeout

from storytailor_dagster.errors import InvalidRequest, NotSetUp, Transient
from storytailor_dagster.ledger.address import address

_T = TypeVar("_T")
Connection = psycopg.Connection[tuple[Any, ...]]

DEADLOCK_TRIES = 8
RECONNECT_SECONDS = 5.0
"""The pool waits ever longer between attempts. Given up and begun anew this often, it is back soon after an outage."""

OPTIONS: dict[str, Any] = {
    "connect_timeout": 10,
    "tcp_user_timeout": 30_000,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}
"""A server whose machine is gone without a word is noticed within a minute, not after the system's hours."""

READY = "Run `python -m storytailor_dagster.local.database` with the DATABASE_URL of the database's owner."
"""What to do where a database is not as this program needs it."""


def behind(says: str) -> NotSetUp:
    """The error of a process that finds the database not as it needs it, and may not change that."""
    return NotSetUp(says, code="DATABASE_BEHIND", remedy=READY)


def primary(error: psycopg.Error) -> str:
    """Postgres' own sentence: names of tables and roles, no values."""
    return error.diag.message_primary or type(error).__name__


def _configure(connection: Connection) -> None:
    connection.execute(
        "set statement_timeout = '30s'; set lock_timeout = '20s'; set idle_in_transaction_session_timeout = '8s'"
    )


class Pool:
    """Connections in autocommit, made when first needed. Nothing is prepared, so a transaction pooler will do."""

    def __init__(self, dsn: str, *, size: int, wait_seconds: float) -> None:
        self._dsn = address(dsn)
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
                    reconnect_timeout=RECONNECT_SECONDS,
                    check=ConnectionPool.check_connection,
                    configure=_configure,
                    kwargs={"autocommit": True, "prepare_threshold": None, **OPTIONS},
                    open=True,
                )
            return self._pool

    def run(self, work: Callable[[Connection], _T]) -> _T:
        """Does the work on a connection of its own; again, whole, after a deadlock.

        Raises:
            Transient: the database can't be reached, is too busy, took too long, or takes no writes.
            NotSetUp: it lacks a table or function (`DATABASE_BEHIND`), or forbids the work (`DATABASE_FORBIDS`).
            InvalidRequest: a client's values are beyond the table's bounds (`NOT_BOUNDED`).
        """
        for left in reversed(range(DEADLOCK_TRIES)):
            try:
                with self._opened().connection() as connection:
                    return work(connection)
            except (errors.DeadlockDetected, errors.SerializationFailure) as error:
                if not left:
                    raise Transient("The database was too busy.", code="DATABASE_BUSY") from error
            except errors.ReadOnlySqlTransaction as error:
                raise Transient("The database takes no writes.", code="DATABASE_READ_ONLY") from error
            except errors.CheckViolation as error:
                if "_bounded" not in (error.diag.constraint_name or ""):
                    raise
                raise InvalidRequest(
                    "The row is larger or deeper, or has a greater number, than a request has.", code="NOT_BOUNDED"
                ) from None
            except (errors.QueryCanceled, errors.LockNotAvailable) as error:
                raise Transient(
                    "The database answers, but took too long.",
                    code="DATABASE_SLOW",
                    remedy="Look at its load, at what holds locks (pg_stat_activity) and at its disk; then try again.",
                ) from error
            except (psycopg.OperationalError, PoolTimeout, errors.IdleInTransactionSessionTimeout) as error:
                raise Transient("The database could not be reached.", code="DATABASE_UNREACHABLE") from error
            except (errors.UndefinedTable, errors.UndefinedFunction) as error:
                raise behind(f"The database lacks what this program needs: {primary(error)}.") from error
            except errors.InsufficientPrivilege as error:
                raise NotSetUp(
                    f"The database forbids this process what it does: {primary(error)}.",
                    code="DATABASE_FORBIDS",
                    remedy="Give its login the role that docs/security.md names for it, and migrate the database.",
                ) from error
        raise AssertionError("unreachable")

    def close(self) -> None:
        with self._lock:
            if self._pool is not None:
                self._pool.close()
                self._pool = None
