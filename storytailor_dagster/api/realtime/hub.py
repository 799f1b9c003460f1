"""From a row's change to all who follow it. Each changed row is read once, as its owner; only the owner's channels are
told. After the feed was away, everybody is told how their rows stand: late and perhaps twice, but nothing is missed.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from starlette.concurrency import run_in_threadpool

from storytailor_dagster.api.realtime.channels import Channel
from storytailor_dagster.api.realtime.subscriptions import Subscription
from storytailor_dagster.errors import Transient
from storytailor_dagster.ledger import TABLES, Change, Column, Feed, Ledger

LANES = 4
"""Rows read at the same time. Changes of one row stay in one lane, so they keep their order."""
AGAIN_SECONDS = 1.0
_log = logging.getLogger(__name__)


class Hub:
    """Who follows what. All its methods belong to the event loop; `open` starts it and `close` ends it."""

    def __init__(self, ledger: Ledger, feed: Feed) -> None:
        self._ledger, self._feed = ledger, feed
        self._channels: dict[UUID, set[Channel]] = defaultdict(set)
        self._columns: dict[str, tuple[Column, ...]] = {}
        self._lanes: list[asyncio.Queue[Change]] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """Listens from now on."""
        loop = asyncio.get_running_loop()
        self._lanes = [asyncio.Queue() for _ in range(LANES)]
        self._tasks = [loop.create_task(self._work(lane)) for lane in self._lanes]

        def hears(change: Change | None) -> None:
            loop.call_soon_threadsafe(self._heard, change)

        self._stop = self._feed.hear(hears)

    async def close(self) -> None:
        """Tells nobody anything more."""
        self._stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def columns(self) -> Mapping[str, Sequence[Column]]:
        """The columns of the tables that can be followed."""
        for table in TABLES:
            if table not in self._columns:
                self._columns[table] = await run_in_threadpool(self._ledger.records.columns, table)
        return self._columns

    def add(self, channel: Channel) -> None:
        """Tells the channel of changes from now on."""
        if channel.user is not None and channel.subscriptions:
            self._channels[channel.user.id].add(channel)

    def remove(self, channel: Channel) -> None:
        """Tells it nothing more."""
        if channel.user is not None:
            followers = self._channels.get(channel.user.id, set())
            followers.discard(channel)
            if not followers:
                self._channels.pop(channel.user.id, None)

    def _heard(self, change: Change | None) -> None:
        if change is None:
            self._tasks.append(asyncio.get_running_loop().create_task(self._look_again()))
            self._tasks = [task for task in self._tasks if not task.done()]
        elif change.owner in self._channels:
            self._lanes[hash(change.id) % LANES].put_nowait(change)

    async def _work(self, lane: asyncio.Queue[Change]) -> None:
        while True:
            change = await lane.get()
            while True:
                try:
                    await self._tell(change)
                    break
                except Transient:
                    await asyncio.sleep(AGAIN_SECONDS)
                except Exception as error:  # noqa: BLE001 - the lane goes on with the next
                    _log.error("A change of a row of %s could not be told (%s).", change.table, type(error).__name__)
                    break

    async def _tell(self, change: Change) -> None:
        concerned = [
            (channel, subscriptions)
            for channel in tuple(self._channels.get(change.owner, ()))
            if (subscriptions := [one for one in channel.subscriptions if one.may_concern(change)])
        ]
        if not concerned:
            return
        columns = (await self.columns())[change.table]
        record = None
        if change.kind != "DELETE":
            record = await run_in_threadpool(self._ledger.records.record, change.owner, change.table, change.id)
            if record is None:
                return
        row: dict[str, Any] | None = None
        data = _data(change, columns, record)
        for channel, subscriptions in concerned:
            if any(not one.filter.is_by_id and one.filter.conditions for one in subscriptions) and record is not None:
                row = row if row is not None else json.loads(record)
                subscriptions = [one for one in subscriptions if one.filter.passes(row)]
            if subscriptions and _is_believed(channel):
                channel.tell([one.number for one in subscriptions], data)

    async def catch_up(self, channel: Channel) -> None:
        """Tells a channel that had no user until now how its rows stand: it may have missed a change."""
        if channel.user is not None:
            await self._announce(channel.user.id, _followed(channel.subscriptions))

    async def _look_again(self) -> None:
        for user, channels in list(self._channels.items()):
            await self._announce(user, {found for channel in channels for found in _followed(channel.subscriptions)})

    async def _announce(self, user: UUID, followed: Iterable[tuple[str, UUID | None]]) -> None:
        for table, row in followed:
            try:
                rows = [row] if row else await run_in_threadpool(self._ledger.records.recent, user, table)
            except Transient:
                return  # The feed will be lost as well, and come back.
            for one in rows:
                self._heard(Change(table, "UPDATE", one, 0, user, datetime.now(UTC)))


def _followed(subscriptions: Sequence[Subscription]) -> Iterator[tuple[str, UUID | None]]:
    for one in subscriptions:
        if one.event in ("*", "UPDATE"):
            try:
                yield one.table, UUID(one.filter.row_id) if one.filter.row_id else None
            except ValueError:
                continue  # An id that no row can have.


def _is_believed(channel: Channel) -> bool:
    return channel.user is not None and channel.user.until > time.time()


def _data(change: Change, columns: Sequence[Column], record: str | None) -> str:
    told: dict[str, Any] = {
        "type": change.kind,
        "schema": "public",
        "table": change.table,
        "commit_timestamp": change.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "columns": [{"name": column.name, "type": column.type} for column in columns],
        "errors": None,
    }
    if change.kind != "INSERT":
        told["old_record"] = {"id": str(change.id)}
    if record is None:
        return json.dumps(told)
    return f'{json.dumps(told)[:-1]},"record":{record}}}'
