"""What an answer of the Responses API or of Chat Completions says, whatever else is in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from storytailor_dagster.errors import Garbled
from storytailor_dagster.providers.faults import refusal

MOST_TOKENS = 10_000_000
"""Of one answer; what claims more counts nothing."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """The text of an answer, why there may be none, and its tokens."""

    text: str
    cut_off: bool
    declined: bool
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    cache_written_tokens: int


def read_response(body: bytes) -> Reply:
    """An answer of `POST /responses`.

    Raises:
        StorytailorError: it says that it failed.
    """
    found = _object(body)
    if found.get("status") == "failed":
        code = _mapping(found.get("error")).get("code")
        busy = code in ("server_error", "rate_limit_exceeded")
        raise refusal(provider="openai", status=503 if busy else 400, code=str(code))
    reason = _mapping(found.get("incomplete_details")).get("reason")
    parts = list(_parts(found))
    usage = _mapping(found.get("usage"))
    return Reply(
        text="".join(str(part.get("text") or "") for part in parts if part.get("type") == "output_text"),
        cut_off=found.get("status") == "incomplete" and reason != "content_filter",
        declined=reason == "content_filter" or any(part.get("type") == "refusal" for part in parts),
        input_tokens=count(usage, "input_tokens"),
        output_tokens=count(usage, "output_tokens"),
        cached_tokens=count(_mapping(usage.get("input_tokens_details")), "cached_tokens"),
        cache_written_tokens=count(_mapping(usage.get("input_tokens_details")), "cache_write_tokens"),
    )


def read_chat(body: bytes) -> Reply:
    """An answer of `POST /chat/completions`."""
    found = _object(body)
    choices = found.get("choices")
    choice = _mapping(choices[0]) if isinstance(choices, list) and choices else {}
    message = _mapping(choice.get("message"))
    usage = _mapping(found.get("usage"))
    return Reply(
        text=str(message.get("content") or ""),
        cut_off=choice.get("finish_reason") == "length",
        declined=bool(message.get("refusal")) or choice.get("finish_reason") == "content_filter",
        input_tokens=count(usage, "prompt_tokens"),
        output_tokens=count(usage, "completion_tokens"),
        cached_tokens=count(_mapping(usage.get("prompt_tokens_details")), "cached_tokens"),
        cache_written_tokens=count(_mapping(usage.get("prompt_tokens_details")), "cache_write_tokens"),
    )


def _parts(found: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    output = found.get("output")
    for item in output if isinstance(output, list) else ():
        content = _mapping(item).get("content")
        for part in content if isinstance(content, list) else ():
            yield _mapping(part)


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Garbled("OpenAI answered with something that is no JSON object.")
    return found


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def count(usage: Mapping[str, Any], name: str) -> int:
    """The tokens of that name; 0 where that is no number of tokens."""
    value = usage.get(name)
    return value if isinstance(value, int) and 0 < value <= MOST_TOKENS else 0
