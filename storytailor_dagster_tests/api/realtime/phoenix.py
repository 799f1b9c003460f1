"""A small client of the realtime websocket, for the tests that look at single frames."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from websockets.sync.client import ClientConnection, connect

WAIT = 10.0


class Phoenix:
    """One websocket, in one version of the protocol."""

    def __init__(self, socket: ClientConnection, version: str) -> None:
        self.socket = socket
        self._version = version
        self._ref = 0

    def say(self, topic: str, event: str, payload: Any, *, join_ref: str | None = None) -> str:
        """Sends a frame; its ref."""
        self._ref += 1
        ref = str(self._ref)
        frame: Any = [join_ref or ref, ref, topic, event, payload]
        if self._version == "1.0.0":
            frame = dict(zip(("join_ref", "ref", "topic", "event", "payload"), frame, strict=True))
        self.socket.send(json.dumps(frame))
        return ref

    def hear(self, wait: float = WAIT) -> dict[str, Any]:
        """The next frame, as an object.

        Raises:
            TimeoutError: nothing came.
        """
        told = json.loads(self.socket.recv(timeout=wait))
        if self._version == "1.0.0":
            assert isinstance(told, dict)
            return told
        return dict(zip(("join_ref", "ref", "topic", "event", "payload"), told, strict=True))

    def join(self, topic: str, *changes: dict[str, Any], token: str | None = None) -> dict[str, Any]:
        """Joins; the payload of the reply. The word that follows a subscription is read as well."""
        payload: dict[str, Any] = {"config": {"postgres_changes": list(changes)}}
        if token is not None:
            payload["access_token"] = token
        ref = self.say(topic, "phx_join", payload)
        answer = self.hear()
        assert (answer["event"], answer["ref"], answer["topic"]) == ("phx_reply", ref, topic)
        if answer["payload"]["status"] == "ok" and changes:
            assert self.hear()["payload"]["message"] == "Subscribed to PostgreSQL"
        return dict(answer["payload"])

    def change(self, wait: float = WAIT) -> dict[str, Any]:
        """The next change's data."""
        frame = self.hear(wait)
        assert frame["event"] == "postgres_changes", frame
        return dict(frame["payload"]["data"])

    def is_silent(self, seconds: float = 0.7) -> bool:
        """Whether nothing comes for a while."""
        try:
            self.hear(seconds)
        except TimeoutError:
            return True
        return False


@contextmanager
def phoenix(url: str, key: str, *, version: str = "2.0.0", **options: Any) -> Iterator[Phoenix]:
    """A websocket to the server at `url` (http)."""
    address = f"{url.replace('http', 'ws', 1)}/realtime/v1/websocket?apikey={key}&vsn={version}"
    with connect(address, **options) as socket:
        yield Phoenix(socket, version)


def updates(story: object, *, event: str = "UPDATE") -> dict[str, Any]:
    """A subscription to one story."""
    return {"event": event, "schema": "public", "table": "stories", "filter": f"id=eq.{story}"}
