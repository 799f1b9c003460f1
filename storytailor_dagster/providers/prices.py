"""What calls cost, in US dollars: tokens by `genai-prices` (offline, with the dates on which prices changed), speech by
our own table. A model that neither knows costs what the settings say, and never nothing in silence.

Only sums: who may spend is the ledger's matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from genai_prices import Usage as Tokens
from genai_prices import calc_price

MILLION = Decimal(1_000_000)


@dataclass(frozen=True, kw_only=True)
class SpeechPrice:
    """US dollars for a million characters, as of a date."""

    provider: str
    model: str
    per_million: Decimal
    as_of: date


_READ = date(2026, 11, 21)
SPEECH: tuple[SpeechPrice, ...] = (
    SpeechPrice(provider="elevenlabs", model="eleven_flash_v2_5", per_million=Decimal(50), as_of=_READ),
    SpeechPrice(provider="elevenlabs", model="eleven_turbo_v2_5", per_million=Decimal(50), as_of=_READ),
    SpeechPrice(provider="elevenlabs", model="eleven_multilingual_v2", per_million=Decimal(100), as_of=_READ),
    SpeechPrice(provider="elevenlabs", model="eleven_v3", per_million=Decimal(100), as_of=_READ),
    SpeechPrice(provider="polly", model="standard", per_million=Decimal(4), as_of=_READ),
    SpeechPrice(provider="polly", model="neural", per_million=Decimal(16), as_of=_READ),
    SpeechPrice(provider="polly", model="long-form", per_million=Decimal(100), as_of=_READ),
)
"""List prices by the character, without a plan's discounts."""

DEAREST_SPEECH = Decimal(200)
"""For a model that the table does not know: more than any that it knows, so that a cap errs on the safe side."""

DEAREST_INPUT, DEAREST_OUTPUT = Decimal(10), Decimal(50)
"""The same for tokens, US dollars a million."""


def speech_cost(provider: str, model: str, characters: int) -> Decimal:
    """US dollars for speaking so many characters."""
    known = (price.per_million for price in SPEECH if (price.provider, price.model) == (provider, model))
    return characters * next(known, DEAREST_SPEECH) / MILLION


def is_known(model: str) -> bool:
    """Whether there is a dated price for an OpenAI model."""
    return _priced(model, Tokens(input_tokens=1, output_tokens=1)) is not None


def token_cost(
    *,
    model: str,
    input_tokens: int,
    output_tokens: int,
    cached_tokens: int = 0,
    cache_written_tokens: int = 0,
    input_image_tokens: int = 0,
) -> Decimal:
    """US dollars for tokens of an OpenAI model; `input_tokens` count those of the cache and of pictures too."""
    usage = Tokens(
        input_tokens=input_tokens,
        output_tokens=output_tokens,
        cache_read_tokens=cached_tokens or None,
        cache_write_tokens=cache_written_tokens or None,
        input_image_tokens=input_image_tokens or None,
    )
    if input_tokens < max(cached_tokens + cache_written_tokens, input_image_tokens):  # some gateways count them apart
        input_tokens += cached_tokens + cache_written_tokens + input_image_tokens
        usage = Tokens(input_tokens=input_tokens, output_tokens=output_tokens)
    found = _priced(model, usage)
    if found is None:
        return (input_tokens * DEAREST_INPUT + output_tokens * DEAREST_OUTPUT) / MILLION
    return found


def _priced(model: str, usage: Tokens) -> Decimal | None:
    try:
        return calc_price(usage, model_ref=model, provider_id="openai").total_price
    except LookupError:
        return None
