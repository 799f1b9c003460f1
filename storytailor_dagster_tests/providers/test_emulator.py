"""The emulator by the real SDKs: what it answers is what they expect, and its faults are faults to them."""

from __future__ import annotations

import base64
import io
import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from typing import Any

import boto3
import elevenlabs
import openai
import pytest
from elevenlabs.core.api_error import ApiError
from PIL import Image

from storytailor_dagster.settings import inherited_environment
from storytailor_dagster.story.sound import mp3_seconds
from storytailor_dagster_tests.emulator import Emulator, Fault, Rule
from storytailor_dagster_tests.emulator.rules import DOORS


@pytest.fixture
def sdk(emulator: Emulator) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(api_key=emulator.key, base_url=emulator.openai_url, max_retries=0) as client:
        yield client


@pytest.fixture
def polly(emulator: Emulator) -> Iterator[Any]:
    client = boto3.Session().client("polly", region_name="us-east-1", endpoint_url=emulator.url)
    yield client
    client.close()


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
    assert sdk.models.retrieve("gpt-6-luna").id == "gpt-6-luna"


def test_openai_refuses_what_the_real_one_refuses(sdk: openai.OpenAI) -> None:
    with pytest.raises(openai.NotFoundError):
        sdk.images.generate(model="dall-e-3", prompt="a fox")
    with pytest.raises(openai.BadRequestError, match="16"):
        sdk.images.generate(model="gpt-image-2", prompt="a fox", size="1000x1000")
    loose: dict[str, Any] = {"type": "object", "properties": {"a": {"type": "string"}}}
    with pytest.raises(openai.BadRequestError, match="schema"):
        sdk.responses.create(
            model="gpt-6-luna",
            input="{}",
            text={"format": {"type": "json_schema", "name": "x", "schema": loose, "strict": True}},
        )
    with (
        openai.OpenAI(api_key="sk-somebody's", base_url=sdk.base_url, max_retries=0) as stranger,
        pytest.raises(openai.AuthenticationError),
    ):
        stranger.models.list()


def test_openai_moderates(sdk: openai.OpenAI, emulator: Emulator) -> None:
    assert [one.flagged for one in sdk.moderations.create(input=["a", "b"]).results] == [False, False]
    emulator.rule(Rule(door="moderation", fault=Fault.FLAGGED, says="violence"))
    (result,) = sdk.moderations.create(input="c").results
    assert result.flagged
    assert result.categories.violence


def test_elevenlabs_speaks_with_a_time_for_every_character(emulator: Emulator) -> None:
    client = elevenlabs.ElevenLabs(api_key=emulator.key, base_url=emulator.url)
    answer = client.text_to_speech.convert_with_timestamps("voice", text="Ein Fuchs, ein Kite.", model_id="m")
    assert answer.alignment is not None
    assert "".join(answer.alignment.characters) == "Ein Fuchs, ein Kite."
    assert mp3_seconds(base64.b64decode(answer.audio_base_64)) > 1
    emulator.rule(Rule(door="speech", fault=Fault.QUOTA))
    with pytest.raises(ApiError) as refused:
        client.text_to_speech.convert_with_timestamps("voice", text="Nein.", model_id="m")
    assert refused.value.status_code == 401
    client._client_wrapper.httpx_client.httpx_client.close()


def test_polly_speaks_and_marks_bytes(polly: Any) -> None:
    asked = {"Engine": "neural", "VoiceId": "Ruth", "Text": "“Où?” said Zoë."}
    answer = polly.synthesize_speech(**asked, OutputFormat="mp3")
    assert mp3_seconds(answer["AudioStream"].read()) > 0.5
    told = polly.synthesize_speech(**asked, OutputFormat="json", SpeechMarkTypes=["word"])["AudioStream"].read()
    marks = [json.loads(line) for line in told.decode().splitlines()]
    whole = asked["Text"].encode()
    assert [whole[mark["start"] : mark["end"]].decode() for mark in marks] == ["Où", "said", "Zoë"]


def test_polly_refuses_long_texts_and_strangers(polly: Any, emulator: Emulator) -> None:
    with pytest.raises(polly.exceptions.TextLengthExceededException):
        polly.synthesize_speech(Engine="neural", VoiceId="Ruth", Text="a " * 2000, OutputFormat="mp3")
    stranger = boto3.Session().client(
        "polly", region_name="us-east-1", endpoint_url=emulator.url, aws_access_key_id="x", aws_secret_access_key="x"
    )
    with pytest.raises(stranger.exceptions.ClientError, match="UnrecognizedClient"):
        stranger.synthesize_speech(Engine="neural", VoiceId="Ruth", Text="a", OutputFormat="mp3")
    stranger.close()


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
    assert [call.status for call in emulator.calls] == seen
    assert [call.billed for call in emulator.calls] == [True, False, False, True]


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


@pytest.mark.parametrize("door", DOORS)
def test_every_door_can_fail_in_every_common_way(door: str) -> None:
    for fault in (Fault.RATE_LIMIT, Fault.QUOTA, Fault.BAD_KEY, Fault.CUT, Fault.RESET, Fault.HANG, Fault.HUGE):
        assert Rule(door=door, fault=fault).times == 1


def test_what_was_bought_twice_is_told(sdk: openai.OpenAI, emulator: Emulator) -> None:
    for prompt in ("a fox", "an owl", "a fox"):
        sdk.images.generate(model="gpt-image-2", prompt=prompt, size="1024x1024")
    assert [call.number for call in emulator.bought_twice()] == [3]


def test_it_runs_by_itself_and_is_told_by_http() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "storytailor_dagster_tests.emulator"],
        env=inherited_environment(),
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        url = running.stdout.readline().strip()
        rule = json.dumps({"door": "moderation", "fault": "overloaded"}).encode()
        urllib.request.urlopen(f"{url}/_rules", data=rule, timeout=5).close()
        with openai.OpenAI(api_key=Emulator.key, base_url=f"{url}/v1", max_retries=0) as client:
            with pytest.raises(openai.InternalServerError):
                client.moderations.create(input="a")
            client.moderations.create(input="a")
        with urllib.request.urlopen(f"{url}/_calls", timeout=5) as answer:
            calls = json.loads(answer.read())
        assert [call["status"] for call in calls] == [503, 200]
        running.terminate()
        assert running.wait(10) == 0
