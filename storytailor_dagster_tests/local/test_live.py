"""`storytailor doctor --live`: what it says of an address and a key, by real calls to the emulator."""

from __future__ import annotations

from typing import Any

import pytest

from storytailor_dagster.local.doctor import Report
from storytailor_dagster.local.live import ask_providers
from storytailor_dagster_tests.emulator import Emulator
from storytailor_dagster_tests.emulator.settings import hosted

MODELS = ("text model", "picture model", "last try's model", "check model")


def told(emulator: Emulator, **settings: Any) -> dict[str, Report]:
    given = {"speech_provider": "studio", "moderation": "words", **settings}
    return {report.what: report for report in ask_providers(hosted(emulator, **given))}


def test_an_address_and_its_models_are_there(emulator: Emulator) -> None:
    reports = told(emulator)
    assert list(reports) == ["OPENAI_BASE_URL", *MODELS, "text call"]
    assert all(report.remedy is None for report in reports.values())


@pytest.mark.parametrize("ending", ["", "/"])
def test_an_address_without_v1_is_told_as_such_and_nothing_else_is_asked(emulator: Emulator, ending: str) -> None:
    reports = told(emulator, openai_base_url=emulator.url + ending)
    (report,) = reports.values()
    assert "/v1" in report.says
    assert report.remedy == "Set OPENAI_BASE_URL to the same address with /v1 at its end."
    assert emulator.url not in report.says + report.remedy
    assert len(emulator.calls) == 1


def test_another_path_that_ends_well_is_not_blamed_on_its_ending(emulator: Emulator) -> None:
    reports = told(emulator, openai_base_url=f"{emulator.url}/gateway/v1")
    assert reports["OPENAI_BASE_URL"].says == "answers, and lists no models"
    assert "no such model" in reports["text model"].says


def test_a_missing_key_is_missing_and_a_wrong_one_wrong_whoever_asks_for_it(emulator: Emulator) -> None:
    (missing,) = told(emulator, openai_api_key=None).values()
    assert missing.says == "The server at OPENAI_BASE_URL asks for a key, and OPENAI_API_KEY is not set."
    assert missing.remedy == "Set OPENAI_API_KEY, then `storytailor retry STORY`."
    (wrong,) = told(emulator, openai_api_key="a-wrong-key").values()
    assert "does not know the key" in wrong.says
    assert "Set a key that works (OPENAI_API_KEY)" in str(wrong.remedy)
