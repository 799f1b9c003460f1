"""Calls to providers: reserved under the caps before they are made, settled after, one row each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from psycopg.rows import TupleRow

from storytailor_dagster.errors import BudgetExceeded, Gone
from storytailor_dagster.ledger.connection import Connection, Pool
from storytailor_dagster.ledger.rows import CallRow, Claim
from storytailor_dagster.ledger.statements import statement
from storytailor_dagster.subjects import part_named, subject_of


@dataclass(frozen=True, kw_only=True)
class Caps:
    """The most that may be spent, in US dollars: on one story or character, on a day (UTC) for all. None: no cap."""

    each: Decimal | None = None
    day: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Reservation:
    """A call's row, and what it was reserved at. It counts as spent until it is settled, and for ever if never."""

    id: int
    day: date
    most: Decimal


class Spending:
    """The ledger's till roll. Safe to share between threads and processes; every method may raise `Transient`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def reserve(
        self,
        claim: Claim,
        *,
        try_number: int,
        provider: str,
        model: str,
        purpose: str,
        digest: str,
        most: Decimal,
        caps: Caps,
    ) -> Reservation:
        """Sets `most` aside for a call; of calls that race for the last of a cap, only as many win as fit.

        Raises:
            BudgetExceeded: a cap would be passed; nothing is set aside.
            Gone: it was deleted.
        """
        values = {
            **_of(claim),
            "try": try_number,
            "provider": provider,
            "model": model,
            "purpose": purpose,
            "digest": digest,
            "most": most,
        }

        def reserve(connection: Connection) -> Reservation:
            with connection.transaction():
                day, spent = _one(connection, "reserve_day", values) or (None, Decimal(0))
                if caps.day is not None and spent > caps.day:
                    raise BudgetExceeded(
                        f"Today's cap of {caps.day} US dollars could be passed by a call of up to {most:.2f}."
                    )
                # A statement of its own, after the day's row is locked: it sees what the others reserved.
                (on_subject,) = _one(connection, "spent_on_subject", values) or (Decimal(0),)
                if caps.each is not None and on_subject + most > caps.each:
                    raise BudgetExceeded(
                        f"The {subject_of(claim.part).name}'s cap of {caps.each} US dollars could be passed:"
                        f" {on_subject:.2f} are spent, and the next call may cost {most:.2f}."
                    )
                row = _one(connection, "reserve_call", values)
                if row is None or day is None:
                    raise Gone(f"The {subject_of(claim.part).name} was deleted.")
                return Reservation(id=row[0], day=day, most=most)

        return self._pool.run(reserve)

    def unsettled(self, claim: Claim, *, digest: str) -> Reservation | None:
        """The reservation that a process left behind when it died between a call and its settling."""
        row = self._pool.run(lambda c: _one(c, "unsettled", {"subject_id": claim.subject_id, "digest": digest}))
        return None if row is None else Reservation(id=row[0], day=row[1], most=row[2])

    def settle(
        self,
        claim: Claim,
        reservation: Reservation,
        *,
        outcome: str,
        cost: Decimal,
        milliseconds: int | None,
        units: Decimal | float | None = None,
        unit: str | None = None,
        error_code: str | None = None,
        request_id: str | None = None,
        result_key: str | None = None,
    ) -> None:
        """Says what became of a call and what it really cost. What was deleted meanwhile leaves only the day's cost."""
        values = {
            "id": reservation.id,
            "job_id": claim.job_id,
            "outcome": outcome,
            "cost": cost,
            "milliseconds": milliseconds,
            "units": units,
            "unit": unit,
            "error_code": error_code,
            "request_id": request_id,
            "result_key": result_key,
            "day": reservation.day,
            "difference": cost - reservation.most,
        }

        def settle(connection: Connection) -> None:
            with connection.transaction():
                for name in ("lock_job", "settle_call", "settle_job", "settle_day"):
                    connection.execute(statement(name), values)

        self._pool.run(settle)

    def note(
        self,
        claim: Claim,
        *,
        try_number: int,
        provider: str,
        purpose: str,
        outcome: str,
        milliseconds: int | None = None,
        model: str | None = None,
        units: Decimal | float | None = None,
        unit: str | None = None,
        error_code: str | None = None,
    ) -> None:
        """Notes a call within the house, which costs nothing, whether or not the claim still holds.

        Raises:
            Gone: it was deleted.
        """
        values = {
            **_of(claim),
            "try": try_number,
            "provider": provider,
            "model": model,
            "purpose": purpose,
            "units": units,
            "unit": unit,
            "milliseconds": milliseconds,
            "outcome": outcome,
            "error_code": error_code,
        }
        if self._pool.run(lambda connection: _one(connection, "note_call", values)) is None:
            raise Gone(f"The {subject_of(claim.part).name} was deleted.")

    def calls(self, subject_id: UUID) -> tuple[CallRow, ...]:
        """The calls that were made for a story or character, in their order."""
        rows = self._pool.run(lambda c: c.execute(statement("calls"), {"subject_id": subject_id}).fetchall())
        return tuple(CallRow(part_named(row[0]), *row[1:]) for row in rows)

    def on_attempt(self, claim: Claim) -> Decimal:
        """US dollars that the claim's attempt at its part has cost so far, failed and discarded calls included."""
        row = self._pool.run(lambda connection: _one(connection, "spent_on_attempt", _of(claim)))
        return Decimal(0) if row is None else Decimal(row[0])


def _of(claim: Claim) -> dict[str, Any]:
    return {"subject_id": claim.subject_id, "job_id": claim.job_id, "part": claim.part, "attempt": claim.attempt}


def _one(connection: Connection, name: str, values: Mapping[str, Any]) -> TupleRow | None:
    return connection.execute(statement(name), values).fetchone()
