"""What a provider's refusal means and what we do about it: one table for all of them, and docs/providers.md shows it.

Providers' own words never leave this module's callers: they may repeat what was sent.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum

from storytailor_dagster.errors import Objection, Permanent, ProviderFailed, StorytailorError, Transient, Unanswered

LONGEST_WAIT_OBEYED = 60.0
"""Seconds of a `Retry-After` that are waited; a longer one is cut, and the next refusal says so again."""


class Does(StrEnum):
    """What we do."""

    WAIT = "waits and asks again, in the same try"
    STOP = "stops, and says what to do"
    STOP_OR_OTHER = "asks the other voice if there is one, else stops"
    TRY = "tries anew, with what was wrong"
    REFUSE = "fails: this request will never do"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A row of the table. `status` and `answers` (the provider's code) match anything where they are None."""

    provider: str
    status: int | None
    answers: str | None
    does: Does
    code: str
    says: str
    remedy: str = ""


def _row(
    provider: str, status: int | None, answers: str | None, does: Does, code: str, says: str, remedy: str = ""
) -> Fault:
    return Fault(provider=provider, status=status, answers=answers, does=does, code=code, says=says, remedy=remedy)


_PAY = "Add credit or raise the limit in the provider's console, then `storytailor retry STORY`."
_KEY = "Set a key that works ({setting}), then `storytailor retry STORY`."
_OPENAI_KEY = _KEY.format(setting="OPENAI_API_KEY")
_ELEVEN_KEY = _KEY.format(setting="ELEVENLABS_API_KEY")
_MODEL = "Choose another in the settings (docs/providers.md), then `storytailor retry STORY`."
_BUG = "Report the story's id: the request is at fault."

FAULTS: tuple[Fault, ...] = (
    _row("openai", 429, "insufficient_quota", Does.STOP, "QUOTA", "The account has no credit left.", _PAY),
    _row("openai", 429, "credit_balance_exhausted", Does.STOP, "QUOTA", "The account has no credit left.", _PAY),
    _row("openai", 429, "billing_hard_limit_reached", Does.STOP, "QUOTA", "The account's limit is reached.", _PAY),
    _row("openai", 400, "billing_hard_limit_reached", Does.STOP, "QUOTA", "The account's limit is reached.", _PAY),
    _row(
        "openai", 429, "organization_spend_limit_exceeded", Does.STOP, "QUOTA", "The account's limit is reached.", _PAY
    ),
    _row("openai", 429, "project_spend_limit_exceeded", Does.STOP, "QUOTA", "The project's limit is reached.", _PAY),
    _row(
        "openai", 429, "organization_usage_limit_exceeded", Does.STOP, "QUOTA", "The account's limit is reached.", _PAY
    ),
    _row("openai", 429, None, Does.WAIT, "BUSY", "It is asked too often."),
    _row("openai", 401, None, Does.STOP, "BAD_KEY", "It does not know the key.", _OPENAI_KEY),
    _row("openai", 403, None, Does.STOP, "NOT_ALLOWED", "The key may not do this.", _OPENAI_KEY),
    _row("openai", 404, None, Does.STOP, "NO_SUCH_MODEL", "It has no such model.", _MODEL),
    _row("openai", 400, "moderation_blocked", Does.TRY, "PICTURE_BLOCKED", "It will not draw this."),
    _row("openai", 400, "content_policy_violation", Does.TRY, "PICTURE_BLOCKED", "It will not draw this."),
    _row("openai", 400, "image_content_policy_violation", Does.TRY, "PICTURE_BLOCKED", "It will not look at this."),
    _row("openai", 400, "invalid_prompt", Does.REFUSE, "REQUEST_REJECTED", "It will not write about this."),
    _row("openai", 400, None, Does.REFUSE, "REQUEST_REJECTED", "It can't read the request.", _BUG),
    _row("openai", 413, None, Does.REFUSE, "REQUEST_REJECTED", "The request is too large for it.", _BUG),
    _row("openai", 422, None, Does.REFUSE, "REQUEST_REJECTED", "It can't read the request.", _BUG),
    _row("elevenlabs", 401, "quota_exceeded", Does.STOP_OR_OTHER, "QUOTA", "The account has no credit left.", _PAY),
    _row("elevenlabs", 402, None, Does.STOP_OR_OTHER, "QUOTA", "The account has no credit left.", _PAY),
    _row("elevenlabs", 401, None, Does.STOP, "BAD_KEY", "It does not know the key.", _ELEVEN_KEY),
    _row("elevenlabs", 403, None, Does.STOP, "NOT_ALLOWED", "The key may not do this.", _ELEVEN_KEY),
    _row("elevenlabs", 404, None, Does.STOP_OR_OTHER, "NO_SUCH_VOICE", "It has no such voice or model.", _MODEL),
    _row("elevenlabs", 429, None, Does.WAIT, "BUSY", "It is asked too often."),
    _row("elevenlabs", 400, "max_character_limit_exceeded", Does.REFUSE, "REQUEST_REJECTED", "Too long for it.", _BUG),
    _row("elevenlabs", 400, None, Does.REFUSE, "REQUEST_REJECTED", "It can't read the request.", _BUG),
    _row("elevenlabs", 413, None, Does.REFUSE, "REQUEST_REJECTED", "The request is too large for it.", _BUG),
    _row("elevenlabs", 422, None, Does.REFUSE, "REQUEST_REJECTED", "It can't read the request.", _BUG),
    _row("polly", None, "ThrottlingException", Does.WAIT, "BUSY", "It is asked too often."),
    _row("polly", None, "ServiceQuotaExceededException", Does.STOP, "QUOTA", "The account's limit is reached.", _PAY),
    _row("polly", None, "TextLengthExceededException", Does.REFUSE, "REQUEST_REJECTED", "Too long for it.", _BUG),
    _row("polly", None, "InvalidSsmlException", Does.REFUSE, "REQUEST_REJECTED", "It can't read the text.", _BUG),
    _row("polly", None, "EngineNotSupportedException", Does.STOP, "NO_SUCH_VOICE", "It has no such voice.", _MODEL),
    _row("polly", None, "ServiceFailureException", Does.WAIT, "BUSY", "It is out of order."),
    _row("polly", None, "ServiceUnavailable", Does.WAIT, "BUSY", "It is out of order."),
    _row(
        "polly", 403, None, Does.STOP, "BAD_KEY", "It does not know the credentials.", "Set AWS credentials that work."
    ),
    _row(
        "polly", 401, None, Does.STOP, "BAD_KEY", "It does not know the credentials.", "Set AWS credentials that work."
    ),
    _row("polly", 429, None, Does.WAIT, "BUSY", "It is asked too often."),
    _row("polly", 413, None, Does.REFUSE, "REQUEST_REJECTED", "The request is too large for it.", _BUG),
    _row("polly", 400, None, Does.REFUSE, "REQUEST_REJECTED", "It can't read the request.", _BUG),
    _row("any", 408, None, Does.WAIT, "NO_ANSWER", "It took too long."),
    _row("any", 409, None, Does.WAIT, "BUSY", "It is busy with the same."),
    _row("any", 500, None, Does.WAIT, "BUSY", "It is out of order."),
    _row("any", 502, None, Does.WAIT, "BUSY", "It can't be reached through its own gate."),
    _row("any", 503, None, Does.WAIT, "BUSY", "It is overloaded."),
    _row("any", 504, None, Does.WAIT, "NO_ANSWER", "It took too long."),
    _row("any", 529, None, Does.WAIT, "BUSY", "It is overloaded."),
)
"""The first row that matches decides. What no row matches: 5xx is waited out, everything else fails."""

_NAMES = {"openai": "OpenAI", "elevenlabs": "ElevenLabs", "polly": "Amazon Polly"}


def fault_of(*, provider: str, status: int | None, code: str | None) -> Fault:
    """The table's row for an answer."""
    for fault in FAULTS:
        if fault.provider in (provider, "any") and fault.status in (None, status) and fault.answers in (None, code):
            return fault
    if status is not None and status >= 500:
        return _row(provider, status, code, Does.WAIT, "BUSY", "It is out of order.")
    return _row(provider, status, code, Does.REFUSE, "REQUEST_REJECTED", "It refuses the request.", _BUG)


def refusal(
    *, provider: str, status: int | None, code: str | None, kind: str | None = None, wait: float | None = None
) -> StorytailorError:
    """The error to raise for an answer that is none: what happened, what we do, and for whom it is to mend.

    Args:
        status: HTTP's.
        code: the provider's own, where it gave one; `kind` is a coarser one, asked where no row knows the code.
        wait: seconds the provider asks to be left alone.
    """
    fault = fault_of(provider=provider, status=status, code=code)
    if kind is not None and fault.answers is None:
        fault = fault_of(provider=provider, status=status, code=kind)
    says = f"{_NAMES.get(provider, provider)}: {fault.says} (HTTP {status})"
    match fault.does:
        case Does.WAIT:
            return Transient(says, code=fault.code, wait=wait)
        case Does.TRY:
            return Objection(says, code=fault.code)
        case Does.REFUSE:
            return Permanent(says, code=fault.code, remedy=fault.remedy or _BUG)
        case _:
            its_own = fault.does is Does.STOP_OR_OTHER
            return ProviderFailed(says, code=fault.code, remedy=fault.remedy, its_own=its_own)


def unanswered(*, provider: str, sent: bool) -> Transient:
    """The error for an answer that did not come, or not whole. `sent` is False where no connection came about."""
    name = _NAMES.get(provider, provider)
    if sent:
        return Unanswered(f"{name} did not answer in time, or not in full.")
    return Transient(f"{name} can't be reached.", code="NO_CONNECTION")


def retry_after(headers: Mapping[str, str] | None) -> float | None:
    """Seconds of a `Retry-After` (RFC 9110, 10.2.3: seconds or a date) or `retry-after-ms`, else None."""
    lower = {name.casefold(): value for name, value in (headers or {}).items()}
    try:
        if "retry-after-ms" in lower:
            seconds = float(lower["retry-after-ms"]) / 1000
        elif "retry-after" in lower:
            value = lower["retry-after"]
            if value.replace(".", "", 1).isdigit():
                seconds = float(value)
            else:
                seconds = (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds()
        else:
            return None
    except (ValueError, TypeError):
        return None
    return min(max(0.0, seconds), LONGEST_WAIT_OBEYED)  # in this order: what is no number is no wait


def jittered(seconds: float) -> float:
    """A wait that others who wait as long do not end at the same moment: up to half as long again."""
    return seconds * random.uniform(1.0, 1.5)
