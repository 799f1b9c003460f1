"""The websocket itself: who may open one, what clients say on it, and when it ends."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import time

from fastapi import APIRouter, WebSocket
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocketDisconnect

from storytailor_dagster.api.realtime import frames
from storytailor_dagster.api.realtime.channels import MOST_CHANNELS, Channel, Connection
from storytailor_dagster.api.realtime.subscriptions import BadSubscription, number_of, read_all
from storytailor_dagster.api.room import Room
from storytailor_dagster.api.sign_in import NotSignedIn, User
from storytailor_dagster.errors import Transient

router = APIRouter()

SILENCE_SECONDS = 60.0
"""A client that says nothing for so long is gone: it sends a heartbeat every 25 seconds."""
MOST_LETTERS = 65_536
"""Of one frame of a client's."""
TOO_SLOW, TOO_BIG, GONE_AWAY = 1013, 1009, 1001


@router.websocket("/realtime/v1/websocket")
async def realtime(socket: WebSocket) -> None:
    """Follows rows for as long as both sides like."""
    room: Room = socket.app.state.room
    key = socket.headers.get("x-api-key") or socket.query_params.get("apikey", "")
    if not await run_in_threadpool(_opens, room, key):
        await socket.send_denial_response(JSONResponse({"error": "The API key is not believed."}, 401))
        return
    await socket.accept()
    version = "2.0.0" if socket.query_params.get("vsn", "1.0.0").startswith("2") else "1.0.0"
    session = _Session(room, Connection(version), key)
    tasks = [
        asyncio.create_task(part)
        for part in (session.read(socket), _send(socket, session.connection), session.connection.cut.wait())
    ]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        session.leave_all()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with contextlib.suppress(RuntimeError, WebSocketDisconnect, TimeoutError):
            # A slow reader would not read the closing frame either: it is not waited for.
            await asyncio.wait_for(socket.close(TOO_SLOW if session.connection.cut.is_set() else session.ends), 1)


def _opens(room: Room, key: str) -> bool:
    """Whether the key opens a websocket: the project's public key, or any token of ours. It decides nothing more."""
    if room.public_key is not None and hmac.compare_digest(room.public_key.encode(), key.encode()):
        return True
    try:
        room.sign_in.user_or_nobody(key)
    except NotSignedIn:
        return False
    return True


async def _send(socket: WebSocket, connection: Connection) -> None:
    while True:
        frame = await connection.next_frame()
        await socket.send_text(frame)
        connection.sent(frame)


class _Session:
    """What one client says."""

    def __init__(self, room: Room, connection: Connection, key: str) -> None:
        self.connection = connection
        self.ends = GONE_AWAY
        self._room, self._key = room, key

    async def read(self, socket: WebSocket) -> None:
        while True:
            try:
                message = await asyncio.wait_for(socket.receive(), SILENCE_SECONDS)
            except TimeoutError:
                return
            if message["type"] == "websocket.disconnect":
                return
            text = message.get("text")
            if text is None:
                continue  # A broadcast in its binary form: not offered.
            if len(text) > MOST_LETTERS:
                self.ends = TOO_BIG
                return
            with contextlib.suppress(frames.BadFrame):
                await self._said(frames.read(text, version=self.connection.version))

    def leave_all(self) -> None:
        for channel in self.connection.channels.values():
            self._room.hub.remove(channel)
        self.connection.channels.clear()

    async def _said(self, frame: frames.Frame) -> None:
        if frame.event == "heartbeat" and frame.topic == "phoenix":
            self._end_expired()
            self.connection.reply(frame, "ok", {})
        elif frame.event == "phx_join":
            await self._join(frame)
        elif frame.event == "access_token":
            await self._refresh(frame)
        elif frame.event == "phx_leave":
            self._leave(frame)
        elif frame.ref is not None:
            self.connection.reply(frame, "error", {"reason": "Only changes of rows are offered here."})

    async def _join(self, frame: frames.Frame) -> None:
        config = frame.payload.get("config")
        asked = config.get("postgres_changes") if isinstance(config, dict) else None
        asked = [] if asked is None else asked
        if frame.topic not in self.connection.channels and len(self.connection.channels) >= MOST_CHANNELS:
            self.connection.reply(frame, "error", {"reason": f"A connection has at most {MOST_CHANNELS} channels."})
            return
        try:
            user = await self._user(frame.payload.get("access_token") or frame.payload.get("user_token"))
            subscriptions = read_all(asked, columns=await self._room.hub.columns())
        except NotSignedIn:
            self.connection.reply(frame, "error", {"reason": "InvalidJWTToken: the token is not believed."})
            return
        except BadSubscription as error:
            self.connection.reply(frame, "error", {"reason": str(error)})
            return
        except Transient as error:
            self.connection.reply(frame, "error", {"reason": str(error)})
            return
        before = self.connection.channels.pop(frame.topic, None)
        if before is not None:
            self._room.hub.remove(before)
            before.closed()
        channel = Channel(self.connection, frame.topic, frame.ref, user, subscriptions)
        self.connection.channels[frame.topic] = channel
        self._room.hub.add(channel)
        told = [{**one, "id": number_of(one)} for one in asked]
        self.connection.reply(frame, "ok", {"postgres_changes": told})
        if subscriptions:
            channel.system("ok", "Subscribed to PostgreSQL")

    async def _refresh(self, frame: frames.Frame) -> None:
        channel = self.connection.channels.get(frame.topic)
        token = frame.payload.get("access_token")
        if channel is None or not isinstance(token, str) or _is_public(self._room, token):
            return
        try:
            user = await self._user(token)
        except NotSignedIn:
            self._end(channel, "The token is not believed.")
            return
        self._room.hub.remove(channel)
        joined_as, channel.user = channel.user, user
        self._room.hub.add(channel)
        if joined_as is None:
            await self._room.hub.catch_up(channel)

    def _leave(self, frame: frames.Frame) -> None:
        channel = self.connection.channels.pop(frame.topic, None)
        self.connection.reply(frame, "ok", {})
        if channel is not None:
            self._room.hub.remove(channel)
            channel.closed()

    def _end_expired(self) -> None:
        for channel in tuple(self.connection.channels.values()):
            if channel.user is not None and channel.user.until <= time.time():
                self._end(channel, "The token has expired.")

    def _end(self, channel: Channel, why: str) -> None:
        self.connection.channels.pop(channel.topic, None)
        self._room.hub.remove(channel)
        channel.system("error", why, extension="system")
        channel.closed()

    async def _user(self, token: object) -> User | None:
        """The token's user; without a token the key's; nobody where that is a public one."""
        given = token if isinstance(token, str) and token else self._key
        if _is_public(self._room, given):
            return None
        return await run_in_threadpool(self._room.sign_in.user_or_nobody, given)


def _is_public(room: Room, key: str) -> bool:
    """Whether it is a key that anybody may have: Supabase's new kind says so, the project's own is a setting."""
    known = room.public_key
    return key.startswith("sb_publishable_") or (
        known is not None and hmac.compare_digest(known.encode(), key.encode())
    )
