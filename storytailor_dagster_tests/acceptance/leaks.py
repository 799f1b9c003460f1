"""Everything that a running system wrote, searched for words that are nowhere else: where each was found."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

Found = set[tuple[str, str]]
"""(what was found, where)"""


def searched(told: object, words: Mapping[str, str]) -> set[str]:
    """The names of the words that are in there, whatever their case; in packed bytes too."""
    text = _text(told).casefold()
    return {name for name, word in words.items() if word.casefold() in text}


def in_rows(dsn: str, words: Mapping[str, str], *, schemas: Iterable[str]) -> Found:
    """In every column of every table, as `schema.table.column`."""
    found: Found = set()
    with psycopg.connect(dsn) as connection:
        connection.read_only = True
        for schema, table in _tables(connection, schemas):
            rows = connection.execute(
                sql.SQL("select * from {}.{}").format(sql.Identifier(schema), sql.Identifier(table))
            )
            columns = [column.name for column in rows.description or ()]
            for row in rows:
                for column, value in zip(columns, row, strict=True):
                    found |= {(name, f"{schema}.{table}.{column}") for name in searched(value, words)}
    return found


def tables(dsn: str, schema: str) -> set[str]:
    """Those that hold something."""
    with psycopg.connect(dsn) as connection:
        return {
            table
            for _, table in _tables(connection, (schema,))
            if connection.execute(
                sql.SQL("select from {}.{} limit 1").format(sql.Identifier(schema), sql.Identifier(table))
            ).rowcount
        }


def in_files(folder: Path, words: Mapping[str, str], *, without: Iterable[Path] = ()) -> Found:
    """In the files' contents and in their paths, those below `without` left out."""
    left_out = tuple(without)
    found: Found = set()
    for path in folder.rglob("*"):
        if any(path.is_relative_to(one) for one in left_out):
            continue
        where = str(path.relative_to(folder))
        found |= {(name, where) for name in searched(where, words)}
        if path.is_file():
            found |= {(name, where) for name in searched(path.read_bytes(), words)}
    return found


def in_names(folder: Path, words: Mapping[str, str]) -> Found:
    """In the paths alone."""
    return {(name, "a path") for path in folder.rglob("*") for name in searched(str(path.relative_to(folder)), words)}


def in_command_lines(words: Mapping[str, str]) -> Found:
    """Of every process of this machine; Linux only."""
    found: Found = set()
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found |= {(name, "a command line") for name in searched(process.read_bytes(), words)}
        except OSError:
            continue
    return found


def _tables(connection: psycopg.Connection[Any], schemas: Iterable[str]) -> Iterator[tuple[str, str]]:
    yield from connection.execute(
        "select table_schema, table_name from information_schema.tables"
        " where table_schema = any (%s) and table_type = 'BASE TABLE' order by 1, 2",
        (list(schemas),),
    ).fetchall()


def _text(told: object) -> str:
    if isinstance(told, bytes | memoryview):
        packed = bytes(told)
        try:
            return zlib.decompress(packed).decode(errors="replace")
        except zlib.error:
            return packed.decode(errors="replace")
    return told if isinstance(told, str) else json.dumps(told, ensure_ascii=False, default=str)
