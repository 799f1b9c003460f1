"""The only way to the emulator: TCP passed on, until it is cut. Then who asks is refused, and who waits is reset."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from storytailor_dagster.local.ports import free_port

CHUNK = 1 << 18
START_SECONDS = 10.0


class Relay:
    """Its methods may be called from any thread."""

    def __init__(self, port: int, onward: int) -> None:
        self.port, self._onward = port, onward
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, name="relay", daemon=True)
        self._thread.start()

    def mend(self) -> None:
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(START_SECONDS)

    def cut(self) -> None:
        asyncio.run_coroutine_threadsafe(self._leave(), self._loop).result(START_SECONDS)

    def stop(self) -> None:
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(START_SECONDS)
        self._loop.close()

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._passed_on, "127.0.0.1", self.port, limit=CHUNK)

    async def _leave(self) -> None:
        if self._server is not None:
            self._server.close()
        for writer in self._open:
            writer.transport.abort()
        await asyncio.sleep(0.05)

    async def _passed_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self._onward, limit=CHUNK)
        except OSError:
            writer.transport.abort()
            return
        both = {writer, back}
        self._open |= both
        try:
            await asyncio.gather(_pumped(reader, back), _pumped(there, writer))
        finally:
            self._open -= both
            for one in both:
                one.transport.abort()


async def _pumped(source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await source.read(CHUNK):
            to.write(data)
            await to.drain()
        if to.can_write_eof():
            to.write_eof()


@contextmanager
def relay(onward: int) -> Iterator[Relay]:
    """One to that port of loopback, on a free port of its own."""
    made = Relay(free_port(), onward)
    made.mend()
    try:
        yield made
    finally:
        made.stop()
