"""Hearing of changes as they are committed: one listening connection for all who want to know, in a thread of its own.

It says which row changed and how far it is now, never what is in it: whoever wants that reads the row again, as
themselves. Nothing is missed for good: after the connection was lost everybody is told to look again.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from storytailor_dagster.ledger.address import address
from storytailor_dagster.ledger.connection import OPTIONS

CHANNEL = "storytailor"
LOOK_SECONDS = 0.5
"""How long a thread that is to end may take to notice."""
_log = logging.getLogger(__name__)
_FIRST_WAIT, _LONGEST_WAIT = 0.2, 10.0


@dataclass(frozen=True, slots=True)
class Change:
    """A row's change: `kind` is INSERT, UPDATE or DELETE, `revision` the row's number after it, `owner` whose it is."""

    table: str
    kind: str
    id: UUID
    revision: int
    owner: UUID
    at: datetime


Hears = Callable[[Change | None], None]
"""Called in the feed's thread with a change, or with None: look again, something may have been missed. Never blocks."""


class Feed:
    """The changes of one database. Listens from the first who wants to hear until it is closed."""

    def __init__(self, dsn: str) -> None:
        self._dsn = address(dsn)
        self._lock = threading.Lock()
        self._hearers: dict[int, Hears] = {}
        self._next = 0
        self._thread: threading.Thread | None = None
        self._closing = threading.Event()

    def hear(self, hears: Hears) -> Callable[[], None]:
        """Calls `hears` for every change from now on, and with None whenever listening began; the answer stops it."""
        with self._lock:
            number = self._next
            self._next += 1
            self._hearers[number] = hears
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="feed", daemon=True)
                self._thread.start()

        def stop() -> None:
            with self._lock:
                self._hearers.pop(number, None)

        return stop

    def close(self) -> None:
        """Ends the thread and its connection."""
        self._closing.set()
        thread = self._thread
        if thread is not None:
            thread.join(timeout=10)

    def _run(self) -> None:
        wait = _FIRST_WAIT
        while not self._closing.is_set():
            try:
                with psycopg.connect(self._dsn, autocommit=True, **OPTIONS) as connection:
                    connection.execute(f"listen {CHANNEL}")
                    wait = _FIRST_WAIT
                    self._tell(None)
                    self._listen(connection)
            except Exception as error:  # noqa: BLE001 - whatever it is, nobody may be left deaf
                if not isinstance(error, psycopg.OperationalError):
                    _log.warning("Changes are not heard for a moment (%s).", type(error).__name__)
                self._closing.wait(wait)
                wait = min(wait * 2, _LONGEST_WAIT)

    def _listen(self, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        while not self._closing.is_set():
            for notice in connection.notifies(timeout=LOOK_SECONDS):
                self._tell(_heard(notice.payload))

    def _tell(self, change: Change | None) -> None:
        with self._lock:
            hearers = list(self._hearers.values())
        for hears in hearers:
            hears(change)


def _heard(payload: str) -> Change | None:
    """None, so that all look again, for what is not of this version's triggers."""
    try:
        return _change(json.loads(payload))
    except (ValueError, KeyError, TypeError) as error:
        _log.warning("A notification could not be read (%s).", type(error).__name__)
        return None


def _change(told: Mapping[str, Any]) -> Change:
    return Change(
        table=told["table"],
        kind=told["type"],
        id=UUID(told["id"]),
        revision=int(told["rev"]),
        owner=UUID(told["owner"]),
        at=datetime.fromisoformat(told["at"]),
    )
