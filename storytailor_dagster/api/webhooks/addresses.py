"""Which addresses may be called: public ones, so that nobody can have us call our own house.

Names are looked up here and nowhere else, and who connects connects to an address that was found here: what a name
means a moment later changes nothing.
"""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from anyio import CapacityLimiter, to_thread

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""The addresses of a host's name, or of a literal. Raises `OSError` or `UnicodeError` where it has none."""

_UNICAST = IPv6Network("2000::/3")
_TRANSLATED = IPv6Network("64:ff9b::/96")
"""Where a network without IPv4 reaches it (RFC 6052): the last 32 bits are the address meant."""
_LOOKED_UP_AT_ONCE = 256


class NoAddress(Exception):
    """The host has no address, or one that may not be called. Which of the two is told to nobody."""


def is_public(address: str) -> bool:
    """Whether the address belongs to somebody on the internet, whichever way it is written."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        inner = IPv4Address(int(found) & 0xFFFF_FFFF) if found in _TRANSLATED else found.ipv4_mapped
        if inner is None:
            return found in _UNICAST and found.is_global and found.sixtofour is None
        found = inner
    return found.is_global and not found.is_multicast


class Addresses:
    """Looks hosts up.

    Args:
        allow_private: let every address through; for development, and for receivers in the same network.
        resolve: who knows the names; else this machine.
    """

    def __init__(self, *, allow_private: bool, resolve: Resolve | None = None) -> None:
        self.allow_private = allow_private
        self._resolve = resolve or _system()

    async def of(self, host: str, port: int) -> tuple[str, ...]:
        """The host's addresses.

        Raises:
            NoAddress: there is none, or one of them may not be called.
        """
        try:
            found = tuple(dict.fromkeys(await self._resolve(host, port)))
        except (OSError, UnicodeError):
            raise NoAddress from None
        if not found or not (self.allow_private or all(map(is_public, found))):
            raise NoAddress
        return found


def _system() -> Resolve:
    # Threads of its own, and left alone when nobody waits any more: a name server that never answers holds up nobody.
    limiter = CapacityLimiter(_LOOKED_UP_AT_ONCE)

    async def resolve(host: str, port: int) -> Sequence[str]:
        ask = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        found = await to_thread.run_sync(ask, abandon_on_cancel=True, limiter=limiter)
        return [str(where[0]) for *_, where in found]

    return resolve
