"""One cheap call to each hosted provider that is set up, and what came of it. Costs less than a cent in all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

from storytailor_dagster.defs.health.deployment import moderated
from storytailor_dagster.defs.secrets import SettingsKeys
from storytailor_dagster.errors import Objection, StorytailorError
from storytailor_dagster.local.doctor import Report
from storytailor_dagster.providers.hands import Hands, hands_from, is_moderated
from storytailor_dagster.providers.till import OpenTill
from storytailor_dagster.settings import Settings

_BEATS = ("One.", "Two.", "Three.", "Four.")


def ask_providers(settings: Settings) -> Iterator[Report]:
    """A report for each; never raises for what it finds."""
    keys = SettingsKeys(settings)
    doors = (settings.text_provider, settings.picture_provider, settings.speech_provider)
    if set(doors) == {"studio"} and settings.moderation != "openai":
        yield Report(what="hosted providers", says="none is set up")
        return
    with closing(hands_from(settings, keys)) as hands:
        if "openai" in doors:
            yield from _models(settings, keys)
        if is_moderated(settings, keys):
            yield _asked("moderation", lambda: moderated(hands))
        if settings.speech_provider != "studio":
            yield _asked(f"{settings.speech_provider} speech", lambda: _spoken(hands))
    if settings.speech_fallback == "polly":
        other = settings.model_copy(update={"speech_provider": "polly", "speech_fallback": "none"})
        with closing(hands_from(other, keys)) as second:
            yield _asked("polly speech", lambda: _spoken(second))


def _models(settings: Settings, keys: SettingsKeys) -> Iterator[Report]:
    from storytailor_dagster.providers.openai.client import OpenAIClient

    named = {
        "text model": settings.text_model if settings.text_provider == "openai" else None,
        "picture model": settings.picture_model if settings.picture_provider == "openai" else None,
        "last try's model": settings.picture_fallback_model if settings.picture_provider == "openai" else None,
        "check model": settings.check_model if settings.picture_provider == "openai" else None,
    }
    with closing(OpenAIClient(keys=keys, base_url=settings.openai_base_url)) as client:
        yield (address := _asked("OPENAI_BASE_URL", client.reached))
        if address.remedy is not None:
            return
        for what, model in named.items():
            if model is not None:
                yield _asked(what, lambda model=model: f"{client.known(model)} is there")  # type: ignore[misc]
        text = named["text model"]
        if text is not None:
            yield _asked("text call", lambda: client.answered(text))


def _spoken(hands: Hands) -> str:
    till = OpenTill()
    narration = hands.speech.speak(beats=_BEATS, age=6, till=till).value
    cost = sum(delivery.usage.cost for _, delivery in till.deliveries)
    return f"{narration.voice}, {narration.seconds:.1f} s spoken for {cost:.4f} US dollars"


def _asked(what: str, ask: Callable[[], str]) -> Report:
    try:
        return Report(what=what, says=ask())
    except Objection as error:
        return Report(what=what, says=str(error), remedy="Try again; if it stays, choose another model.")
    except StorytailorError as error:
        return Report(what=what, says=str(error), remedy=error.remedy)
