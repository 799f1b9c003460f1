"""The settings of a deployment whose every door is hosted, by the emulator."""

from __future__ import annotations

from typing import Any

from storytailor_dagster.settings import Settings
from storytailor_dagster_tests.emulator.emulator import KEY, Emulator


def hosted(emulator: Emulator, **other: Any) -> Settings:
    """OpenAI writes, draws and checks, ElevenLabs speaks; nobody waits for anybody."""
    given: dict[str, Any] = {
        "text_provider": "openai",
        "picture_provider": "openai",
        "speech_provider": "elevenlabs",
        "openai_api_key": KEY,
        "openai_base_url": emulator.openai_url,
        "elevenlabs_api_key": KEY,
        "elevenlabs_base_url": emulator.url,
        "polly_endpoint_url": emulator.url,
        "text_seconds": 30.0,
        "picture_seconds": 30.0,
        "check_seconds": 30.0,
        "speech_seconds": 30.0,
        "patience_seconds": 2.0,
    }
    return Settings(**{**given, **other})
