"""ElevenLabs reads a story: speech with the time of every character, in pieces that know their neighbours."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

import elevenlabs
import httpx
from elevenlabs.core.api_error import ApiError

from storytailor_dagster.errors import Garbled
from storytailor_dagster.providers.faults import refusal, retry_after, unanswered
from storytailor_dagster.providers.limits import AnswerTooLarge, httpx_client
from storytailor_dagster.providers.spoken.alignment import Span, spans_of_characters
from storytailor_dagster.providers.spoken.pieces import Piece, pieces
from storytailor_dagster.providers.spoken.told import Spoken, narration
from storytailor_dagster.providers.till import Answer, Delivery, Order, Till, Usage
from storytailor_dagster.story.narration import Narration

PROVIDER = "elevenlabs"
FORMAT = "mp3_44100_128"
AROUND = 300
"""Characters of the neighbouring pieces that are sent along, for an even voice."""
_SLOWER = ((5, 0.9), (7, 0.95))
"""Up to an age in years, the voice's speed."""


def load() -> None:
    """Loads what the SDK loads when it is first used. Nobody is asked."""
    with httpx_client(seconds=1.0) as client:
        assert elevenlabs.ElevenLabs(api_key="none", httpx_client=client).text_to_speech.with_raw_response  # noqa: S101


@dataclass(frozen=True, kw_only=True)
class ElevenLabsSpeech:
    """A voice of ElevenLabs'. `price` gives US dollars for characters; `patience` bounds the waiting, in seconds."""

    key: Callable[[], str]
    base_url: str
    model: str
    voice: str
    longest: int
    seconds: float
    price: Callable[[int], Decimal]
    patience: float | None = None
    _built: dict[str, tuple[elevenlabs.ElevenLabs, httpx.Client]] = field(default_factory=dict, repr=False)
    name: ClassVar[str] = PROVIDER

    def reached(self) -> str:
        """Whether it answers and knows the key. Free.

        Raises:
            StorytailorError: see faults.py.
        """
        with _in_our_terms():
            self._sdk().voices.with_raw_response.search(page_size=1, request_options={"max_retries": 0})
        return "answers"

    def speak(self, *, beats: tuple[str, ...], age: int, till: Till) -> Answer[Narration]:
        """The narration.

        Raises:
            Objection: what came is no sound.
            StorytailorError: see faults.py.
        """
        parts = pieces(beats, longest=self.longest)
        texts = [part.text for part in parts]
        spoken, usages = [], []
        for number, part in enumerate(parts):
            sent = self._request(texts, number, age)
            delivery = till.bought(self._order(sent), lambda sent=sent: self._asked(sent))  # type: ignore[misc]
            spoken.append(_spoken(part, delivery.body))
            usages.append(delivery.usage)
        told = narration(spoken, beats=len(beats), voice=f"{PROVIDER} {self.voice}")
        return Answer(value=told, usage=_together(usages))

    def _request(self, texts: Sequence[str], number: int, age: int) -> dict[str, Any]:
        speed = next((speed for oldest, speed in _SLOWER if age <= oldest), 1.0)
        sent: dict[str, Any] = {
            "voice_id": self.voice,
            "text": texts[number],
            "model_id": self.model,
            "output_format": FORMAT,
            "voice_settings": {"stability": 0.5, "similarity_boost": 0.75, "speed": speed},
        }
        if number > 0:
            sent["previous_text"] = texts[number - 1][-AROUND:]
        if number + 1 < len(texts):
            sent["next_text"] = texts[number + 1][:AROUND]
        return sent

    def _order(self, sent: Mapping[str, Any]) -> Order:
        return Order(
            purpose="speech",
            provider=PROVIDER,
            model=self.model,
            request=sent,
            most=self.price(len(sent["text"])),
            patience=self.patience,
        )

    def _asked(self, sent: Mapping[str, Any]) -> Delivery:
        fields = {**sent, "voice_settings": elevenlabs.VoiceSettings(**sent["voice_settings"])}
        with _in_our_terms():
            response = self._sdk().text_to_speech.with_raw_response.convert_with_timestamps(
                **fields, request_options={"max_retries": 0}
            )
        headers = {name.casefold(): value for name, value in response.headers.items()}
        characters = _whole(headers.get("character-cost")) or len(sent["text"])
        usage = Usage(
            provider=PROVIDER, model=self.model, units=characters, unit="characters", cost=self.price(characters)
        )
        return Delivery(body=_kept(response.data), usage=usage, request_id=headers.get("request-id"))

    def _sdk(self) -> elevenlabs.ElevenLabs:
        key = self.key()
        if key not in self._built:
            self.close()
            client = httpx_client(seconds=self.seconds)
            sdk = elevenlabs.ElevenLabs(api_key=key, base_url=self.base_url, timeout=self.seconds, httpx_client=client)
            self._built[key] = (sdk, client)
        return self._built[key][0]

    def close(self) -> None:
        """Closes the connections; the next call opens new ones."""
        for _, client in self._built.values():
            client.close()
        self._built.clear()


def _kept(found: Any) -> bytes:
    """The sound and the three rows of its alignment as JSON. The SDK checks no types: whatever came is kept."""
    alignment = getattr(found, "alignment", None)
    rows = ("characters", "character_start_times_seconds", "character_end_times_seconds")
    told = {
        "audio": getattr(found, "audio_base_64", None),
        "alignment": None if alignment is None else [getattr(alignment, row, None) for row in rows],
    }
    return json.dumps(told).encode()


def _spoken(piece: Piece, body: bytes) -> Spoken:
    found = json.loads(body)
    try:
        mp3 = base64.b64decode(found["audio"], validate=True)
    except (TypeError, ValueError, binascii.Error):
        raise Garbled("ElevenLabs answered without a sound.") from None
    return Spoken(piece=piece, mp3=mp3, spans=_spans(piece, found["alignment"]))


def _spans(piece: Piece, alignment: Any) -> list[Span | None]:
    characters, starts, ends = alignment or ([], [], [])
    if not (_all(characters, str) and _all(starts, int | float) and _all(ends, int | float)):
        return [None] * len(piece.tokens)
    return spans_of_characters(piece, characters=characters, starts=starts, ends=ends)


def _all(row: Any, kind: Any) -> bool:
    return isinstance(row, list) and all(isinstance(value, kind) for value in row)


def _together(usages: Sequence[Usage]) -> Usage:
    first = usages[0]
    cost = sum((usage.cost for usage in usages), Decimal(0))
    units = sum(usage.units for usage in usages)
    return Usage(provider=first.provider, model=first.model, units=units, unit=first.unit, cost=cost)


def _whole(value: str | None) -> int | None:
    return int(value) if value is not None and value.isdecimal() and len(value) <= 9 else None


@contextmanager
def _in_our_terms() -> Iterator[None]:
    """SDK errors become ours. Their texts stay behind: they may repeat what was sent."""
    try:
        yield
    except ApiError as error:
        if error.status_code is not None and error.status_code < 300:
            raise Garbled("ElevenLabs answered with something that is no JSON object.") from None
        raise refusal(
            provider=PROVIDER,
            status=error.status_code,
            code=_code(error.body),
            wait=retry_after(error.headers),
        ) from None
    except (httpx.ConnectError, httpx.ConnectTimeout):
        raise unanswered(provider=PROVIDER, sent=False) from None
    except httpx.RequestError:
        raise unanswered(provider=PROVIDER, sent=True) from None
    except AnswerTooLarge:
        raise Garbled("ElevenLabs' answer is far too large, or packed.") from None
    except (TypeError, ValueError, RecursionError):
        raise Garbled("ElevenLabs answered in a shape that the SDK can't read.") from None


def _code(body: Any) -> str | None:
    detail = body.get("detail") if isinstance(body, dict) else None
    status = detail.get("status") if isinstance(detail, dict) else None
    return str(status) if status else None
