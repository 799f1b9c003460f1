"""One call to an endpoint: a POST over a connection of its own, to an address that was checked. No redirect is
followed, no proxy asked, no cookie kept, and of the answer only its status and `Retry-After` matter.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Self
from urllib.parse import urlsplit

import httpcore

from storytailor_dagster.api.webhooks.addresses import Addresses, NoAddress

CALL_SECONDS = 15.0
"""For all of a call: name, connection, answer."""
CONNECT_SECONDS = 5.0
"""For each of a host's addresses."""
MOST_BYTES = 16_384
"""Of an answer; the rest is left unread."""


class CallFailed(Exception):
    """No answer came. `code` says why, for the endpoint's owner."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Answered:
    """What matters of an answer: its HTTP status, and how long it asks us to wait before we come again."""

    status: int
    retry_after: timedelta | None = None


class Caller:
    """Calls endpoints.

    Args:
        tls: which certificates are believed; else those that browsers believe.
        seconds: for all of a call.
    """

    def __init__(
        self, addresses: Addresses, *, tls: ssl.SSLContext | None = None, seconds: float = CALL_SECONDS
    ) -> None:
        self._addresses = addresses
        self._tls = tls or httpcore.default_ssl_context()
        self._seconds = seconds

    async def call(self, url: str, *, headers: Mapping[str, str], body: bytes) -> Answered:
        """What was answered.

        Raises:
            CallFailed: there was none.
        """
        parts = urlsplit(url)
        if parts.scheme != "https" and not self._addresses.allow_private:
            raise CallFailed("NOT_HTTPS")
        try:
            async with asyncio.timeout(self._seconds):
                return await self._post(url, {"Host": parts.netloc, **headers}, body)
        except NoAddress:
            raise CallFailed("NO_PUBLIC_ADDRESS") from None
        except (TimeoutError, httpcore.TimeoutException):
            raise CallFailed("TIMEOUT") from None
        except httpcore.NetworkError as error:
            refused = isinstance(error.__context__, ssl.SSLError)
            raise CallFailed("TLS_FAILED" if refused else "CONNECTION_FAILED") from None
        except httpcore.ProtocolError:
            raise CallFailed("ANSWER_BROKEN") from None

    async def _post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answered:
        async with (
            _Checked(self._addresses) as network,
            httpcore.AsyncConnectionPool(ssl_context=self._tls, network_backend=network) as pool,
            pool.stream("POST", url, headers=list(headers.items()), content=body) as answer,
        ):
            read = 0
            async for piece in answer.aiter_stream():
                read += len(piece)
                if read >= MOST_BYTES:
                    break
            return Answered(answer.status, _retry_after(answer.headers))


def _retry_after(headers: Iterable[tuple[bytes, bytes]]) -> timedelta | None:
    """`Retry-After` in seconds or as a date (RFC 9110, 10.2.3); None where it is neither."""
    given = next((value.decode("latin-1").strip() for name, value in headers if name.lower() == b"retry-after"), "")
    try:
        if given.isdecimal():
            return timedelta(seconds=int(given))
        return max(parsedate_to_datetime(given) - datetime.now(UTC), timedelta())
    except (ValueError, TypeError, OverflowError):
        return None


class _Checked(httpcore.AsyncNetworkBackend):
    """Connects to what the addresses let through. TLS and the request still go by the host's name.

    It closes what it opened itself: httpcore leaves a connection open that is given up during its TLS handshake.
    """

    def __init__(self, addresses: Addresses) -> None:
        self._addresses = addresses
        self._network = httpcore.AnyIOBackend()
        self._opened: list[httpcore.AsyncNetworkStream] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for stream in self._opened:
            await stream.aclose()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        seconds = CONNECT_SECONDS if timeout is None else min(timeout, CONNECT_SECONDS)
        failed: Exception = NoAddress()
        for address in await self._addresses.of(host, port):
            try:
                stream = await self._network.connect_tcp(address, port, seconds, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                self._opened.append(stream)
                return stream
        raise failed
