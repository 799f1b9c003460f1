"""What the tests of webhooks share: registering, making a story, reading the log until it says what it has to."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import httpx

from storytailor_dagster.ledger import ClaimMode, Ledger
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.api.conftest import FAMILY
from storytailor_dagster_tests.api.webhooks.receiver import PATIENCE

WEBHOOKS = "/api/v1/webhooks"
ALL = ["story.ready", "story.partial", "story.failed", "asset.ready", "asset.failed"]


def registered(client: httpx.Client, url: str, **other: Any) -> dict[str, Any]:
    answer = client.post(WEBHOOKS, json={"url": url, "events": ALL, **other})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()["data"]
    return found


def text_made(ledger: Ledger, *, user: UUID = FAMILY) -> UUID:
    """A story of a text alone, made: two events."""
    story = ledger.insert_story(creator_user_id=user, metadata={"generateAssets": False})
    claim = ledger.claim(subject_id=story, part=Part.CONTENT, run_id="r", mode=ClaimMode.QUEUE)
    ledger.record(claim, columns={}, url="https://cdn.test/text", object_key="k")
    return story


def log(client: httpx.Client, webhook: str, **query: Any) -> list[dict[str, Any]]:
    """The newest first."""
    answer = client.get(f"{WEBHOOKS}/{webhook}/deliveries", params=query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["data"]
    return found


def until(client: httpx.Client, webhook: str, fits: Callable[[list[dict[str, Any]]], bool]) -> list[dict[str, Any]]:
    """The log, as soon as it fits."""
    end = time.monotonic() + PATIENCE
    while not fits(found := log(client, webhook)):
        assert time.monotonic() < end, found
        time.sleep(0.02)
    return found


def tried(count: int, **expected: Any) -> Callable[[list[dict[str, Any]]], bool]:
    """Whether that many lines are there, tried, and as expected."""
    return lambda lines: (
        len(lines) == count
        and all(line["attempt"] and all(line[name] == value for name, value in expected.items()) for line in lines)
    )
