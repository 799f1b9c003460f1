"""A database that is restarted is waited for: a step that fails because an event could not be written is a part that
fails. A statement whose connection was lost is made again, so an event may be there twice, but none is missing.
"""

import inspect
import threading
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from dagster_postgres.utils import DagsterPostgresException
from sqlalchemy.exc import InterfaceError, OperationalError

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
        wait = 0.0  # a kept connection that was lost is replaced at once
        _inside.waits = True
        try:
            while True:
                try:
                    return method(*args, **kwargs)
                except OUT_OF_REACH:
                    if time.monotonic() > end:
                        raise
                    time.sleep(wait)
                    wait = WAIT_SECONDS
        finally:
            _inside.waits = False

    return waits
