"""The emulator by the real SDKs: what it answers is what they expect, and its faults are faults to them."""

from __future__ import annotations

import base64
import io
import json
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import elevenlabs
import openai
import pytest
from elevenlabs.core.api_error import ApiError
from PIL import Image

from storytailor_dagster.settings import inherited_environment
from storytailor_dagster.story.picture_checks import check_picture
from storytailor_dagster.story.sound import mp3_seconds
from storytailor_dagster.story.text import Beat, KeyBeat, StoryText
from storytailor_dagster.story.text_checks import check_text
from storytailor_dagster_tests.emulator import Emulator, Fault, Rule
from storytailor_dagster_tests.emulator.sdks import PIXEL, SPOKEN, call, elevenlabs_sdk, openai_sdk, polly_sdk
from storytailor_dagster_tests.emulator.stories import story

EMULATOR = "storytailor_dagster_tests.emulator"
STRICT = {
    "type": "object",
    "properties": {"title": {"type": "string"}},
    "required": ["title"],
    "additionalProperties": False,
}
ASKED = json.dumps({"hero": {"name": "Zuzka"}, "title": "A Given Title"})


@pytest.fixture
def sdk(emulator: Emulator) -> Iterator[openai.OpenAI]:
    with openai_sdk(emulator) as client:
        yield client


@pytest.fixture
def speaker(emulator: Emulator) -> Iterator[elevenlabs.ElevenLabs]:
    with elevenlabs_sdk(emulator) as client:
        yield client


@pytest.fixture
def polly(emulator: Emulator) -> Iterator[Any]:
    with polly_sdk(emulator) as client:
        yield client


def test_openai_writes_a_story_by_either_protocol(sdk: openai.OpenAI, emulator: Emulator) -> None:
    shape: Any = {"name": "story", "schema": STRICT, "strict": True}
    written: Any = {"format": {"type": "json_schema", **shape}}
    answer = sdk.responses.create(model="gpt-6-luna", input=ASKED, store=False, text=written)
    assert answer.usage is not None
    assert answer.usage.total_tokens == answer.usage.input_tokens + answer.usage.output_tokens
    completion = sdk.chat.completions.create(
        model="gpt-6-luna",
        messages=[{"role": "user", "content": ASKED}],
        response_format={"type": "json_schema", "json_schema": shape},
    )
    for text in (answer.output_text, completion.choices[0].message.content or ""):
        found = json.loads(text)
        assert found["title"] == "A Given Title"
        assert all("Zuzka" in beat["content"] for beat in found["beats"])
    assert [one.door for one in emulator.calls] == ["text", "text"]


@pytest.mark.parametrize("name", ["Bo", "Zuzka", "Maximiliane"])
def test_its_stories_are_worth_reading_at_five(name: str) -> None:
    for trouble in range(6):
        told = story({"hero": {"name": name}, "trouble": trouble})
        beats = tuple(Beat(id=f"beat-{n}", content=beat.pop("content")) for n, beat in enumerate(told["beats"], 1))
        briefs = tuple(KeyBeat(beat_number=n, **beat) for n, beat in enumerate(told.pop("beats"), 1))
        findings = check_text(StoryText(**told, beats=beats, key_beats=briefs), age=5)
        assert [finding.summary for finding in findings if not finding.passed] == []


def test_openai_checks_what_it_is_shown(emulator: Emulator) -> None:
    verdict = json.loads(call(emulator, "check").output_text)
    assert verdict.pop("traits") == [{"trait": "glasses", "answers": [], "fine": True, "says": ""}]
    assert {name: point["fine"] for name, point in verdict.items()} == dict.fromkeys(
        ("hero", "likeness", "scene", "letters", "fright", "limbs"), True
    )


def test_openai_draws_edits_and_lists(sdk: openai.OpenAI) -> None:
    drawn = sdk.images.generate(model="gpt-image-2.5-flare", prompt="a fox", size="1536x1024")
    assert drawn.data is not None
    assert drawn.usage is not None
    png = base64.b64decode(drawn.data[0].b64_json or "")
    assert Image.open(io.BytesIO(png)).size == (1536, 1024)
    edited = sdk.images.edit(
        model="gpt-image-2.5-flare", prompt="the fox sleeps", size="1536x1024", image=[("a.png", png, "image/png")] * 2
    )
    assert edited.usage is not None
    assert edited.usage.input_tokens_details.image_tokens == 2000
    assert all(finding.passed for finding in check_picture(png))
    assert sdk.models.retrieve("gpt-6-luna").id == "gpt-6-luna"
    assert "gpt-image-2" in [model.id for model in sdk.models.list()]


def test_openai_refuses_what_the_real_one_refuses(sdk: openai.OpenAI, emulator: Emulator) -> None:
    with pytest.raises(openai.NotFoundError):
        sdk.images.generate(model="dall-e-3", prompt="a fox")
    with pytest.raises(openai.BadRequestError, match="16"):
        sdk.images.generate(model="gpt-image-2", prompt="a fox", size="1000x1000")
    drawn: dict[str, Any] = {"model": "gpt-image-2", "prompt": "a fox"}
    with pytest.raises(openai.BadRequestError, match="no image"):
        sdk.images.edit(**drawn, image=("a.png", b"no picture", "image/png"))
    with pytest.raises(openai.BadRequestError, match="One to sixteen"):
        sdk.images.edit(**drawn, image=[("a.png", b"no picture", "image/png")] * 17)
    with pytest.raises(openai.BadRequestError, match="input_fidelity"):
        sdk.images.generate(**drawn, extra_body={"input_fidelity": "high"})
    loose: dict[str, Any] = {"type": "object", "properties": {"a": {"type": "string"}}}
    with pytest.raises(openai.BadRequestError, match="schema"):
        sdk.responses.create(
            model="gpt-6-luna",
            input="{}",
            text={"format": {"type": "json_schema", "name": "x", "schema": loose, "strict": True}},
        )
    with openai_sdk(emulator, key="sk-somebody's") as stranger, pytest.raises(openai.AuthenticationError):
        stranger.models.list()


def test_openai_moderates(sdk: openai.OpenAI, emulator: Emulator) -> None:
    assert [one.flagged for one in sdk.moderations.create(input=["a", "b"]).results] == [False, False]
    emulator.rule(Rule(door="moderation", fault=Fault.FLAGGED, says="violence"))
    (result,) = sdk.moderations.create(input="c").results
    assert result.flagged
    assert result.categories.violence
    shown: Any = [{"type": "text", "text": "a"}, {"type": "image_url", "image_url": {"url": PIXEL}}]
    (both,) = sdk.moderations.create(input=shown).results
    assert both.category_applied_input_types.violence == ["text", "image"]


def test_elevenlabs_speaks_with_a_time_for_every_character(speaker: elevenlabs.ElevenLabs) -> None:
    text = "Ein Fuchs.\n\nEin Kite, ein  Fuchs.\n"
    answer = speaker.text_to_speech.convert_with_timestamps("voice", text=text, model_id="m")
    told = answer.alignment
    assert told is not None
    assert "".join(told.characters) == text
    starts, ends = told.character_start_times_seconds, told.character_end_times_seconds
    assert starts[1:] == ends[:-1]
    assert starts == sorted(set(starts))
    assert mp3_seconds(base64.b64decode(answer.audio_base_64)) == pytest.approx(ends[-1], abs=0.2)


def test_elevenlabs_tells_of_itself_and_refuses_long_texts(speaker: elevenlabs.ElevenLabs) -> None:
    assert speaker.user.subscription.get().status == "active"
    assert speaker.voices.get_all().voices
    with pytest.raises(ApiError) as refused:
        speaker.text_to_speech.convert_with_timestamps("voice", text="a" * 10_001, model_id="m")
    assert refused.value.body["detail"]["status"] == "max_character_limit_exceeded"


def test_polly_speaks_and_marks_bytes(polly: Any) -> None:
    asked = {**SPOKEN, "Text": "“Où?” said Zoë."}
    answer = polly.synthesize_speech(**asked, OutputFormat="mp3")
    assert mp3_seconds(answer["AudioStream"].read()) > 0.5
    told = polly.synthesize_speech(**asked, OutputFormat="json", SpeechMarkTypes=["word"])["AudioStream"].read()
    marks = [json.loads(line) for line in told.decode().splitlines()]
    whole = asked["Text"].encode()
    assert [whole[mark["start"] : mark["end"]].decode() for mark in marks] == ["Où", "said", "Zoë"]


def test_polly_marks_sentences_before_their_words_and_lists_voices(polly: Any) -> None:
    told = polly.synthesize_speech(
        **SPOKEN, Text="“Où?” Zoë sat.", OutputFormat="json", SpeechMarkTypes=["sentence", "word"]
    )["AudioStream"].read()
    marks = [json.loads(line) for line in told.decode().splitlines()]
    assert [mark["value"] for mark in marks] == ["“Où?”", "Où", "Zoë sat.", "Zoë", "sat"]
    assert [voice["Id"] for voice in polly.describe_voices()["Voices"]] == ["Ruth"]


def test_polly_refuses_long_texts_and_strangers(polly: Any, emulator: Emulator) -> None:
    with pytest.raises(polly.exceptions.TextLengthExceededException):
        polly.synthesize_speech(**SPOKEN, Text="a " * 2000, OutputFormat="mp3")
    with (
        polly_sdk(emulator, key="somebody's") as stranger,
        pytest.raises(stranger.exceptions.ClientError, match="UnrecognizedClient"),
    ):
        stranger.synthesize_speech(**SPOKEN, Text="a", OutputFormat="mp3")


def test_a_rule_strikes_after_as_many_calls_as_often_as_told(sdk: openai.OpenAI, emulator: Emulator) -> None:
    emulator.rule(Rule(door="moderation", fault=Fault.OVERLOADED, after=1, times=2))
    seen = []
    for _ in range(4):
        try:
            sdk.moderations.create(input="a")
            seen.append(200)
        except openai.APIStatusError as error:
            seen.append(error.status_code)
    assert seen == [200, 503, 503, 200]
    assert [one.status for one in emulator.calls] == seen
    assert [one.billed for one in emulator.calls] == [True, False, False, True]


def test_a_rule_may_ask_for_words_and_for_patience(sdk: openai.OpenAI, emulator: Emulator) -> None:
    emulator.rule(Rule(door="*", fault=Fault.RATE_LIMIT, containing="owl", retry_after=7))
    sdk.moderations.create(input="a fox")
    with pytest.raises(openai.RateLimitError) as refused:
        sdk.moderations.create(input="an owl")
    assert refused.value.response.headers["retry-after"] == "7"


def test_a_fault_that_makes_no_sense_at_a_door_is_no_rule() -> None:
    with pytest.raises(ValueError, match="no sense"):
        Rule(door="text", fault=Fault.BROKEN_PICTURE)
    with pytest.raises(ValueError, match="no door"):
        Rule(door="window", fault=Fault.CUT)


def test_what_was_bought_twice_is_told(sdk: openai.OpenAI, emulator: Emulator) -> None:
    for prompt in ("a fox", "an owl", "a fox"):
        sdk.images.generate(model="gpt-image-2", prompt=prompt, size="1024x1024")
    assert [one.number for one in emulator.bought_twice()] == [3]


@contextmanager
def by_itself() -> Iterator[tuple[subprocess.Popen[str], str]]:
    with subprocess.Popen(
        [sys.executable, "-m", EMULATOR],
        env=inherited_environment(),
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        yield running, running.stdout.readline().strip()
        running.kill()


def told(url: str, rule: dict[str, Any]) -> int:
    with urllib.request.urlopen(f"{url}/_rules", data=json.dumps(rule).encode(), timeout=5) as answer:
        return int(answer.status)


def test_it_runs_by_itself_and_is_told_by_http() -> None:
    with by_itself() as (running, url):
        told(url, {"door": "moderation", "fault": "overloaded"})
        with pytest.raises(urllib.error.HTTPError, match="400") as refused:
            told(url, {"door": "moderation", "fault": "bomb"})
        refused.value.close()
        with openai.OpenAI(api_key=Emulator.key, base_url=f"{url}/v1", max_retries=0) as client:
            with pytest.raises(openai.InternalServerError):
                client.moderations.create(input="a")
            client.moderations.create(input="a")
        with urllib.request.urlopen(f"{url}/_calls", timeout=5) as answer:
            calls = json.loads(answer.read())
        assert [one["status"] for one in calls] == [503, 200]
        running.terminate()
        assert running.wait(10) == 0


def test_it_stops_although_somebody_waits_for_an_answer() -> None:
    with by_itself() as (running, url):
        told(url, {"door": "moderation", "fault": "hang", "seconds": 600})
        with (
            openai.OpenAI(api_key=Emulator.key, base_url=f"{url}/v1", max_retries=0, timeout=0.2) as client,
            pytest.raises(openai.APITimeoutError),
        ):
            client.moderations.create(input="a")
        running.send_signal(signal.SIGINT)
        assert running.wait(10) == 0


def test_it_ends_with_its_parent() -> None:
    parent = f"import subprocess, time; subprocess.Popen([{sys.executable!r}, '-m', {EMULATOR!r}]); time.sleep(600)"
    with subprocess.Popen(
        [sys.executable, "-c", parent], env=inherited_environment(), stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline().startswith("http")
        running.kill()
        assert running.stdout.read() == ""  # its end comes when nobody holds the pipe any more
