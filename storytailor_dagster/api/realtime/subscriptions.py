"""What a channel follows: subscriptions to a table's changes, as a client asked for them in `phx_join`."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storytailor_dagster.api.realtime.filters import BadFilter, Filter, read
from storytailor_dagster.ledger import TABLES, Change, Column

EVENTS = ("*", "INSERT", "UPDATE", "DELETE")
MOST = 20
"""Subscriptions of one channel."""


class BadSubscription(Exception):
    """A subscription that can't be had. Its words may be said to whoever sent it."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """One of them; `number` is what the client knows it by."""

    number: int
    event: str
    table: str
    filter: Filter

    def may_concern(self, change: Change) -> bool:
        """Whether the row has to be looked at. A deleted row can be told by its id only."""
        if self.event not in ("*", change.kind) or self.table != change.table:
            return False
        by_id = self.filter.row_id
        if by_id is not None and by_id != str(change.id):
            return False
        return change.kind != "DELETE" or not self.filter.conditions or self.filter.is_by_id


def read_all(told: Any, *, columns: Mapping[str, Sequence[Column]]) -> tuple[Subscription, ...]:
    """The subscriptions of a join's `config.postgres_changes`, in their order.

    Raises:
        BadSubscription: one of them can't be had.
    """
    if not isinstance(told, list) or len(told) > MOST or not all(isinstance(one, dict) for one in told):
        raise BadSubscription(f"postgres_changes is a list of at most {MOST} objects.")
    return tuple(_one(one, columns) for one in told)


def number_of(told: Mapping[str, Any]) -> int:
    """The same for the same words, and never 0: a client takes that for none."""
    return (zlib.crc32(json.dumps(told, sort_keys=True).encode()) & 0x7FFF_FFFF) or 1


def _one(told: Mapping[str, Any], columns: Mapping[str, Sequence[Column]]) -> Subscription:
    event, table = str(told.get("event", "*")).upper(), told.get("table")
    if event not in EVENTS:
        raise BadSubscription("An event is one of *, INSERT, UPDATE and DELETE.")
    if told.get("schema", "public") != "public" or table not in TABLES:
        raise BadSubscription(f"Changes are told of {', '.join(f'public.{name}' for name in TABLES)} only.")
    filtered = told.get("filter")
    if not (filtered is None or isinstance(filtered, str)):
        raise BadSubscription("A filter is a string.")
    try:
        found = read(filtered, columns={column.name: column.type for column in columns[table]})
    except BadFilter as error:
        raise BadSubscription(str(error)) from error
    return Subscription(number=number_of(told), event=event, table=table, filter=found)
