"""Existing apps' own code with the real supabase-js: not a line of it is changed."""

from __future__ import annotations

from uuid import UUID

import pytest

from storytailor_dagster.api.sign_in import development_key
from storytailor_dagster.ledger import ClaimMode, Ledger
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.api.conftest import FAMILY, ISSUER, NEIGHBOURS, SECRET, token
from storytailor_dagster_tests.js.node import SNIPPETS, following

KEY = development_key(secret=SECRET, issuer=ISSUER)


def make(ledger: Ledger, story: UUID, part: Part) -> None:
    claim = ledger.claim(subject_id=story, part=part, run_id="r", mode=ClaimMode.QUEUE)
    ledger.record(claim, columns={}, url=f"https://cdn.test/{part}", object_key="k/k")


@pytest.mark.parametrize("version", [None, "1.0.0"])
@pytest.mark.parametrize("snippet", SNIPPETS)
def test_a_snippet_sees_every_part_as_it_is_made(url: str, ledger: Ledger, snippet: str, version: str | None) -> None:
    story = ledger.insert_story(creator_user_id=FAMILY, metadata={})
    seen = []
    with following(url, KEY, token(FAMILY), story, SNIPPETS[snippet], version=version) as told:
        assert told.until("state") == {"state": "SUBSCRIBED"}
        for part in Part:
            make(ledger, story, part)
            while (status := told.until("event")["status"])["assets"][part]["status"] != "ready":
                pass
            seen.append(status)
        assert told.until("removed") == {"removed": ["ok"]}
    ready = [sum(asset["status"] == "ready" for asset in status["assets"].values()) for status in seen]
    assert ready == list(range(1, 10))
    assert [status["overall"] for status in seen] == ["generating"] * 8 + ["ready"]


def test_a_neighbour_s_app_subscribes_and_hears_nothing(url: str, ledger: Ledger) -> None:
    story = ledger.insert_story(creator_user_id=FAMILY, metadata={})
    with (
        following(url, KEY, token(NEIGHBOURS), story, SNIPPETS["S1"]) as theirs,
        following(url, KEY, token(FAMILY), story, SNIPPETS["S1"]) as ours,
    ):
        for told in (theirs, ours):
            told.until("state")
        for part in Part:
            make(ledger, story, part)
        ours.until("removed")
        theirs.process.kill()
        assert [line for line in theirs.lines() if "event" in line] == []
