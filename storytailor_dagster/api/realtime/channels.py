"""Connections and their channels: what is sent to whom, and how much may wait to be sent."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from storytailor_dagster.api.realtime import frames
from storytailor_dagster.api.realtime.subscriptions import Subscription
from storytailor_dagster.api.sign_in import User

MOST_WAITING_BYTES = 4 * 1024 * 1024
MOST_WAITING_FRAMES = 1000
MOST_CHANNELS = 100
"""Channels of one connection."""


@dataclass(eq=False)
class Connection:
    """One websocket. Frames wait in order; a reader who lets too many wait is cut off, and never slows the others."""

    version: str
    channels: dict[str, Channel] = field(default_factory=dict)
    cut: asyncio.Event = field(default_factory=asyncio.Event)
    _waiting: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    _bytes: int = 0

    def push(
        self, topic: str, event: str, payload: str, *, ref: str | None = None, join_ref: str | None = None
    ) -> None:
        """Sends a frame as soon as the ones before it are away; `payload` is JSON text."""
        frame = frames.written(topic, event, payload, ref=ref, join_ref=join_ref, version=self.version)
        self._bytes += len(frame)
        if self._bytes > MOST_WAITING_BYTES or self._waiting.qsize() >= MOST_WAITING_FRAMES:
            self.cut.set()
        if not self.cut.is_set():
            self._waiting.put_nowait(frame)

    def reply(self, to: frames.Frame, status: str, response: Mapping[str, Any]) -> None:
        """Answers a frame: `ok`, or `error` with a `reason`."""
        payload = json.dumps({"status": status, "response": response})
        self.push(to.topic, "phx_reply", payload, ref=to.ref, join_ref=to.join_ref)

    async def next_frame(self) -> str:
        """The next frame to send; it counts as waiting until `sent` says it is away."""
        return await self._waiting.get()

    def sent(self, frame: str) -> None:
        self._bytes -= len(frame)


@dataclass(eq=False)
class Channel:
    """A topic that a connection joined, as a user or (None) as nobody, who sees nothing."""

    connection: Connection
    topic: str
    join_ref: str | None
    user: User | None
    subscriptions: tuple[Subscription, ...] = ()

    def tell(self, numbers: Sequence[int], data: str) -> None:
        """A change, for the subscriptions of these numbers."""
        self.connection.push(self.topic, "postgres_changes", f'{{"ids":{json.dumps(list(numbers))},"data":{data}}}')

    def system(self, status: str, message: str, *, extension: str = "postgres_changes") -> None:
        """A word of the server's own."""
        told = {
            "extension": extension,
            "status": status,
            "message": message,
            "channel": self.topic.removeprefix("realtime:"),
        }
        self.connection.push(self.topic, "system", json.dumps(told))

    def closed(self) -> None:
        """Says that the channel is no more."""
        self.connection.push(self.topic, "phx_close", "{}", ref=self.join_ref, join_ref=self.join_ref)
