"""A story's run as a collector gets it, over HTTP: whole, in one trace, and with nothing of the story in it."""

from __future__ import annotations

import socket
import subprocess
import sys
from uuid import UUID

import pytest

from storytailor_dagster.errors import Permanent
from storytailor_dagster.providers.doubles import Script, doubles
from storytailor_dagster.settings import inherited_environment
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.defs.conftest import House
from storytailor_dagster_tests.telemetry.collector import Collector, facts

ERROR = 2
ENVIRONMENT = inherited_environment()


def words(house: House, story: UUID) -> set[str]:
    """The longer words of the story, its request's too."""
    row = house.row(story)
    told = f"{row.title} {row.content} {row.metadata} {row.activities}"
    return {word for word in "".join(c if c.isalpha() else " " for c in told).split() if len(word) > 8}


def test_a_run_is_one_trace_that_has_the_runs_id(house: House, collector: Collector) -> None:
    story = house.asked(title="Zuzka and the Moon", hero={"name": "Zuzka", "inclusivityTraits": ["vitiligo"]})
    result = house.run(story)
    assert result.success
    assert {span.trace_id for span in collector.spans} == {UUID(result.run_id).bytes}
    (run,) = collector.named("run")
    assert not run.parent_span_id
    steps = [span for span in collector.spans if span.name.startswith("make ")]
    assert {span.name for span in steps} == {f"make {part}" for part in Part}
    assert {span.parent_span_id for span in steps} == {run.span_id}
    for span in steps:
        told = facts(span.attributes)
        assert told["storytailor.story"] == str(story)
        assert told["storytailor.run"] == result.run_id
        assert (told["storytailor.attempt"], told["storytailor.tries"]) == (1, 1)
    assert {span.name for span in collector.spans if span.name.startswith("record ")} == {f"record {p}" for p in Part}


def test_a_call_lies_in_its_step_and_says_who_was_asked(house: House, collector: Collector) -> None:
    house.run(story := house.asked(), (Part.CONTENT,))
    (step,) = collector.named("make content")
    calls = [span for span in collector.spans if span.parent_span_id == step.span_id]
    rows = house.ledger.spending.calls(story)
    assert len(calls) == len(rows)
    told = [facts(call.attributes) for call in calls]
    assert sorted(one["storytailor.purpose"] for one in told) == sorted(row.purpose for row in rows)
    assert {one["storytailor.provider"] for one in told} == {row.provider for row in rows}


def test_no_name_no_trait_and_no_word_of_the_story_is_sent(house: House, collector: Collector) -> None:
    story = house.asked(
        title="Zuzka and the Moon", theme="patience", hero={"name": "Zuzka", "inclusivityTraits": ["vitiligo"]}
    )
    assert house.run(story).success
    assert str(story) in collector.everything
    found = words(house, story)
    assert len(found) > 20
    for word in {"Zuzka", "vitiligo", "patience", "Moon", *found} - {"activities"}:
        assert word not in collector.everything


def test_a_failure_is_told_by_its_code_and_not_in_its_words(house: House, collector: Collector) -> None:
    speech = Script([ZeroDivisionError("Zuzka")])
    picture = Script([Permanent("Not for Zuzka.", code="NO_SUCH_MODEL")])
    house.run(house.asked(), (Part.CONTENT, Part.AUDIO, Part.COVER), hands=doubles(speech=speech, picture=picture))
    told = {span.name: (span.status.code, facts(span.attributes).get("error.type")) for span in collector.spans}
    assert told["make audio"] == (ERROR, "ZeroDivisionError")
    assert told["make cover"] == (ERROR, "NO_SUCH_MODEL")
    assert told["make content"] == (0, None)
    assert "Zuzka" not in collector.everything


def test_a_story_is_made_though_nobody_takes_what_is_sent(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{nobody.getsockname()[1]}")
        story = house.asked()
        assert house.run(story, (Part.CONTENT,)).success
    assert house.states(story)["content"] == "ready"


def test_where_nobody_listens_nothing_of_it_is_loaded() -> None:
    loads = "import sys, storytailor_dagster.warm; print(*(name for name in sys.modules if 'opentelemetry' in name))"
    loaded = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True, env=ENVIRONMENT)
    assert loaded.stdout.strip() == ""
