"""The tables in the docs say what the code says."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import partial
from itertools import dropwhile, takewhile
from pathlib import Path
from typing import get_args

from pydantic import AliasChoices
from pydantic_core import PydanticUndefined

from storytailor_dagster.api.app import app
from storytailor_dagster.defs.checks import CHECKS
from storytailor_dagster.providers.faults import FAULTS
from storytailor_dagster.providers.openai.moderation import MODEL as MODERATION
from storytailor_dagster.providers.prices import SPEECH, token_cost
from storytailor_dagster.settings import Settings
from storytailor_dagster.story.verdict import GRAVE, Matter
from storytailor_dagster.subjects import SUBJECTS, more_tries, needs_of
from storytailor_dagster_tests.docs.traits_page import page

ROOT = Path(__file__).parents[2]


def rows(document: str, *, after: str = "# ") -> list[list[str]]:
    """The cells of the first table behind a heading."""
    lines = iter((ROOT / document).read_text().partition(after)[2].splitlines())
    table = list(takewhile(lambda line: line.startswith("|"), dropwhile(lambda line: not line.startswith("|"), lines)))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


def variable(name: str) -> str:
    alias = Settings.model_fields[name].validation_alias
    return str(alias.choices[0]) if isinstance(alias, AliasChoices) else f"STORYTAILOR_{name.upper()}"


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
            f"`{subject.name}/{part}`",
            ", ".join(need.value for need in needs_of(part)),
            str(more_tries(part)),
            ", ".join(f"**{check.name}**" if check.blocks else check.name for check in CHECKS[part]),
        ]
        for subject in SUBJECTS
        for part in subject.parts
    ]
    assert rows("docs/assets.md") == expected


def test_the_page_of_traits_is_the_catalogue_s() -> None:
    assert (ROOT / "docs/traits.md").read_text() == page()


def test_every_refusal_is_in_the_table_with_what_is_done() -> None:
    expected = [
        [
            fault.provider,
            str(fault.status or "any"),
            f"`{fault.answers}`" if fault.answers else "any other",
            fault.does.value,
            f"`{fault.code}`",
        ]
        for fault in FAULTS
    ]
    assert rows("docs/providers.md", after="## What a refusal means") == expected


def test_every_price_of_our_own_is_in_the_table_with_its_date() -> None:
    expected = [[price.provider, f"`{price.model}`", str(price.per_million), str(price.as_of)] for price in SPEECH]
    assert rows("docs/providers.md", after="## Money") == expected


def test_the_default_models_cost_what_the_table_says() -> None:
    million = 1_000_000
    table = rows("docs/providers.md", after="The default models")
    told = {row[0].strip("`"): [Decimal(cell) for cell in row[1:]] for row in table}
    assert not any(told.pop(MODERATION))
    names = ("text_model", "picture_model", "picture_fallback_model", "check_model")
    assert set(told) == {str(Settings.model_fields[name].default) for name in names}
    for model, (words, pictures, out) in told.items():
        # A hundredth of it, since long prompts may be dearer.
        few = partial(token_cost, model=model)
        assert few(input_tokens=million // 100, output_tokens=0) * 100 == words
        assert few(input_tokens=million // 100, output_tokens=0, input_image_tokens=million // 100) * 100 == pictures
        assert few(input_tokens=0, output_tokens=million // 100) * 100 == out


def test_every_setting_that_the_doors_name_is_one() -> None:
    named = set(re.findall(r"`((?:STORYTAILOR|OPENAI|ELEVENLABS)_[A-Z_]+)", (ROOT / "docs/providers.md").read_text()))
    assert named <= {variable(name) for name in Settings.model_fields}


def test_every_door_has_a_row_for_each_who_may_stand_behind_it() -> None:
    doors = {(row[0], row[1].strip("`")) for row in rows("docs/providers.md", after="## Doors")}
    for door in ("text", "picture", "speech"):
        chosen = get_args(Settings.model_fields[f"{door}_provider"].annotation)
        assert {name for of, name in doors if of == door} == set(chosen)


def test_every_matter_of_a_verdict_is_in_the_table() -> None:
    graves, others = (set(row[0].split(", ")) for row in rows("docs/providers.md", after="## What a verdict means"))
    assert graves == {matter.value for matter in GRAVE}
    assert graves | others == {matter.value for matter in Matter}


def test_every_path_of_the_api_is_in_the_table() -> None:
    secret = "a-secret-that-is-long-enough-to-sign-with"
    paths = app(Settings(database_url="postgresql://x@127.0.0.1/x", supabase_jwt_secret=secret)).openapi()["paths"]
    expected = [
        [method.upper(), f"`{path}`", about["summary"]]
        for path, methods in paths.items()
        for method, about in methods.items()
    ]
    assert sorted(rows("docs/clients.md", after="## Paths")) == sorted(expected)


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
