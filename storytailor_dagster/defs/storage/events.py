"""Dagster's event log, with fewer transactions: each is a write to the disk that a step waits for.

What a step says of its inputs, outputs and checks is written when it says the next other thing, all in one
transaction; and so are the checks that a run plans. Without the step's end they are worth nothing, since the step is
made again. It leans on `_connect`, which every method of the storage gets its connection from, and on what the storage
does with an event besides inserting it: for these kinds, `store_asset_check_event` alone.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import dagster as dg
from dagster._core.events import ASSET_CHECK_EVENTS
from dagster._core.storage.event_log.schema import SqlEventLogStorageTable
from dagster_postgres.event_log import PostgresEventLogStorage
from sqlalchemy import Connection

from storytailor_dagster.defs.storage.patient import patient
from storytailor_dagster.defs.storage.pools import Pool, released

_TOGETHER = (
    dg.DagsterEventType.LOADED_INPUT,
    dg.DagsterEventType.STEP_INPUT,
    dg.DagsterEventType.STEP_OUTPUT,
    dg.DagsterEventType.HANDLED_OUTPUT,
    dg.DagsterEventType.ASSET_CHECK_EVALUATION,
)
_PLANNED = dg.DagsterEventType.ASSET_CHECK_EVALUATION_PLANNED


class _Thread(threading.local):
    """What waits in this thread to be written, and the connection of the transaction it is in."""

    def __init__(self) -> None:
        self.waiting: list[dg.EventLogEntry] = []
        self.connection: Connection | None = None


@patient
class Events(PostgresEventLogStorage):
    """What an instance disposes of last, and so the end of its share in the pool."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._thread = _Thread()
        self._there: set[tuple[str, str]] | None = None
        self.pool: Pool | None = None
        super().__init__(*args, **kwargs)

    def store_event(self, event: dg.EventLogEntry) -> None:
        if event.run_id and event.step_key and event.dagster_event_type in _TOGETHER:
            self._thread.waiting.append(event)
            return
        if self._thread.waiting:
            self._store(self._thread.waiting)
            self._thread.waiting.clear()
        super().store_event(event)

    def store_event_batch(self, events: Sequence[dg.EventLogEntry]) -> None:
        """Those of assets one by one: each locks the row of its asset, which all runs share."""
        planned = [event for event in events if event.dagster_event_type == _PLANNED]
        for event in events:
            if event.dagster_event_type != _PLANNED:
                self.store_event(event)
        self._store(planned)

    def has_dynamic_partition(self, partitions_def_name: str, partition_key: str) -> bool:
        """Dagster asks for each input and each output of a step, and again for where they come from."""
        asked = (partitions_def_name, partition_key)
        if self._there is not None and asked in self._there:
            return True
        found: bool = super().has_dynamic_partition(partitions_def_name, partition_key)
        if found and self._there is not None:
            self._there.add(asked)
        return found

    @contextmanager
    def partitions_stay(self) -> Iterator[None]:
        """While a run goes on, under which no partition is ever taken away: one that is there is asked for once."""
        self._there = set()
        try:
            yield
        finally:
            self._there = None

    def _store(self, events: Sequence[dg.EventLogEntry]) -> None:
        """All in one statement, and what is known of their checks in the same transaction."""
        if not events:
            return
        rows = self.prepare_insert_event_batch(events).returning(SqlEventLogStorageTable.c.id)
        with super()._connect() as connection:
            within = connection.execution_options(isolation_level="READ COMMITTED")
            with within.begin():
                numbers = [int(row[0]) for row in within.execute(rows)]
                self._thread.connection = within
                try:
                    for event, number in zip(events, numbers, strict=True):
                        if event.dagster_event_type in ASSET_CHECK_EVENTS:
                            self.store_asset_check_event(event, number)
                finally:
                    self._thread.connection = None

    def _connect(self) -> AbstractContextManager[Connection]:
        within = self._thread.connection
        return super()._connect() if within is None else nullcontext(within)

    def dispose(self) -> None:
        super().dispose()
        pool, self.pool = self.pool, None
        if pool is not None:
            released(pool)
