"""Delivers what the outbox holds: woken by the database when something is written there, and by the clock for the rest.
Several may work on one outbox.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

from anyio import to_thread
from starlette.concurrency import run_in_threadpool

from storytailor_dagster.api.webhooks.calling import Caller, CallFailed
from storytailor_dagster.api.webhooks.schedule import wait_after
from storytailor_dagster.api.webhooks.signing import signed
from storytailor_dagster.errors import Transient
from storytailor_dagster.ledger import DELIVERIES, Change, Delivery, Feed, Outbox

LOOK_SECONDS = 5.0
"""Between two looks where nobody calls."""
FORGET_SECONDS = 3600.0
GRACE_SECONDS = 5.0
"""How long calls may go on when the deliverer is to end. Those cut off are made again after their lease."""
_FIXED = {"Content-Type": "application/json", "User-Agent": "Storytailor-Webhooks/1", "Accept": "*/*"}
_GONE = 410
_log = logging.getLogger(__name__)


class Deliverer:
    """A task of the event loop and the calls it makes, at most `at_once`; `open` starts it and `close` ends it.

    The log remembers what is over for as long as `kept`.
    """

    def __init__(
        self, outbox: Outbox, feed: Feed, caller: Caller, *, at_once: int, kept: timedelta, grace: float = GRACE_SECONDS
    ) -> None:
        self._outbox, self._feed, self._caller, self._at_once, self._grace = outbox, feed, caller, at_once, grace
        self._kept = kept
        self._calls: dict[asyncio.Task[None], UUID] = {}
        """With the endpoint that is called."""
        self._chance = random.Random()
        self._closing = False
        self._forget_at = 0.0

    async def open(self) -> None:
        """Delivers from now on."""
        loop = asyncio.get_running_loop()
        self._wake = asyncio.Event()

        def hears(change: Change | None) -> None:
            if change is None or change.table == DELIVERIES:
                loop.call_soon_threadsafe(self._wake.set)

        self._stop = self._feed.hear(hears)
        self._worker = loop.create_task(self._work())

    async def close(self) -> None:
        """Takes nothing more, and ends."""
        self._stop()
        self._closing = True
        self._wake.set()
        await asyncio.wait({self._worker}, timeout=self._grace)
        if self._calls:
            await asyncio.wait(self._calls, timeout=self._grace)
        left = [self._worker, *self._calls]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _work(self) -> None:
        while not self._closing:
            self._wake.clear()
            try:
                taken = await self._take()
                await self._tidy()
            except Exception as error:  # noqa: BLE001 - whatever it is, the next look may go well
                _log.warning("Webhooks wait: the outbox could not be read (%s).", _named(error))
                taken = False
            if not taken:
                await self._until_woken()

    async def _take(self) -> bool:
        free = self._at_once - len(self._calls)
        if free == 0:
            return False
        busy = set(self._calls.values())
        taken = await to_thread.run_sync(lambda: self._outbox.claim(most=free, busy=busy), abandon_on_cancel=True)
        for delivery in taken:
            call = asyncio.create_task(self._deliver(delivery))
            self._calls[call] = delivery.endpoint_id
            call.add_done_callback(self._done)
        return bool(taken)

    async def _tidy(self) -> None:
        now = asyncio.get_running_loop().time()
        if now >= self._forget_at:
            more = await to_thread.run_sync(lambda: self._outbox.forget(after=self._kept), abandon_on_cancel=True)
            self._forget_at = now + (LOOK_SECONDS if more else FORGET_SECONDS)

    async def _until_woken(self) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), LOOK_SECONDS)
        except TimeoutError:
            return

    def _done(self, call: asyncio.Task[None]) -> None:
        del self._calls[call]
        self._wake.set()

    async def _deliver(self, delivery: Delivery) -> None:
        status, error, asked = await self._tried(delivery)
        try:
            if error is None and status is not None:
                await run_in_threadpool(self._outbox.delivered, delivery, status=status)
                return
            gone = status == _GONE
            over = gone or not delivery.enabled
            wait = (
                None
                if over
                else wait_after(delivery.attempt, event=delivery.event_type, chance=self._chance, asked=asked)
            )
            told = error or "INTERNAL_ERROR"
            await run_in_threadpool(
                self._outbox.not_delivered, delivery, error=told, status=status, wait=wait, gone=gone
            )
        except Transient as lost:
            _log.warning(
                "What became of delivery %s could not be written (%s): it comes again.", delivery.id, lost.code
            )

    async def _tried(self, delivery: Delivery) -> tuple[int | None, str | None, timedelta | None]:
        """The HTTP status, where there is one, what went wrong, and how long the endpoint asks us to wait."""
        if not delivery.enabled:
            return None, "ENDPOINT_DISABLED", None
        body = json.dumps(delivery.payload, ensure_ascii=False, separators=(",", ":"))
        try:
            proof = signed(delivery.id, at=datetime.now(UTC), body=body, keys=delivery.secrets)
            answer = await self._caller.call(delivery.url, headers={**_FIXED, **proof}, body=body.encode())
        except CallFailed as failed:
            return None, failed.code, None
        except Exception as error:  # noqa: BLE001 - said in the log and in the row, and tried again like any failure
            _log.error("Delivery %s could not be tried (%s).", delivery.id, _named(error))
            return None, "INTERNAL_ERROR", None
        if 200 <= answer.status < 300:
            return answer.status, None, None
        return answer.status, "ENDPOINT_GONE" if answer.status == _GONE else "HTTP_ERROR", answer.retry_after


def _named(error: Exception) -> str:
    """Its code or kind: its words may hold an address, which may hold a secret."""
    return error.code if isinstance(error, Transient) else type(error).__name__
