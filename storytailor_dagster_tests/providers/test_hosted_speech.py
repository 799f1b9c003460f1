"""Hosted voices by their own SDKs over HTTP: what is sent, what is bought, what comes of every refusal."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import botocore.session
import pytest
from botocore.credentials import CredentialResolver
from botocore.exceptions import UnauthorizedSSOTokenError

from storytailor_dagster.errors import (
    Garbled,
    NotSetUp,
    Objection,
    Permanent,
    ProviderFailed,
    StorytailorError,
    Transient,
)
from storytailor_dagster.providers.elevenlabs.speech import AROUND, ElevenLabsSpeech
from storytailor_dagster.providers.polly.speech import PollySpeech
from storytailor_dagster.providers.till import Delivery, OpenTill, Order
from storytailor_dagster.story.narration import is_spoken
from storytailor_dagster_tests.emulator import Emulator, Fault, Rule
from storytailor_dagster_tests.emulator.rules import DEEP
from storytailor_dagster_tests.emulator.server import address, listening
from storytailor_dagster_tests.providers.voices import BEATS, BUILT, cents, elevenlabs, failure, faults_of, polly, speak

VOICES = ("speech", "polly")


class KeptTill(OpenTill):
    """Everything was bought before."""

    def __init__(self, bought: list[tuple[Order, Delivery]]) -> None:
        super().__init__()
        self._kept = {json.dumps(order.request): delivery for order, delivery in bought}

    def bought(self, order: Order, ask: Callable[[], Delivery]) -> Delivery:  # noqa: ARG002 - nobody is asked
        return self._kept[json.dumps(order.request)]


@pytest.fixture(params=VOICES)
def door(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize(("longest", "calls"), [(2000, 1), (70, 4)])
def test_a_narration_passes_every_check_in_one_piece_or_in_several(
    emulator: Emulator, door: str, longest: int, calls: int
) -> None:
    with closing(BUILT[door](emulator.url, longest=longest)) as voice:
        narration = speak(voice)
    assert faults_of(narration) == []
    assert narration.is_timed
    assert len(emulator.at(door)) == calls * (2 if door == "polly" else 1)


def test_the_bill_is_the_sum_of_its_calls(emulator: Emulator, door: str) -> None:
    till = OpenTill()
    with closing(BUILT[door](emulator.url, longest=70)) as voice:
        usage = voice.speak(beats=BEATS, age=5, till=till).usage
    sent = [str(order.request.get("text") or order.request["Text"]) for order, _ in till.deliveries]
    assert usage.units == sum(map(len, sent))
    assert usage.cost == cents(usage.units)
    assert [order.most for order, _ in till.deliveries] == [cents(len(text)) for text in sent]
    assert all(delivery.request_id for _, delivery in till.deliveries)


def test_what_was_bought_before_is_read_alike_and_nothing_is_asked(emulator: Emulator, door: str) -> None:
    till = OpenTill()
    with closing(BUILT[door](emulator.url, longest=70)) as voice:
        first = voice.speak(beats=BEATS, age=5, till=till)
        emulator.reset()
        again = voice.speak(beats=BEATS, age=5, till=KeptTill(till.deliveries))
    assert again == first
    assert emulator.calls == []


def test_pieces_know_what_is_said_around_them(emulator: Emulator) -> None:
    with closing(elevenlabs(emulator.url, longest=70)) as voice:
        speak(voice)
    first, second, third, last = (call.request for call in emulator.at("speech"))
    assert "previous_text" not in first
    assert first["next_text"] == second["text"][:AROUND]
    assert second["previous_text"] == first["text"][-AROUND:]
    assert third["next_text"] == last["text"][:AROUND]
    assert "next_text" not in last


@pytest.mark.parametrize(("age", "speed"), [(3, 0.9), (5, 0.9), (6, 0.95), (7, 0.95), (8, 1.0), (12, 1.0)])
def test_the_young_are_read_to_more_slowly(emulator: Emulator, age: int, speed: float) -> None:
    with closing(elevenlabs(emulator.url)) as voice:
        speak(voice, age=age)
    assert emulator.at("speech")[0].request["voice_settings"]["speed"] == speed


@pytest.mark.parametrize(("fault", "is_timed"), [(Fault.NO_ALIGNMENT, False), (Fault.BAD_ALIGNMENT, True)])
def test_words_have_times_whatever_is_wrong_with_the_voices(emulator: Emulator, fault: Fault, is_timed: bool) -> None:
    emulator.rule(Rule(door="speech", fault=fault))
    with closing(elevenlabs(emulator.url)) as voice:
        narration = speak(voice)
    assert narration.is_timed == is_timed
    assert faults_of(narration) == ([] if is_timed else ["words_timed"])


@pytest.mark.parametrize(
    ("fault", "kind", "code"),
    [
        (Fault.RATE_LIMIT, Transient, "BUSY"),
        (Fault.SERVER_ERROR, Transient, "BUSY"),
        (Fault.OVERLOADED, Transient, "BUSY"),
        (Fault.CUT, Transient, "NO_ANSWER"),
        (Fault.RESET, Transient, "NO_ANSWER"),
        (Fault.QUOTA, ProviderFailed, "QUOTA"),
        (Fault.BAD_KEY, ProviderFailed, "BAD_KEY"),
        (Fault.NO_MODEL, ProviderFailed, "NO_SUCH_VOICE"),
        (Fault.BAD_REQUEST, Permanent, "REQUEST_REJECTED"),
        (Fault.UNPROCESSABLE, Permanent, "REQUEST_REJECTED"),
        (Fault.TOO_LARGE, Permanent, "REQUEST_REJECTED"),
        (Fault.BROKEN_SOUND, Objection, "SOUND_BROKEN"),
        (Fault.EMPTY_SOUND, Objection, "SOUND_BROKEN"),
        (Fault.HUGE, Garbled, "ANSWER_BROKEN"),
    ],
)
def test_a_fault_is_told_in_our_terms_and_nothing_is_tried_again(
    emulator: Emulator, door: str, fault: Fault, kind: type[StorytailorError], code: str
) -> None:
    emulator.rule(Rule(door=door, fault=fault))
    found = failure(BUILT[door](emulator.url))
    assert isinstance(found, kind)
    assert found.code == code
    after_the_sound = 1 if door == "polly" and kind is Objection else 0
    assert len(emulator.at(door)) == 1 + after_the_sound


def test_a_page_instead_of_an_answer_is_no_answer(emulator: Emulator) -> None:
    emulator.rule(Rule(door="speech", fault=Fault.NOT_JSON))
    assert failure(elevenlabs(emulator.url)).code == "ANSWER_BROKEN"


@pytest.mark.parametrize("fault", [Fault.NOT_JSON, Fault.DEEP])
def test_marks_that_are_none_are_no_answer(emulator: Emulator, fault: Fault) -> None:
    emulator.rule(Rule(door="polly", fault=fault, after=1))
    assert failure(polly(emulator.url)).code == "ANSWER_BROKEN"


def test_a_busy_voice_says_how_long_to_wait(emulator: Emulator, door: str) -> None:
    emulator.rule(Rule(door=door, fault=Fault.OVERLOADED, retry_after=7))
    found = failure(BUILT[door](emulator.url))
    assert isinstance(found, Transient)
    assert found.wait == 7


def test_a_voice_that_does_not_answer_is_given_up(emulator: Emulator, door: str) -> None:
    emulator.rule(Rule(door=door, fault=Fault.HANG, seconds=20))
    assert failure(BUILT[door](emulator.url, seconds=0.4)).code == "NO_ANSWER"


def test_a_voice_that_is_not_there_was_sent_nothing(emulator: Emulator, door: str) -> None:
    with listening() as gone:
        url = address(gone)
    assert failure(BUILT[door](url)).code == "NO_CONNECTION"


@contextmanager
def answering(body: bytes, *, status: int = 200) -> Iterator[str]:
    """The address of a server that answers everything with these bytes."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    "body",
    [
        b"null",
        b"[1]",
        b'"sound"',
        b"{}",
        b'{"audio_base64": 7}',
        b'{"audio_base64": "\xe9"}',
        b"[" * 200_000,
        b'{"audio_base64": ' + b"9" * 5000 + b"}",
        b'{"audio_base64": "\\ud800"}',
        b'{"audio_base64": NaN}',
        b"\xff\xfe",
    ],
    ids=["null", "list", "string", "empty", "number", "bytes", "deep", "digits", "surrogate", "no number", "no text"],
)
def test_an_answer_of_another_shape_is_garbled(body: bytes) -> None:
    with answering(body) as url:
        assert isinstance(failure(elevenlabs(url)), Garbled)


def test_a_refusal_of_another_shape_is_garbled(emulator: Emulator, door: str) -> None:
    with answering(DEEP, status=400) as url:
        assert failure(BUILT[door](url)).code == "ANSWER_BROKEN"


@pytest.mark.parametrize(
    "alignment",
    [
        "none",
        {"characters": ["a"]},
        {"characters": [None], "character_start_times_seconds": [0], "character_end_times_seconds": [1]},
        {"characters": ["o"], "character_start_times_seconds": [float("inf")], "character_end_times_seconds": [1]},
        {"characters": ["o"], "character_start_times_seconds": [float("nan")], "character_end_times_seconds": [1]},
        {"characters": ["o"], "character_start_times_seconds": [10**400], "character_end_times_seconds": [10**401]},
    ],
    ids=["string", "one row", "no characters", "infinite", "no number", "beyond any number"],
)
def test_an_alignment_of_another_shape_is_none(emulator: Emulator, alignment: object) -> None:
    till = OpenTill()
    with closing(elevenlabs(emulator.url)) as voice:
        voice.speak(beats=BEATS, age=5, till=till)
    sound = json.loads(till.deliveries[0][1].body)["audio"]
    with answering(json.dumps({"audio_base64": sound, "alignment": alignment}).encode()) as url:  # noqa: SIM117
        with closing(elevenlabs(url)) as voice:
            narration = speak(voice)
    assert faults_of(narration) == ["words_timed"]


def without_credentials() -> Any:
    session = botocore.session.Session()
    session.register_component("credential_provider", CredentialResolver([]))
    return session.create_client("polly", region_name="us-east-1", endpoint_url="http://127.0.0.1:9")


def with_an_ended_sign_in() -> Any:
    raise UnauthorizedSSOTokenError


@pytest.mark.parametrize("client", [without_credentials, with_an_ended_sign_in])
def test_missing_credentials_name_what_to_set(client: Callable[[], Any]) -> None:
    found = failure(PollySpeech(client=client, voice="Ruth", engine="neural", seconds=5.0, price=cents))
    assert isinstance(found, NotSetUp)
    assert "AWS_ACCESS_KEY_ID" in found.remedy
    assert "STORYTAILOR_POLLY_REGION" in found.remedy


def test_polly_finds_words_behind_letters_of_several_bytes(emulator: Emulator) -> None:
    with closing(polly(emulator.url)) as voice:
        narration = speak(voice)
    assert [word.txt for word in narration.beats[0][:4]] == ["“Où", "est-il?”", "said", "Zoë —"]
    spoken = [token for beat in BEATS for token in beat.split() if is_spoken(token)]
    assert len(narration.words) == len(spoken)
    assert narration.words[0].end == narration.words[1].start
    assert narration.words[-1].end <= narration.seconds


def test_a_new_key_is_used_at_the_next_call(emulator: Emulator) -> None:
    keys = iter(["old-key", emulator.key])
    voice = ElevenLabsSpeech(
        key=partial(next, keys), base_url=emulator.url, model="m", voice="v", longest=2000, seconds=5.0, price=cents
    )
    with closing(voice):
        with pytest.raises(ProviderFailed):
            speak(voice)
        assert speak(voice).is_timed
