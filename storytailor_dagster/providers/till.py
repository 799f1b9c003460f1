"""The till: every call to somebody outside goes through it, so that it is afforded, kept, timed and written down.

Who is asked and how is the providers' matter; where prices come from is `prices.py`; what is written where is the
caller's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, Protocol, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Usage:
    """What a call used: `units` of `unit` (words, pictures, characters, tokens) at `cost` US dollars."""

    provider: str
    model: str
    units: int
    unit: str
    cost: Decimal = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Answer(Generic[T]):
    """A result and what it used. Of several calls behind one result, `usage` is of the one that made it."""

    value: T
    usage: Usage


@dataclass(frozen=True, kw_only=True)
class Order:
    """One call, before it is made.

    `purpose` is `text`, `picture`, `speech`, `check` or `moderation`. `request` is all that is sent, as JSON values,
    with `digest_of` in the place of bytes: equal requests are the same order. `most` is what the call can cost, in US
    dollars. `patience` is how many seconds may be spent on waiting for a busy provider; None leaves that to the till.
    """

    purpose: str
    provider: str
    model: str
    request: Mapping[str, Any]
    most: Decimal = Decimal(0)
    patience: float | None = None


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """What came back: the body as it is to be kept, what it used, and the provider's own number for the call."""

    body: bytes
    usage: Usage
    request_id: str | None = None


class Till(Protocol):
    """Every provider gets one with each call."""

    @property
    def family(self) -> str:
        """Who the call is made for, as a hash: the same for all of a family's calls, and nothing can be read in it."""
        ...

    def bought(self, order: Order, ask: Callable[[], Delivery]) -> Delivery:
        """The order's delivery: the kept one where it was bought before, else `ask`'s, kept before it is returned.

        `ask` makes exactly one request. It is made again after a wait where it raises `Transient`.

        Raises:
            BudgetExceeded: a cap would be passed; nothing was asked.
            Transient: waiting did not help.
            StorytailorError: whatever else `ask` raises.
        """
        ...

    def made(self, purpose: str, provider: str, make: Callable[[], Answer[T]]) -> Answer[T]:
        """The answer of somebody in the house, who costs nothing and would make the same again: timed, not kept."""
        ...


class OpenTill:
    """Asks, and writes nothing down: for trying a provider out. `deliveries` are those of this till."""

    family = "nobody"

    def __init__(self) -> None:
        self.deliveries: list[tuple[Order, Delivery]] = []

    def bought(self, order: Order, ask: Callable[[], Delivery]) -> Delivery:
        delivery = ask()
        self.deliveries.append((order, delivery))
        return delivery

    def made(self, purpose: str, provider: str, make: Callable[[], Answer[T]]) -> Answer[T]:  # noqa: ARG002
        return make()
