"""The emulator itself: finds a request's door and the rule that matches, answers or fails, and writes it down."""

from __future__ import annotations

import asyncio
import gzip
import json
import random
import threading
import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from storytailor_dagster_tests.emulator import elevenlabs, openai, polly
from storytailor_dagster_tests.emulator.asked import Asked, read, shown
from storytailor_dagster_tests.emulator.refusals import refused
from storytailor_dagster_tests.emulator.rules import DEEP, STATUSES, Fault, Rule

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]

KEY = "emulator-key"
HUGE_BYTES = 200_000_000
_PIECE = b" " * 1_000_000


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call: `digest` of all that was asked; `status` as answered, 0 where the connection was closed on it.

    `at` and `ended` are when it came and when its answer was ready, by this machine's monotonic clock; `ended` is 0
    until then. `billed` says that a whole good answer was made, whether or not it arrived; `sent` is how many bytes of
    a huge one went out before the client hung up, 0 until then.
    """

    number: int
    door: str
    provider: str
    model: str
    path: str
    digest: str
    at: float
    ended: float = 0.0
    status: int = 0
    billed: bool = False
    sent: int = 0
    request: dict[str, Any] = field(default_factory=dict)

    @property
    def shown(self) -> tuple[tuple[str, bytes], ...]:
        """The pictures in a JSON request: the words right before each, and its bytes."""
        return tuple(shown(self.request))


class Emulator:
    """An ASGI application with a memory. Its methods may be called from any thread.

    `latency`, `jitter` and `waits` are seconds; `waits` are those of single doors. `stock` answers every prompt with
    the same picture, of real size and no work: for measuring.
    """

    key = KEY

    def __init__(
        self,
        *,
        latency: float = 0.0,
        jitter: float = 0.0,
        waits: Mapping[str, float] | None = None,
        stock: bool = False,
    ) -> None:
        self.url = ""
        self.closing = False
        self._latency, self._jitter = latency, jitter
        self._waits = dict(waits or {})
        self._stock = stock
        self._lock = threading.Lock()
        self._calls: list[Call] = []
        self._forgotten = 0
        """How many calls came before the last reset: what hangs since then is written down no more."""
        self._rules: list[tuple[Rule, int, int]] = []
        """Each with how many calls it let pass, and how often it struck."""

    @property
    def openai_url(self) -> str:
        return f"{self.url}/v1"

    @property
    def calls(self) -> list[Call]:
        with self._lock:
            return list(self._calls)

    def at(self, door: str) -> list[Call]:
        """The calls at a door."""
        return [call for call in self.calls if call.door == door]

    def bought_twice(self) -> list[Call]:
        """Calls whose very same request was billed before."""
        seen: set[str] = set()
        billed = [call for call in self.calls if call.billed and call.door != "moderation"]
        return [call for call in billed if call.digest in seen or seen.add(call.digest)]  # type: ignore[func-returns-value]

    def rule(self, rule: Rule) -> None:
        with self._lock:
            self._rules.append((rule, 0, 0))

    def let_go(self) -> None:
        """Forgets the rules, and answers what hangs by one of them."""
        with self._lock:
            self._rules.clear()

    def reset(self) -> None:
        with self._lock:
            self._forgotten += len(self._calls)
            self._calls.clear()
            self._rules.clear()

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        body = await request.body()
        if request.url.path.startswith("/_"):
            await self._controlled(request, body)(scope, receive, send)
            return
        asked = replace(read(request, body), stock=self._stock)
        number = self._noted(asked)
        if latency := self._waits.get(asked.door, self._latency):
            await self._wait(max(0.0, latency + random.uniform(-1, 1) * self._jitter))
        if asked.key != self.key:
            await self._sent(refused(asked.door, Fault.BAD_KEY, number=number), number, scope, receive, send)
            return
        rule = self._struck(asked)
        await self._answered(asked, rule, number, scope, receive, send)

    async def _answered(
        self,
        asked: Asked,
        rule: Rule | None,
        number: int,
        scope: MutableMapping[str, Any],
        receive: Receive,
        send: Send,
    ) -> None:
        fault = None if rule is None else rule.fault
        if fault in STATUSES or fault is Fault.MODERATION_BLOCKED:
            await self._sent(refused(asked.door, fault, number=number, rule=rule), number, scope, receive, send)
            return
        if fault is Fault.RESET:
            _abort(send)
            return
        if fault is Fault.HANG and rule is not None:
            await self._wait(rule.seconds, rule)
        provider = {"elevenlabs": elevenlabs, "polly": polly}.get(asked.provider, openai)
        answer: Response = await asyncio.to_thread(provider.answer, asked, rule, number)
        if fault is Fault.NOT_JSON:
            answer = Response("<html><body>Welcome to the portal.</body></html>", media_type="text/html")
        elif fault is Fault.DEEP:
            answer = Response(DEEP, media_type="application/json")
        elif fault is Fault.PACKED:
            answer = Response(gzip.compress(answer.body), headers={**dict(_own(answer)), "content-encoding": "gzip"})
        billed = answer.status_code < 300
        if fault is Fault.CUT:
            self._ended(number, status=0, billed=billed)
            await send({"type": "http.response.start", "status": answer.status_code, "headers": answer.raw_headers})
            half = bytes(answer.body)[: len(answer.body) // 2]
            await send({"type": "http.response.body", "body": half, "more_body": True})
            await asyncio.sleep(0.02)
            _abort(send)
            return
        if fault is Fault.HUGE:
            self._ended(number, status=answer.status_code, billed=billed)
            await self._poured(answer, number, send)
            return
        if fault is Fault.SLOW and rule is not None:
            self._ended(number, status=answer.status_code, billed=billed)
            await self._dripped(answer, rule.seconds, send)
            return
        await self._sent(answer, number, scope, receive, send)

    async def _sent(
        self,
        answer: Response,
        number: int,
        scope: MutableMapping[str, Any],
        receive: Receive,
        send: Send,
    ) -> None:
        self._ended(number, status=answer.status_code, billed=answer.status_code < 300)
        await answer(scope, receive, send)

    async def _poured(self, answer: Response, number: int, send: Send) -> None:
        """The answer behind HUGE_BYTES of space, as far as the client takes it."""
        head = [(name.encode(), value.encode()) for name, value in _own(answer)]
        await send({"type": "http.response.start", "status": answer.status_code, "headers": head})
        sent = 0
        while sent < HUGE_BYTES and not (_hung_up(send) or self.closing):
            await send({"type": "http.response.body", "body": _PIECE, "more_body": True})
            sent += len(_PIECE)
            await asyncio.sleep(0)  # where a broken connection is told
        await send({"type": "http.response.body", "body": bytes(answer.body)})
        self._noted_again(number, sent=sent)

    async def _dripped(self, answer: Response, seconds: float, send: Send) -> None:
        await send({"type": "http.response.start", "status": answer.status_code, "headers": answer.raw_headers})
        body, drops = bytes(answer.body), 20
        size = len(body) // drops + 1
        for first in range(0, len(body), size):
            if self.closing:
                return
            await send({"type": "http.response.body", "body": body[first : first + size], "more_body": True})
            await self._wait(seconds / drops)
        await send({"type": "http.response.body", "body": b""})

    async def _wait(self, seconds: float, rule: Rule | None = None) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and not self.closing and (rule is None or self._holds(rule)):
            await asyncio.sleep(min(left, 0.05))

    def _holds(self, rule: Rule) -> bool:
        with self._lock:
            return any(known is rule for known, _, _ in self._rules)

    def _noted(self, asked: Asked) -> int:
        """Writes the call down; its number among all there ever were."""
        with self._lock:
            number = len(self._calls) + 1
            told = sha256(f"{asked.path}\n{asked.text}".encode()).hexdigest()
            self._calls.append(
                Call(
                    number=number,
                    door=asked.door,
                    provider=asked.provider,
                    model=asked.model,
                    path=asked.path,
                    digest=told,
                    at=time.monotonic(),
                    request=asked.fields,
                )
            )
            return self._forgotten + number

    def _ended(self, number: int, *, status: int, billed: bool) -> None:
        self._noted_again(number, status=status, billed=billed, ended=time.monotonic())

    def _noted_again(self, number: int, **more: Any) -> None:
        with self._lock:
            place = number - self._forgotten - 1
            if place >= 0:
                self._calls[place] = replace(self._calls[place], **more)

    def _struck(self, asked: Asked) -> Rule | None:
        with self._lock:
            for place, (rule, passed, struck) in enumerate(self._rules):
                if not rule.matches(door=asked.door, model=asked.model, request=asked.text):
                    continue
                if rule.times is not None and struck >= rule.times:
                    continue
                if passed < rule.after:
                    self._rules[place] = (rule, passed + 1, struck)
                    continue
                self._rules[place] = (rule, passed, struck + 1)
                return rule
            return None

    def _controlled(self, request: Request, body: bytes) -> Response:
        match request.method, request.url.path:
            case "GET", "/_calls":
                return JSONResponse([asdict(call) for call in self.calls])
            case "POST", "/_rules":
                try:
                    told = json.loads(body)
                    self.rule(Rule(**{**told, "fault": Fault(told["fault"])}))
                except (ValueError, TypeError, KeyError) as error:
                    return JSONResponse({"error": f"no rule: {error}"}, 400)
                return JSONResponse({"rules": len(self._rules)}, 201)
            case "DELETE", "/_rules":
                self.reset()
                return JSONResponse({"rules": 0})
        return JSONResponse({"error": "no such control"}, 404)


def _own(answer: Response) -> list[tuple[str, str]]:
    return [(name, value) for name, value in answer.headers.items() if name != "content-length"]


def _hung_up(send: Send) -> bool:
    """Whether the client did. The server's `send` is a method of the object that knows it."""
    return bool(send.__self__.disconnected)  # type: ignore[attr-defined]


def _abort(send: Send) -> None:
    """Closes the connection without another byte, by the same object."""
    send.__self__.transport.abort()  # type: ignore[attr-defined]
