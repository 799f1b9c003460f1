"""Every alarm in the code has an entry in the runbook, and every entry is of an alarm there is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from storytailor_dagster.defs.health.alarms import OPERATORS, OTHERS
from storytailor_dagster.defs.health.looks import LOOKS
from storytailor_dagster.defs.sensors import SENSORS
from storytailor_dagster.defs.sensors.figures import figures
from storytailor_dagster.providers.faults import FAULTS
from storytailor_dagster_tests.docs.test_tables import ROOT, rows

ROOMS = ("defs", "ledger", "providers", "store", "telemetry")
KINDS = {"PERMANENT", "STORYTAILOR_ERROR", "TRANSIENT"}
"""What no error has in the end: whoever raises one of these kinds names a code."""
API_S = {"CHARACTER_QUOTA_EXCEEDED", "STORY_QUOTA_EXCEEDED", "WEBHOOK_NOT_FOUND", "TOO_MANY_WEBHOOKS"}


def given(tree: ast.AST) -> Iterator[str]:
    """Codes that are written as `code="…"`, or as a class's `code`."""
    for node in ast.walk(tree):
        named = isinstance(node, ast.keyword) and node.arg == "code"
        own = isinstance(node, ast.Assign) and [getattr(one, "id", "") for one in node.targets] == ["code"]
        if isinstance(node, ast.keyword | ast.Assign) and (named or own) and isinstance(node.value, ast.Constant):
            yield str(node.value.value)


def codes() -> set[str]:
    """All that a part may fail with, but for what `story/` and `character/` refuse in a request."""
    package = ROOT / "storytailor_dagster"
    files: list[Path] = [
        package / "errors.py",
        package / "settings.py",
        *(file for room in ROOMS for file in (package / room).rglob("*.py")),
    ]
    found = {code for file in files for code in given(ast.parse(file.read_text()))}
    return {code for code in found if re.fullmatch("[A-Z_]+", code)} | {fault.code for fault in FAULTS}


def test_every_alarm_has_an_entry_and_every_entry_an_alarm() -> None:
    named = [re.findall(r"`(\w+)`", row[0]) for row in rows("docs/operating.md", after="## What wakes you")]
    listed = [alarm for names in named for alarm in names]
    alarms = {look.__name__ for look in LOOKS} | {one.name for one in (*SENSORS, figures)} | OPERATORS
    assert set(listed) == alarms
    assert len(listed) == len(alarms)


def test_every_entry_says_what_it_means_what_to_look_at_and_what_to_do() -> None:
    for row in rows("docs/operating.md", after="## What wakes you"):
        assert len(row) == 4
        assert all(row)


def test_every_code_is_somebodys_to_mend() -> None:
    assert not OPERATORS & OTHERS
    assert codes() - KINDS - API_S <= OPERATORS | OTHERS
    assert OPERATORS - codes() == {"SOUND_BROKEN", "UNEXPECTED"}


def test_every_look_is_in_the_table_of_looks() -> None:
    told = [row[0].strip("`") for row in rows("docs/operating.md", after="## Is all well?")]
    assert told == [look.__name__ for look in LOOKS]
