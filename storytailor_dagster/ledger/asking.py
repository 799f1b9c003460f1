"""Queueing parts within a transaction: for whoever asks for them alone, or with a change of what they are made from."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from storytailor_dagster.ledger.connection import Connection
from storytailor_dagster.ledger.statements import statement
from storytailor_dagster.subjects import AnyPart, in_order


def asked(
    connection: Connection,
    subject_id: UUID,
    parts: Iterable[AnyPart],
    *,
    priority: str | None = None,
    note: str | None = None,
) -> bool:
    """Whether there was something to queue; see `Ledger.ask`."""
    values = {"subject_id": subject_id, "parts": list(in_order(parts)), "priority": priority, "note": note}
    found = connection.execute(statement("ask"), values).fetchone()
    return bool(found and found[0])
