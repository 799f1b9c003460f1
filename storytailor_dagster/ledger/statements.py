"""Finds a statement by its name in the `.sql` files beside this module. A name is a line `-- name: what_it_does`."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import LiteralString

_NAME = re.compile(r"^-- name: (\w+)\n", re.MULTILINE)


@cache
def _statements() -> dict[str, str]:
    found: dict[str, str] = {}
    for file in (files(__package__) / "sql").iterdir():
        _, *parts = _NAME.split(file.read_text(encoding="utf-8"))
        found.update(zip(parts[::2], (sql.strip() for sql in parts[1::2]), strict=True))
    return found


def statement(name: str) -> LiteralString:
    """The statement's text.

    Raises:
        KeyError: no statement has the name.
    """
    return _statements()[name]
