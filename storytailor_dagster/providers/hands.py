"""Who stands behind each door in this deployment. Providers are imported when chosen: an unused SDK costs nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from storytailor_dagster.errors import NotSetUp
from storytailor_dagster.providers.doors import CheckModel, PictureModel, SpeechModel, TextModel
from storytailor_dagster.providers.keys import Keys
from storytailor_dagster.settings import Settings
from storytailor_dagster.story.book.model import STUDIO, MadeBy

if TYPE_CHECKING:
    from storytailor_dagster.providers.openai.client import OpenAIClient

OPENAI_KEY, ELEVENLABS_KEY = "OPENAI_API_KEY", "ELEVENLABS_API_KEY"
OPENAI_HOST = "api.openai.com"
PATIENCE_WITH_ANOTHER = 20.0
"""Seconds a busy voice is waited for where another one could speak."""


class Closes(Protocol):
    def close(self) -> None:
        """Ends what it holds open."""
        ...


@runtime_checkable
class HostedVoice(Protocol):
    name: ClassVar[str]

    def reached(self) -> str:
        """What is said of a voice that answers. Free.

        Raises:
            StorytailorError: see faults.py.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class Hands:
    """One provider per door, and how the book's last page speaks of them. `held` is what they hold open."""

    text: TextModel
    picture: PictureModel
    speech: SpeechModel
    check: CheckModel
    made_by: MadeBy = field(default_factory=MadeBy)
    held: tuple[Closes, ...] = ()

    def close(self) -> None:
        """Closes all connections."""
        for one in self.held:
            one.close()


def hands_from(settings: Settings, keys: Keys) -> Hands:
    """The providers that the settings choose. Nothing is asked and no key is read yet.

    Raises:
        NotSetUp: the settings contradict each other.
    """
    held: list[Closes] = []
    return Hands(
        text=_text(settings, keys, held),
        picture=_picture(settings, keys, held),
        speech=_speech(settings, keys, held),
        check=_check(settings, keys, held),
        made_by=MadeBy(words=_writer(settings), pictures=_painter(settings), voice=_voice(settings)),
        held=tuple(held),
    )


def load(settings: Settings) -> None:
    """Loads what the chosen providers' libraries load when they are first used. Nothing is asked and no key is read."""
    if "openai" in (settings.text_provider, settings.picture_provider, settings.moderation):
        from storytailor_dagster.providers.openai import client

        client.load()
    if settings.picture_provider == "openai":
        from storytailor_dagster.providers.studio.illustration import titled

        assert titled  # noqa: S101 - letters the covers of others
    if settings.speech_provider == "elevenlabs":
        from storytailor_dagster.providers.elevenlabs import speech

        speech.load()


def needed_keys(settings: Settings) -> tuple[str, ...]:
    """The names of the keys that the chosen providers can't do without."""
    hosted = {settings.text_provider, settings.picture_provider, settings.speech_provider}
    asks_openai = "openai" in hosted or settings.moderation == "openai"
    found = [OPENAI_KEY] if asks_openai and OPENAI_HOST in settings.openai_base_url else []
    found += [ELEVENLABS_KEY] if "elevenlabs" in hosted else []
    return tuple(found)


def voices(hands: Hands) -> tuple[HostedVoice, ...]:
    """The hosted voices, the second one too."""
    return tuple(one for one in hands.held if isinstance(one, HostedVoice))


def is_moderated(settings: Settings, keys: Keys) -> bool:
    """Whether OpenAI's moderation is asked: always, or where a door is hosted and a key is there.

    Another server that speaks the protocol has no such model, unless it serves OpenAI's own.
    """
    if settings.moderation != "auto":
        return settings.moderation == "openai"
    doors = (settings.text_provider, settings.picture_provider, settings.speech_provider)
    if all(door == STUDIO for door in doors) or not keys.has(OPENAI_KEY):
        return False
    from storytailor_dagster.providers.prices import is_known

    return OPENAI_HOST in settings.openai_base_url or is_known(settings.text_model)


def _openai(settings: Settings, keys: Keys, held: list[Closes]) -> OpenAIClient:
    """One for all doors."""
    from storytailor_dagster.providers.openai.client import OpenAIClient

    for one in held:
        if isinstance(one, OpenAIClient):
            return one
    client = OpenAIClient(keys=keys, base_url=settings.openai_base_url)
    held.append(client)
    return client


def _text(settings: Settings, keys: Keys, held: list[Closes]) -> TextModel:
    if settings.text_provider == STUDIO:
        from storytailor_dagster.providers.studio.text import StudioText

        return StudioText()
    from storytailor_dagster.providers.openai.asking import Asking
    from storytailor_dagster.providers.openai.text import OpenAIText

    return OpenAIText(
        asking=Asking(client=_openai(settings, keys, held)),
        model=settings.text_model,
        tokens=settings.text_tokens,
        seconds=settings.text_seconds,
        temperature=settings.text_temperature,
    )


def _picture(settings: Settings, keys: Keys, held: list[Closes]) -> PictureModel:
    if settings.picture_provider == STUDIO:
        from storytailor_dagster.providers.studio.pictures import StudioPictures

        return StudioPictures()
    from storytailor_dagster.providers.openai.pictures import OpenAIPictures

    return OpenAIPictures(
        client=_openai(settings, keys, held),
        model=settings.picture_model,
        fallback=settings.picture_fallback_model,
        quality=settings.picture_quality,
        seconds=settings.picture_seconds,
    )


def _check(settings: Settings, keys: Keys, held: list[Closes]) -> CheckModel:
    from storytailor_dagster.providers.checks import Checks
    from storytailor_dagster.providers.studio.check import StudioCheck

    studio = StudioCheck()
    moderates = None
    if is_moderated(settings, keys):
        from storytailor_dagster.providers.openai.moderation import OpenAIModeration

        moderates = OpenAIModeration(client=_openai(settings, keys, held), seconds=settings.check_seconds)
    if settings.picture_provider == STUDIO:
        return Checks(looks=studio, listed=studio, moderates=moderates)
    from storytailor_dagster.providers.openai.asking import Asking
    from storytailor_dagster.providers.openai.vision import OpenAIVision

    vision = OpenAIVision(
        asking=Asking(client=_openai(settings, keys, held)),
        model=settings.check_model,
        tokens=settings.check_tokens,
        seconds=settings.check_seconds,
    )
    return Checks(looks=vision, listed=studio, moderates=moderates)


def _speech(settings: Settings, keys: Keys, held: list[Closes]) -> SpeechModel:
    first = _speaker(settings.speech_provider, settings, keys, held)
    if settings.speech_fallback == "none":
        return first
    if settings.speech_provider != "elevenlabs":
        raise NotSetUp(
            "Only ElevenLabs has a fallback.", remedy="Unset STORYTAILOR_SPEECH_FALLBACK, or speak with ElevenLabs."
        )
    from storytailor_dagster.providers.spoken.fallback import SpeechWithFallback

    return SpeechWithFallback(first=first, second=_speaker(settings.speech_fallback, settings, keys, held))


def _speaker(name: str, settings: Settings, keys: Keys, held: list[Closes]) -> SpeechModel:
    if name == STUDIO:
        from storytailor_dagster.providers.studio.speech import StudioSpeech

        return StudioSpeech()
    return (_polly if name == "polly" else _elevenlabs)(settings, keys, held)


def _polly(settings: Settings, keys: Keys, held: list[Closes]) -> SpeechModel:  # noqa: ARG001 - AWS has its own keys
    from storytailor_dagster.providers.polly.client import polly_client
    from storytailor_dagster.providers.polly.speech import PollySpeech
    from storytailor_dagster.providers.prices import speech_cost

    client = partial(
        polly_client,
        region=settings.polly_region,
        endpoint_url=settings.polly_endpoint_url,
        seconds=settings.speech_seconds,
    )
    speech = PollySpeech(
        client=client,
        voice=settings.polly_voice,
        engine=settings.polly_engine,
        seconds=settings.speech_seconds,
        price=partial(speech_cost, "polly", settings.polly_engine),
    )
    held.append(speech)
    return speech


def _elevenlabs(settings: Settings, keys: Keys, held: list[Closes]) -> SpeechModel:
    from storytailor_dagster.providers.elevenlabs.speech import ElevenLabsSpeech
    from storytailor_dagster.providers.prices import speech_cost

    speech = ElevenLabsSpeech(
        key=partial(keys.key, ELEVENLABS_KEY),
        base_url=settings.elevenlabs_base_url,
        model=settings.elevenlabs_model,
        voice=settings.elevenlabs_voice,
        longest=settings.elevenlabs_characters,
        seconds=settings.speech_seconds,
        patience=PATIENCE_WITH_ANOTHER if settings.speech_fallback != "none" else None,
        price=partial(speech_cost, "elevenlabs", settings.elevenlabs_model),
    )
    held.append(speech)
    return speech


def _writer(settings: Settings) -> str:
    return STUDIO if settings.text_provider == STUDIO else settings.text_model


def _painter(settings: Settings) -> str:
    return STUDIO if settings.picture_provider == STUDIO else settings.picture_model


def _voice(settings: Settings) -> str:
    return STUDIO if settings.speech_provider == STUDIO else settings.speech_provider
