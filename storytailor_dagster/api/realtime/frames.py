"""Frames: what goes over the wire, in both versions of the serialisation.

2.0.0: `[join_ref, ref, topic, event, payload]`. 1.0.0: an object with these keys. Payloads are JSON; those that hold a
row are put together from its JSON text, so that a big row is not read and written again for each who hears of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

VERSIONS = ("1.0.0", "2.0.0")


class BadFrame(Exception):
    """What came is no frame."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame as a client sent it."""

    join_ref: str | None
    ref: str | None
    topic: str
    event: str
    payload: Mapping[str, Any]


def read(text: str, *, version: str) -> Frame:
    """A client's frame.

    Raises:
        BadFrame: it is none.
    """
    try:
        told = json.loads(text)
        if version == "1.0.0":
            join_ref, ref, topic, event, payload = (
                told.get("join_ref"), told.get("ref"), told["topic"], told["event"], told.get("payload"),
            )  # fmt: skip
        else:
            join_ref, ref, topic, event, payload = told
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise BadFrame from None
    if not (isinstance(topic, str) and isinstance(event, str)):
        raise BadFrame
    return Frame(_ref(join_ref), _ref(ref), topic, event, payload if isinstance(payload, dict) else {})


def written(
    topic: str, event: str, payload: str, *, ref: str | None = None, join_ref: str | None = None, version: str
) -> str:
    """A frame to a client; `payload` is JSON text."""
    refs, names = (json.dumps(join_ref), json.dumps(ref)), (json.dumps(topic), json.dumps(event))
    if version == "1.0.0":
        return f'{{"join_ref":{refs[0]},"ref":{refs[1]},"topic":{names[0]},"event":{names[1]},"payload":{payload}}}'
    return f"[{refs[0]},{refs[1]},{names[0]},{names[1]},{payload}]"


def _ref(told: Any) -> str | None:
    return None if told is None else str(told)[:64]
