"""HTTP clients that give up: a whole answer within so many seconds and so many bytes, however slowly it drips.

An SDK's own time limit begins anew with every byte, and it reads whatever comes.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import httpx
import httpx2

MOST_BYTES = 64_000_000
CONNECT_SECONDS = 10.0
_PLAIN = {"accept-encoding": "identity"}
"""Nothing is unpacked here: a small answer can't become a large one."""


class AnswerTooLarge(Exception):
    """An answer had more than MOST_BYTES, or came packed, so that nobody knows how much it is."""


def _within(stream: Iterable[bytes], packed: str, end: float, late: type[Exception]) -> Iterator[bytes]:
    if packed != _PLAIN["accept-encoding"]:
        raise AnswerTooLarge
    size = 0
    for chunk in stream:
        size += len(chunk)
        if size > MOST_BYTES:
            raise AnswerTooLarge
        if time.monotonic() > end:
            raise late("the whole answer took too long")
        yield chunk


def _packed(headers: Mapping[str, str]) -> str:
    return headers.get("content-encoding", _PLAIN["accept-encoding"]).strip().lower()


class _Stream(httpx.SyncByteStream):
    def __init__(self, inner: httpx.SyncByteStream, packed: str, end: float) -> None:
        self._inner, self._packed, self._end = inner, packed, end

    def __iter__(self) -> Iterator[bytes]:
        return _within(self._inner, self._packed, self._end, httpx.ReadTimeout)

    def close(self) -> None:
        self._inner.close()


class _Transport(httpx.HTTPTransport):
    seconds = 0.0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        end = time.monotonic() + self.seconds
        response = super().handle_request(request)
        assert isinstance(response.stream, httpx.SyncByteStream)  # noqa: S101 - the transport is a synchronous one
        response.stream = _Stream(response.stream, _packed(response.headers), end)
        return response


class _Stream2(httpx2.SyncByteStream):
    def __init__(self, inner: httpx2.SyncByteStream, packed: str, end: float) -> None:
        self._inner, self._packed, self._end = inner, packed, end

    def __iter__(self) -> Iterator[bytes]:
        return _within(self._inner, self._packed, self._end, httpx2.ReadTimeout)

    def close(self) -> None:
        self._inner.close()


class _Transport2(httpx2.HTTPTransport):
    seconds = 0.0

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        end = time.monotonic() + self.seconds
        response = super().handle_request(request)
        assert isinstance(response.stream, httpx2.SyncByteStream)  # noqa: S101 - the transport is a synchronous one
        response.stream = _Stream2(response.stream, _packed(response.headers), end)
        return response


@cache
def _trusted() -> ssl.SSLContext:
    """Read once in a process: the authorities are a long list, and every client would read it anew."""
    return httpx.create_ssl_context()


@cache
def _trusted2() -> ssl.SSLContext:
    return httpx2.create_ssl_context()


def httpx_client(*, seconds: float) -> httpx.Client:
    """For SDKs on httpx (ElevenLabs). Raises `httpx.ReadTimeout` and `AnswerTooLarge` while a body is read."""
    transport = _Transport(verify=_trusted())
    transport.seconds = seconds
    timeout = httpx.Timeout(seconds, connect=CONNECT_SECONDS)
    return httpx.Client(transport=transport, timeout=timeout, headers=_PLAIN)


def httpx2_client(*, seconds: float) -> httpx2.Client:
    """The same for SDKs on httpx2 (OpenAI)."""
    transport = _Transport2(verify=_trusted2())
    transport.seconds = seconds
    timeout = httpx2.Timeout(seconds, connect=CONNECT_SECONDS)
    return httpx2.Client(transport=transport, timeout=timeout, headers=_PLAIN)
