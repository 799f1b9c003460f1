"""The tables in the docs say what the code says."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic_core import PydanticUndefined

from storytailor_dagster.defs.checks import CHECKS
from storytailor_dagster.settings import Settings
from storytailor_dagster.story.parts import MORE_TRIES, NEEDS, Part

ROOT = Path(__file__).parents[2]


def rows(document: str) -> list[list[str]]:
    lines = (ROOT / document).read_text().splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [row for row in cells if not set(row[0]) <= {"-"}][1:]


def variable(name: str) -> str:
    return "DATABASE_URL" if name == "database_url" else f"STORYTAILOR_{name.upper()}"


def test_every_setting_is_in_the_table_with_its_default_and_purpose() -> None:
    expected = []
    for name, field in Settings.model_fields.items():
        assert field.default is not PydanticUndefined
        default = "" if field.default is None else f"`{field.default}`"
        expected.append([f"`{variable(name)}`", default, field.description])
    assert rows("docs/settings.md") == expected


def test_the_example_names_every_setting() -> None:
    named = re.findall(r"^# ([A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert named == [variable(name) for name in Settings.model_fields]


def test_every_asset_is_in_the_table_with_needs_tries_and_checks() -> None:
    expected = [
        [
            f"`story/{part}`",
            ", ".join(need.value for need in NEEDS[part]),
            str(MORE_TRIES[part]),
            ", ".join(f"**{check.name}**" if check.blocks else check.name for check in CHECKS[part]),
        ]
        for part in Part
    ]
    assert rows("docs/assets.md") == expected


def test_every_decision_is_in_the_list() -> None:
    listed = re.findall(r"\]\((\d{4}-[a-z0-9-]+\.md)\)", (ROOT / "docs/decisions/README.md").read_text())
    assert listed == sorted(path.name for path in (ROOT / "docs/decisions").glob("0*.md"))


def test_nothing_but_the_settings_reads_the_environment() -> None:
    reads = re.compile(r"os\.environ|os\.getenv|environ\[")
    found = [path for path in (ROOT / "storytailor_dagster").rglob("*.py") if reads.search(path.read_text())]
    assert [path.name for path in found] == ["settings.py"]


def test_no_module_is_much_longer_than_three_hundred_lines() -> None:
    for package in ("storytailor_dagster", "storytailor_dagster_tests"):
        long = [p for p in (ROOT / package).rglob("*.py") if len(p.read_text().splitlines()) > 320]
        assert long == []
