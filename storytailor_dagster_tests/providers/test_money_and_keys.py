"""Prices, refusals, waits, keys and the list of words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import format_datetime

import boto3
import pytest
from moto.server import ThreadedMotoServer

from storytailor_dagster.defs.patience import waited_out
from storytailor_dagster.defs.secrets import SettingsKeys
from storytailor_dagster.errors import NotSetUp, Objection, Permanent, ProviderFailed, StorytailorError, Transient
from storytailor_dagster.providers.faults import FAULTS, LONGEST_WAIT_OBEYED, Does, refusal, retry_after, unanswered
from storytailor_dagster.providers.hands import is_moderated, needed_keys
from storytailor_dagster.providers.prices import DEAREST_SPEECH, is_known, speech_cost, token_cost
from storytailor_dagster.providers.studio.unfit import unfit
from storytailor_dagster.settings import Settings


def test_tokens_are_priced_and_cached_ones_are_cheaper() -> None:
    full = token_cost(model="gpt-6.1-terra", input_tokens=10_000, output_tokens=1000)
    cached = token_cost(model="gpt-6.1-terra", input_tokens=10_000, output_tokens=1000, cached_tokens=8000)
    written = token_cost(model="gpt-6.1-terra", input_tokens=10_000, output_tokens=1000, cache_written_tokens=8000)
    assert Decimal(0) < cached < full < written < Decimal("0.1")


@pytest.mark.parametrize("name", ["text_model", "picture_model", "picture_fallback_model", "check_model"])
def test_every_default_model_has_a_dated_price(name: str) -> None:
    assert is_known(str(Settings.model_fields[name].default))


def test_a_model_nobody_has_a_price_for_is_counted_dearly() -> None:
    assert token_cost(model="no-such-model", input_tokens=1_000_000, output_tokens=0) == Decimal(10)
    assert speech_cost("elevenlabs", "no-such-voice", 1_000_000) == DEAREST_SPEECH


@pytest.mark.parametrize("apart", ["cached_tokens", "cache_written_tokens", "input_image_tokens"])
def test_tokens_that_somebody_counts_apart_cost_what_the_others_do(apart: str) -> None:
    odd = token_cost(model="gpt-6.1-terra", input_tokens=10, output_tokens=5, **{apart: 4000})
    assert odd == token_cost(model="gpt-6.1-terra", input_tokens=4010, output_tokens=5)


def test_default_voices_have_a_price() -> None:
    for provider, name in (("elevenlabs", "elevenlabs_model"), ("polly", "polly_engine")):
        assert speech_cost(provider, str(Settings.model_fields[name].default), 1_000_000) < DEAREST_SPEECH


@pytest.mark.parametrize("fault", FAULTS)
def test_each_row_of_the_table_does_what_it_says(fault: object) -> None:
    assert isinstance(fault, type(FAULTS[0]))
    provider = "openai" if fault.provider == "any" else fault.provider
    error = refusal(provider=provider, status=fault.status or 400, code=fault.answers)
    kinds: dict[Does, type[StorytailorError]] = {
        Does.WAIT: Transient,
        Does.STOP: ProviderFailed,
        Does.STOP_OR_OTHER: ProviderFailed,
        Does.TRY: Objection,
        Does.REFUSE: Permanent,
    }
    assert isinstance(error, kinds[fault.does])
    assert error.code == fault.code
    assert error.remedy


def test_a_coarser_kind_is_asked_where_the_code_is_new() -> None:
    error = refusal(provider="openai", status=429, code="a_brand_new_limit", kind="insufficient_quota")
    assert isinstance(error, ProviderFailed)


@pytest.mark.parametrize(("status", "kind"), [(599, Transient), (418, Permanent)])
def test_what_no_row_knows_is_waited_out_or_fails(status: int, kind: type[StorytailorError]) -> None:
    assert isinstance(refusal(provider="openai", status=status, code=None), kind)


def test_retry_after_is_seconds_milliseconds_or_a_date_and_never_for_ever() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    assert retry_after({"Retry-After": "7"}) == 7
    assert retry_after({"retry-after-ms": "1500"}) == 1.5
    assert 20 < (retry_after({"retry-after": soon}) or 0) <= 30
    assert retry_after({"retry-after": "86400"}) == LONGEST_WAIT_OBEYED
    assert retry_after({"retry-after": "soon"}) is None
    assert retry_after(None) is None


@pytest.mark.parametrize("written", ["nan", "inf", "-inf", "\xb2", "9" * 5000, "soon", ""])
def test_a_retry_after_that_is_none_keeps_nobody_waiting_for_ever(written: str) -> None:
    for name in ("retry-after", "retry-after-ms"):
        assert 0 <= (retry_after({name: written}) or 0) <= LONGEST_WAIT_OBEYED


def test_a_wait_that_was_asked_for_is_not_cut_short() -> None:
    asked: list[int] = []

    def work() -> int:
        asked.append(1)
        raise Transient("Busy.", wait=30.0)

    with pytest.raises(Transient):
        waited_out(work, patience=1.0)
    assert len(asked) == 1


def test_an_answer_that_was_cut_may_be_on_the_bill_and_one_never_sent_is_not() -> None:
    assert unanswered(provider="openai", sent=True).code == "NO_ANSWER"
    assert unanswered(provider="openai", sent=False).code == "NO_CONNECTION"


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def secret(aws: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    client = boto3.Session().client("secretsmanager", endpoint_url=aws, region_name="us-east-1")
    client.create_secret(Name="keys", SecretString=json.dumps({"OPENAI_API_KEY": "sk-from-aws", "other": 5}))
    yield Settings(secret_id="keys", secret_endpoint_url=aws)
    client.delete_secret(SecretId="keys", ForceDeleteWithoutRecovery=True)
    client.close()


def test_keys_come_from_one_secret_and_are_kept_for_an_hour(secret: Settings, aws: str) -> None:
    keys = SettingsKeys(secret)
    assert keys.key("OPENAI_API_KEY") == "sk-from-aws"
    client = boto3.Session().client("secretsmanager", endpoint_url=aws, region_name="us-east-1")
    client.put_secret_value(SecretId="keys", SecretString='{"OPENAI_API_KEY": "sk-rotated"}')
    client.close()
    assert keys.key("OPENAI_API_KEY") == "sk-from-aws"
    assert SettingsKeys(secret).key("OPENAI_API_KEY") == "sk-rotated"


def test_the_environment_wins_over_the_secret(secret: Settings) -> None:
    assert SettingsKeys(secret.model_copy(update={"openai_api_key": None})).has("OPENAI_API_KEY")
    with_key = Settings(secret_id="keys", secret_endpoint_url=secret.secret_endpoint_url, openai_api_key="sk-env")
    assert SettingsKeys(with_key).key("OPENAI_API_KEY") == "sk-env"


def test_a_missing_key_names_the_variable_and_a_missing_secret_the_setting(secret: Settings) -> None:
    with pytest.raises(NotSetUp) as missing:
        SettingsKeys(secret).key("ELEVENLABS_API_KEY")
    assert "ELEVENLABS_API_KEY" in missing.value.remedy
    with pytest.raises(NotSetUp) as nothing:
        SettingsKeys(secret.model_copy(update={"secret_id": "no-such"})).key("OPENAI_API_KEY")
    assert "STORYTAILOR_SECRET_ID" in nothing.value.remedy


def test_no_key_is_in_a_repr() -> None:
    settings = Settings(openai_api_key="sk-very-secret", elevenlabs_api_key="el-very-secret")
    assert "very-secret" not in f"{settings!r} {SettingsKeys(settings)!r}"


def test_who_is_hosted_needs_a_key_and_who_is_not_needs_none() -> None:
    assert needed_keys(Settings()) == ()
    assert needed_keys(Settings(text_provider="openai")) == ("OPENAI_API_KEY",)
    assert needed_keys(Settings(text_provider="openai", openai_base_url="http://127.0.0.1:11434/v1")) == ()
    assert needed_keys(Settings(speech_provider="elevenlabs")) == ("ELEVENLABS_API_KEY",)


def test_moderation_is_asked_where_something_leaves_the_house_and_a_key_is_there() -> None:
    def asked(**given: object) -> bool:
        settings = Settings(**given)  # type: ignore[arg-type]
        return is_moderated(settings, SettingsKeys(settings))

    assert not asked(openai_api_key="k")
    assert asked(openai_api_key="k", speech_provider="polly")
    assert asked(openai_api_key="k", text_provider="openai")
    assert not asked(openai_api_key="k", text_provider="openai", moderation="words")
    assert asked(moderation="openai", openai_api_key="k")
    local = {"text_provider": "openai", "openai_base_url": "http://127.0.0.1:11434/v1", "text_model": "llama-4"}
    assert not asked(openai_api_key="k", **local)


@pytest.mark.parametrize("words", ["What a sh1t day", "FUCK", "a Nazi’s hat", "self-harm", "he was beheaded."])
def test_listed_words_are_found_however_they_are_written(words: str) -> None:
    assert list(unfit(words))


@pytest.mark.parametrize(
    "words",
    [
        "Grandma died and we are sad.",
        "A blue tit and a great tit sat on the shuttlecock.",
        "Dick and Dora live in Scunthorpe and Essex.",
        "The doctor gives an injection and there is a little blood.",
        "a chink of light; snuff out the candle; bong! went the bell",
        "a monster, a witch, a dragon that kills time",
    ],
)
def test_what_children_live_with_is_no_listed_word(words: str) -> None:
    assert list(unfit(words)) == []
