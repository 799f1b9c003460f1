"""Filters of subscriptions: `column=operator.value`, several joined by commas (all must hold), each perhaps negated.

Supabase's operators, but for patterns: whoever writes those can keep a server busy. Values may be quoted, as PostgREST
does it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

_NUMBERS = frozenset(("int2", "int4", "int8", "float4", "float8", "numeric"))
_ITEM = re.compile(r'"((?:[^"\\]|\\.)*)"|([^,]+)')
_CONDITION = re.compile(
    r'(\w+)=(not\.)?(eq|neq|lt|lte|gt|gte|in|is|isdistinct)\.(\([^)]*\)|"(?:[^"\\]|\\.)*"|[^,]*)(?:,|$)'
)
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: a == b,
    "neq": lambda a, b: a != b,
    "isdistinct": lambda a, b: a != b,
    "lt": lambda a, b: a < b,
    "lte": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "gte": lambda a, b: a >= b,
}

MOST_LETTERS = 2000


class BadFilter(Exception):
    """A filter that can't be understood. Its words may be said to whoever sent it."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on one column."""

    column: str
    operator: str
    value: str
    negated: bool
    is_number: bool

    def holds(self, row: Mapping[str, Any]) -> bool:
        """Whether it holds for the row. As in SQL, null is neither equal nor unequal to anything."""
        found = row.get(self.column)
        if self.operator == "is":
            return (_word(found) == self.value.casefold()) is not self.negated
        if found is None:
            return self.operator == "isdistinct" and not self.negated
        return self._compared(found) is not self.negated

    def _compared(self, found: Any) -> bool:
        if self.operator == "in":
            return any(self._same(found, item) for item in items(self.value))
        value = unquoted(self.value)
        if self.is_number:
            return _COMPARE[self.operator](Decimal(str(found)), Decimal(value))
        return _COMPARE[self.operator](_text(found), value)

    def _same(self, found: Any, item: str) -> bool:
        return Decimal(str(found)) == Decimal(item) if self.is_number else _text(found) == item


@dataclass(frozen=True, slots=True)
class Filter:
    """All conditions of a subscription. Without any it lets every row through."""

    conditions: tuple[Condition, ...] = ()

    @property
    def row_id(self) -> str | None:
        """The one row that can pass, where the filter says so by its id."""
        named = [c for c in self.conditions if c.column == "id" and c.operator == "eq" and not c.negated]
        return unquoted(named[0].value).casefold() if named else None

    @property
    def is_by_id(self) -> bool:
        """Whether the id is all it asks."""
        return len(self.conditions) == 1 and self.row_id is not None

    def passes(self, row: Mapping[str, Any]) -> bool:
        """Whether the row passes."""
        return all(condition.holds(row) for condition in self.conditions)


def read(told: str | None, *, columns: Mapping[str, str]) -> Filter:
    """The filter in a client's words, for a table's columns (name -> type).

    Raises:
        BadFilter: it is not understood, or names no column.
    """
    conditions, at, text = [], 0, told or ""
    if len(text) > MOST_LETTERS:
        raise BadFilter(f"A filter has at most {MOST_LETTERS} characters.")
    while at < len(text):
        found = _CONDITION.match(text, at)
        if found is None:
            raise BadFilter(f"The filter is not understood from character {at}.")
        column, negation, operator, value = found.groups()
        if column not in columns:
            raise BadFilter("The filter names a column that the table does not have.")
        is_number = columns[column] in _NUMBERS
        if is_number and operator != "is":
            _numbers(value, operator)
        conditions.append(Condition(column, operator, value, negation is not None, is_number))
        at = found.end()
    return Filter(tuple(conditions))


def items(listed: str) -> tuple[str, ...]:
    """The items of `(a,"b,c")`."""
    inside = listed.removeprefix("(").removesuffix(")")
    return tuple(_unescaped(found[1]) if found[1] is not None else found[2].strip() for found in _ITEM.finditer(inside))


def unquoted(value: str) -> str:
    """A value without its quotes."""
    if len(value) > 1 and value[0] == value[-1] == '"':
        return _unescaped(value[1:-1])
    return value


def _unescaped(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value)


def _numbers(value: str, operator: str) -> None:
    try:
        numbers = [Decimal(one) for one in (items(value) if operator == "in" else (unquoted(value),))]
    except InvalidOperation:
        numbers = []
    if not numbers or not all(number.is_finite() for number in numbers):
        raise BadFilter("The filter compares a number with something else.")


def _word(found: Any) -> str:
    return "null" if found is None else _text(found)


def _text(found: Any) -> str:
    if isinstance(found, bool):
        return "true" if found else "false"
    return str(found)
