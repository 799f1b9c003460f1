"""Every fault of every door, by the real SDKs: it reaches them as the provider would bring it about."""

from __future__ import annotations

import base64
import json
from io import BytesIO
from typing import Any

import pytest
from openai import APITimeoutError, BadRequestError, NotFoundError
from PIL import Image

from storytailor_dagster.story.picture_checks import check_picture
from storytailor_dagster_tests.emulator import Emulator, Fault, Rule
from storytailor_dagster_tests.emulator.emulator import HUGE_BYTES
from storytailor_dagster_tests.emulator.rules import DOORS, OBJECTIONS
from storytailor_dagster_tests.emulator.sdks import call, openai_sdk, status_of

REFUSALS = {
    Fault.RATE_LIMIT: (429, 429, 400),
    Fault.QUOTA: (429, 401, 400),
    Fault.BAD_KEY: (401, 401, 403),
    Fault.FORBIDDEN: (403, 403, 403),
    Fault.NO_MODEL: (404, 404, 400),
    Fault.BAD_REQUEST: (400, 400, 400),
    Fault.UNPROCESSABLE: (422, 422, 400),
    Fault.TOO_LARGE: (413, 413, 400),
    Fault.SERVER_ERROR: (500, 500, 500),
    Fault.OVERLOADED: (503, 503, 503),
}
"""The statuses of OpenAI, of ElevenLabs and of Polly."""


def failed(emulator: Emulator, door: str, *, seconds: float = 20.0) -> Exception:
    with pytest.raises(Exception) as raised:
        call(emulator, door, seconds=seconds)
    return raised.value


def texts(response: Any) -> Any:
    return json.loads(response.output_text)


@pytest.mark.parametrize("door", DOORS)
def test_every_refusal_has_its_providers_status_and_costs_nothing(emulator: Emulator, door: str) -> None:
    place = {"speech": 1, "polly": 2}.get(door, 0)
    for fault, statuses in REFUSALS.items():
        emulator.rule(Rule(door=door, fault=fault))
        assert status_of(failed(emulator, door)) == statuses[place], fault
    assert [one.status for one in emulator.at(door)] == [statuses[place] for statuses in REFUSALS.values()]
    assert not any(one.billed for one in emulator.calls)


@pytest.mark.parametrize("door", DOORS)
def test_a_connection_that_is_cut_or_reset_is_an_error_and_half_an_answer_is_billed(
    emulator: Emulator, door: str
) -> None:
    for fault in (Fault.CUT, Fault.RESET):
        emulator.rule(Rule(door=door, fault=fault))
        failed(emulator, door)
    assert [(one.status, one.billed) for one in emulator.calls] == [(0, True), (0, False)]


@pytest.mark.parametrize("door", DOORS)
def test_who_waits_for_a_hanging_answer_runs_out_of_patience(emulator: Emulator, door: str) -> None:
    emulator.rule(Rule(door=door, fault=Fault.HANG, seconds=20.0))
    assert "tim" in str(failed(emulator, door, seconds=0.2)).casefold()


@pytest.mark.parametrize("door", DOORS)
def test_a_slow_answer_arrives_whole(emulator: Emulator, door: str) -> None:
    emulator.rule(Rule(door=door, fault=Fault.SLOW, seconds=0.1))
    assert call(emulator, door)


def test_a_page_of_a_portal_and_a_flood_are_good_answers_to_http(emulator: Emulator) -> None:
    with openai_sdk(emulator) as client:
        emulator.rule(Rule(door="moderation", fault=Fault.NOT_JSON))
        page = client.moderations.with_raw_response.create(input="a")
        assert page.headers["content-type"].startswith("text/html")
        emulator.rule(Rule(door="moderation", fault=Fault.HUGE))
        came, last = 0, b""
        with client.moderations.with_streaming_response.create(input="a") as flood:
            for piece in flood.iter_bytes():
                came, last = came + len(piece), (last + piece)[-100_000:]
        assert came > HUGE_BYTES
        assert not json.loads(last)["results"][0]["flagged"]
        assert came - HUGE_BYTES < len(last)


def test_a_text_is_refused_cut_off_filtered_or_nonsense(emulator: Emulator) -> None:
    for fault in (Fault.REFUSAL, Fault.CUT_OFF, Fault.FILTERED, Fault.BAD_JSON, Fault.WRONG_SHAPE, Fault.FLAGGED_TEXT):
        emulator.rule(Rule(door="text", fault=fault, says="Boo."))
    refused, cut, filtered, nonsense, other, flagged = (call(emulator, "text") for _ in range(6))
    assert refused.output[0].content[0].type == "refusal"
    assert (cut.status, cut.incomplete_details.reason) == ("incomplete", "max_output_tokens")
    assert (filtered.status, filtered.incomplete_details.reason) == ("incomplete", "content_filter")
    for broken in (cut, nonsense):
        with pytest.raises(ValueError, match="line 1"):
            texts(broken)
    assert "beats" not in texts(other)
    assert texts(flagged)["beats"][2]["content"].endswith("Boo.")


def test_a_server_may_know_no_schemas_or_no_responses(emulator: Emulator) -> None:
    emulator.rule(Rule(door="text", fault=Fault.NO_SCHEMAS))
    with pytest.raises(BadRequestError, match="json_schema") as refused:
        call(emulator, "text")
    assert refused.value.param == "text.format"
    emulator.rule(Rule(door="text", fault=Fault.NO_RESPONSES))
    with pytest.raises(NotFoundError) as missing:
        call(emulator, "text")
    assert missing.value.body == {"detail": "Not Found"}


@pytest.mark.parametrize("fault", OBJECTIONS)
def test_a_checker_objects_to_one_point(emulator: Emulator, fault: Fault) -> None:
    emulator.rule(Rule(door="check", fault=fault, says="Two left hands."))
    verdict = texts(call(emulator, "check"))
    points = {"trait": verdict.pop("traits")[0], **verdict}
    objections = {name: point["says"] for name, point in points.items() if not point["fine"]}
    assert objections == {fault.value.removeprefix("objects_"): "Two left hands."}


def test_a_moderator_flags_a_category(emulator: Emulator) -> None:
    emulator.rule(Rule(door="moderation", fault=Fault.FLAGGED))
    result = call(emulator, "moderation").results[0]
    assert (result.flagged, result.categories.violence, result.categories.sexual) == (True, True, False)


def test_a_picture_is_blocked_for_what_it_would_show(emulator: Emulator) -> None:
    emulator.rule(Rule(door="picture", fault=Fault.MODERATION_BLOCKED))
    with pytest.raises(BadRequestError) as blocked:
        call(emulator, "picture")
    assert (blocked.value.code, blocked.value.type) == ("moderation_blocked", "image_generation_user_error")


@pytest.mark.parametrize(
    "fault", [Fault.BROKEN_PICTURE, Fault.NOT_A_PICTURE, Fault.BLANK_PICTURE, Fault.WRONG_SIZE, Fault.BOMB]
)
def test_a_bad_picture_fails_its_checks(emulator: Emulator, fault: Fault) -> None:
    emulator.rule(Rule(door="picture", fault=fault))
    png = base64.b64decode(call(emulator, "picture").data[0].b64_json)
    assert not all(finding.passed for finding in check_picture(png))


def test_a_picture_may_come_without_usage(emulator: Emulator) -> None:
    emulator.rule(Rule(door="picture", fault=Fault.NO_USAGE))
    answer = call(emulator, "picture")
    assert answer.usage is None
    assert Image.open(BytesIO(base64.b64decode(answer.data[0].b64_json))).size == (1536, 1024)


def test_speech_may_come_without_times_with_bad_ones_or_as_noise(emulator: Emulator) -> None:
    for fault in (Fault.NO_ALIGNMENT, Fault.BAD_ALIGNMENT, Fault.BROKEN_SOUND, Fault.EMPTY_SOUND):
        emulator.rule(Rule(door="speech", fault=fault))
    untimed, mistimed, noise, silence = (call(emulator, "speech") for _ in range(4))
    assert untimed.alignment is None
    starts = mistimed.alignment.character_start_times_seconds
    assert starts != sorted(starts)
    assert len(mistimed.alignment.characters) == len("A fox. A kite.") - 1
    assert base64.b64decode(noise.audio_base_64).startswith(b"RIFF")
    assert silence.audio_base_64 == ""


def test_polly_may_send_noise_or_nothing(emulator: Emulator) -> None:
    for fault in (Fault.BROKEN_SOUND, Fault.EMPTY_SOUND):
        emulator.rule(Rule(door="polly", fault=fault))
    assert call(emulator, "polly").startswith(b"RIFF")
    assert call(emulator, "polly") == b""


def test_what_hung_before_a_reset_is_not_written_into_what_came_after(emulator: Emulator) -> None:
    emulator.rule(Rule(door="moderation", fault=Fault.HANG, seconds=0.4))
    failed(emulator, "moderation", seconds=0.1)
    emulator.reset()
    emulator.rule(Rule(door="moderation", fault=Fault.HANG, seconds=20.0))
    with pytest.raises(APITimeoutError), openai_sdk(emulator, seconds=0.5) as client:
        client.moderations.create(input="a")
    assert [(one.number, one.status) for one in emulator.calls] == [(1, 0)]
