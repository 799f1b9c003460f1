"""What operators are told of the ledger: how things stand, and what came to its end. Counts, codes, times and money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from storytailor_dagster.ledger.connection import Pool
from storytailor_dagster.ledger.rows import LEASE
from storytailor_dagster.ledger.statements import statement
from storytailor_dagster.subjects import AnyPart, part_named


@dataclass(frozen=True, slots=True)
class Ended:
    """A story or character that came to its end: `took` since it was asked for, its first step begun after `first`."""

    subject: str
    state: str
    took: timedelta
    first: timedelta | None


@dataclass(frozen=True, slots=True)
class PartEnded:
    """A part that came to its end after so many failed tries; `code` where it failed of its own."""

    part: AnyPart
    failed_tries: int
    code: str | None


@dataclass(frozen=True, slots=True)
class CallEnded:
    """A call that is over; `cost` in US dollars."""

    provider: str
    model: str
    purpose: str
    outcome: str
    cost: Decimal
    milliseconds: int | None


@dataclass(frozen=True, slots=True)
class Webhooks:
    """Endpoints that do nothing but fail, those disabled for it within a day, and how late deliveries are."""

    failing: int
    disabled: int
    late: timedelta


class Signs:
    """Safe to share between threads; every method may raise `Transient`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def now(self) -> datetime:
        """By the database's clock."""
        found: datetime = self._one("now")[0]
        return found

    def waiting(self) -> tuple[int, timedelta]:
        """How many stories and characters wait for their first step, and how long the first of them has."""
        count, oldest = self._one("waiting")
        return count, oldest

    def failed(self, span: timedelta) -> Mapping[str, int]:
        """Of how many stories and characters parts failed within the span, by code; the most frequent first."""
        rows = self._pool.run(lambda c: c.execute(statement("failed_since"), {"span": span}).fetchall())
        return dict(rows)

    def unheard(self, *, quiet: timedelta, grace: timedelta) -> tuple[int, int]:
        """Parts in work that should have been ended that long ago, and all that have been quiet for a while."""
        ended, silent = self._one("unheard", lease=LEASE, quiet=quiet, grace=grace)
        return ended, silent

    def webhooks(self, span: timedelta) -> Webhooks:
        """How delivering goes; an endpoint counts as failing after the span."""
        return Webhooks(*self._one("webhooks_failing", span=span))

    def spent_today(self) -> Decimal:
        """US dollars, since midnight (UTC)."""
        return Decimal(self._one("spent_today")[0])

    def dear(self, cost: Decimal) -> int:
        """Stories and characters worked on within a day that have cost as much."""
        return int(self._one("near_their_cap", cost=cost)[0])

    def ended(self, since: datetime, until: datetime) -> tuple[Ended, ...]:
        """What came to its end after the one moment, up to the other."""
        return tuple(Ended(*row) for row in self._rows("ended", since, until))

    def parts_ended(self, since: datetime, until: datetime) -> tuple[PartEnded, ...]:
        """The same for parts; one that is made again counts again."""
        return tuple(PartEnded(part_named(row[0]), *row[1:]) for row in self._rows("parts_ended", since, until))

    def calls_ended(self, since: datetime, until: datetime) -> tuple[CallEnded, ...]:
        """The same for calls to providers."""
        return tuple(CallEnded(*row) for row in self._rows("calls_ended", since, until))

    def _rows(self, name: str, since: datetime, until: datetime) -> list[tuple[Any, ...]]:
        values = {"since": since, "until": until}
        return self._pool.run(lambda c: c.execute(statement(name), values).fetchall())

    def _one(self, name: str, **values: Any) -> tuple[Any, ...]:
        row = self._pool.run(lambda c: c.execute(statement(name), values).fetchone())
        assert row is not None  # noqa: S101 - each of them answers with a row
        return row
