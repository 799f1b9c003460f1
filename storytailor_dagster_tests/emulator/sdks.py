"""Each provider's own SDK pointed at an emulator, and one plain call at every door. Nothing here tries again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from elevenlabs import ElevenLabs
from elevenlabs.core.api_error import ApiError
from openai import APIStatusError, OpenAI

from storytailor_dagster_tests.emulator.emulator import Emulator

PIXEL = "data:image/png;base64,iVBORw0KGgo="
SPOKEN = {"Engine": "neural", "VoiceId": "Ruth"}


@contextmanager
def openai_sdk(emulator: Emulator, *, key: str | None = None, seconds: float = 20.0) -> Iterator[OpenAI]:
    with OpenAI(
        api_key=key or emulator.key,
        base_url=emulator.openai_url,
        max_retries=0,
        timeout=seconds,
        _strict_response_validation=True,
    ) as client:
        yield client


@contextmanager
def elevenlabs_sdk(emulator: Emulator, *, seconds: float = 20.0) -> Iterator[ElevenLabs]:
    client = ElevenLabs(api_key=emulator.key, base_url=emulator.url, timeout=seconds)
    with closing(client._client_wrapper.httpx_client.httpx_client):
        yield client


@contextmanager
def polly_sdk(emulator: Emulator, *, key: str | None = None, seconds: float = 20.0) -> Iterator[Any]:
    session = boto3.Session(aws_access_key_id=key or emulator.key, aws_secret_access_key="secret")
    patience = Config(retries={"total_max_attempts": 1}, read_timeout=seconds)
    with closing(
        session.client("polly", region_name="us-east-1", endpoint_url=emulator.url, config=patience)
    ) as client:
        yield client


def call(emulator: Emulator, door: str, *, seconds: float = 20.0) -> Any:
    """One call at a door, to its end. Raises what the SDK raises."""
    if door == "speech":
        with elevenlabs_sdk(emulator, seconds=seconds) as client:
            return client.text_to_speech.convert_with_timestamps(
                "voice", text="A fox. A kite.", model_id="m", request_options={"max_retries": 0}
            )
    if door == "polly":
        with polly_sdk(emulator, seconds=seconds) as client:
            return client.synthesize_speech(**SPOKEN, Text="A fox. A kite.", OutputFormat="mp3")["AudioStream"].read()
    with openai_sdk(emulator, seconds=seconds) as client:
        if door == "picture":
            return client.images.generate(model="gpt-image-2", prompt="a fox", size="1536x1024")
        if door == "moderation":
            return client.moderations.create(input="a fox")
        return client.responses.create(model="gpt-6-luna", input=_asked(door), text={"format": {"type": "json_object"}})


def status_of(error: Exception) -> int:
    """The status that an SDK's error came of."""
    match error:
        case APIStatusError() | ApiError():
            return error.status_code or 0
        case ClientError():
            return int(error.response["ResponseMetadata"]["HTTPStatusCode"])
    raise error


def _asked(door: str) -> Any:
    if door == "text":
        return '{"hero": {"name": "Zuzka"}, "title": null}'
    shown = {"type": "input_image", "image_url": PIXEL, "detail": "high"}
    told = {"type": "input_text", "text": '{"traits": [{"trait": "glasses"}]}'}
    return [{"role": "user", "content": [told, shown]}]
