"""One pool of connections for all instances of Dagster in a process. It keeps a few and opens others while they are
needed; a connection is not tried before it is used, since whoever finds it lost tries again (patient.py).
"""

import os
import threading
from dataclasses import dataclass
from typing import Any

from dagster_postgres.utils import create_pg_engine

from storytailor_dagster.defs.keeping import keeps_connections

KEPT = 2
MORE = 30
RECYCLED_SECONDS = 300
"""A connection that old is replaced, so that what lies between us and the server need not keep it for ever."""


@dataclass
class Pool:
    """`users` are the instances that share it, and are not disposed of."""

    engine: Any
    users: int = 0


_pools: dict[str, Pool] = {}
_lock = threading.Lock()
# A pool is the process's that made it.
os.register_at_fork(after_in_child=_pools.clear)


def is_known(postgres_url: str) -> bool:
    """Whether this process has used that database."""
    return postgres_url in _pools


def forget(postgres_url: str) -> None:
    """It may be another database of that name from now on."""
    with _lock:
        _pools.pop(postgres_url, None)


def shared(postgres_url: str) -> Pool:
    """The pool for that database, to be `released` once."""
    with _lock:
        if postgres_url not in _pools:
            engine = create_pg_engine(
                postgres_url,
                isolation_level="AUTOCOMMIT",
                pool_size=KEPT,
                max_overflow=MORE,
                pool_recycle=RECYCLED_SECONDS,
                pool_use_lifo=True,
            )
            _pools[postgres_url] = Pool(engine)
        _pools[postgres_url].users += 1
        return _pools[postgres_url]


def released(pool: Pool) -> None:
    """Its connections are closed when nobody is left, but in a process that keeps them."""
    with _lock:
        pool.users -= 1
        if not pool.users and not keeps_connections():
            pool.engine.dispose()
