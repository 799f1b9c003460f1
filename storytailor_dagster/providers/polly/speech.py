"""Polly reads a story: the sound by one call, the words' times by another, for each piece."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

from botocore import exceptions as aws
from botocore.parsers import ResponseParserError
from urllib3.exceptions import HTTPError

from storytailor_dagster.errors import Garbled, NotSetUp
from storytailor_dagster.providers.faults import refusal, retry_after, unanswered
from storytailor_dagster.providers.limits import MOST_BYTES
from storytailor_dagster.providers.spoken.alignment import Span
from storytailor_dagster.providers.spoken.pieces import Piece, pieces
from storytailor_dagster.providers.spoken.told import Spoken, narration
from storytailor_dagster.providers.till import Answer, Delivery, Order, Till, Usage
from storytailor_dagster.story.narration import Narration

PROVIDER = "polly"
LONGEST = 2800
"""Characters of a call: Polly takes 3,000."""
RATE = "24000"
_CHUNK = 4096


@dataclass(frozen=True, kw_only=True)
class PollySpeech:
    """A voice of Polly's. `price` gives US dollars for characters; marks are billed too. A call has `seconds`."""

    client: Callable[[], Any]
    voice: str
    engine: str
    price: Callable[[int], Decimal]
    seconds: float
    longest: int = LONGEST
    patience: float | None = None
    _built: list[Any] = field(default_factory=list, repr=False)
    name: ClassVar[str] = PROVIDER

    def reached(self) -> str:
        """Whether it answers and knows the credentials. Free; needs `polly:DescribeVoices`.

        Raises:
            NotSetUp: there are no AWS credentials.
            StorytailorError: see faults.py.
        """
        with _in_our_terms():
            self._client().describe_voices(Engine=self.engine)
        return "answers"

    def speak(self, *, beats: tuple[str, ...], age: int, till: Till) -> Answer[Narration]:  # noqa: ARG002 - one speed
        """The narration.

        Raises:
            Objection: what came is no sound.
            NotSetUp: there are no AWS credentials.
            StorytailorError: see faults.py.
        """
        spoken, cost, units = [], Decimal(0), 0
        for piece in pieces(beats, longest=self.longest):
            asked = {"Engine": self.engine, "VoiceId": self.voice, "Text": piece.text, "TextType": "text"}
            sound = self._bought({**asked, "OutputFormat": "mp3", "SampleRate": RATE}, till)
            marks = self._bought({**asked, "OutputFormat": "json", "SpeechMarkTypes": ["word"]}, till)
            spoken.append(Spoken(piece=piece, mp3=sound.body, spans=_spans(piece, marks.body)))
            cost += sound.usage.cost + marks.usage.cost
            units += sound.usage.units + marks.usage.units
        told = narration(spoken, beats=len(beats), voice=f"{PROVIDER} {self.voice}")
        usage = Usage(provider=PROVIDER, model=self.engine, units=units, unit="characters", cost=cost)
        return Answer(value=told, usage=usage)

    def close(self) -> None:
        """Closes the connections; the next call opens new ones."""
        for client in self._built:
            client.close()
        self._built.clear()

    def _bought(self, sent: Mapping[str, Any], till: Till) -> Delivery:
        order = Order(
            purpose="speech",
            provider=PROVIDER,
            model=self.engine,
            request=sent,
            most=self.price(len(sent["Text"])),
            patience=self.patience,
        )
        return till.bought(order, lambda: self._asked(sent))

    def _client(self) -> Any:
        if not self._built:
            self._built.append(self.client())
        return self._built[0]

    def _asked(self, sent: Mapping[str, Any]) -> Delivery:
        with _in_our_terms():
            client = self._client()
            end = time.monotonic() + self.seconds  # building the first client takes a second of its own
            answer = client.synthesize_speech(**sent)
            # Not `with` the stream itself: that hands out the raw one, which never misses what was cut off.
            with closing(answer["AudioStream"]) as stream:
                body = _whole(stream, end)
        characters = int(answer.get("RequestCharacters") or len(sent["Text"]))
        usage = Usage(
            provider=PROVIDER, model=self.engine, units=characters, unit="characters", cost=self.price(characters)
        )
        return Delivery(body=body, usage=usage, request_id=answer["ResponseMetadata"].get("RequestId"))


def _whole(stream: Any, end: float) -> bytes:
    """All of the stream, read to its very end: only there does it say that something is missing."""
    body = bytearray()
    while chunk := stream.read(_CHUNK):
        body += chunk
        if len(body) > MOST_BYTES:
            raise Garbled("Polly's answer is far too large.")
        if time.monotonic() > end:
            raise unanswered(provider=PROVIDER, sent=True)
    return bytes(body)


def _spans(piece: Piece, marks: bytes) -> list[Span | None]:
    """Each token's time by the mark that lies in it. Marks count UTF-8 bytes and have no ends."""
    try:
        told = [json.loads(line) for line in marks.decode().splitlines() if line.strip()]
        words = [(int(mark["start"]), float(mark["time"]) / 1000) for mark in told if mark["type"] == "word"]
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        raise Garbled("Polly's marks can't be read.") from None
    places = {}
    size = 0
    for place, character in enumerate(piece.text):
        places[size] = place
        size += len(character.encode())
    owner = {place: number for number, token in enumerate(piece.tokens) for place in range(token.first, token.beyond)}
    spans: list[Span | None] = [None] * len(piece.tokens)
    for start, said in words:
        number = owner.get(places.get(start, -1))
        if number is not None and spans[number] is None:
            spans[number] = (said, said)
    return spans


@contextmanager
def _in_our_terms() -> Iterator[None]:
    """boto3's errors become ours. Their texts stay behind: they may repeat what was sent."""
    try:
        yield
    except aws.ClientError as error:
        answer = error.response.get("ResponseMetadata", {})
        raise refusal(
            provider=PROVIDER,
            status=answer.get("HTTPStatusCode"),
            code=error.response.get("Error", {}).get("Code"),
            wait=retry_after(answer.get("HTTPHeaders")),
        ) from None
    except (aws.EndpointConnectionError, aws.ConnectTimeoutError):
        raise unanswered(provider=PROVIDER, sent=False) from None
    except (aws.HTTPClientError, aws.IncompleteReadError, HTTPError):
        raise unanswered(provider=PROVIDER, sent=True) from None
    except aws.BotoCoreError as error:
        # What is left is met before anything is sent: no credentials, an ended sign-in, an unknown profile or region.
        raise NotSetUp(
            f"Amazon Polly can't be asked from here ({type(error).__name__}).",
            code="NO_KEY",
            remedy="Give this machine AWS credentials (a role, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY) that"
            " work in STORYTAILOR_POLLY_REGION, then `storytailor retry STORY`.",
        ) from None
    except (ResponseParserError, RecursionError):
        raise Garbled("Polly answered in a shape that the SDK can't read.") from None
