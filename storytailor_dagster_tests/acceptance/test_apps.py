"""Existing apps against a running system: the real API, daemon and studio, and the real supabase-js in Node."""

from __future__ import annotations

import json
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.acceptance.household import answers, left_running, storytailor, up
from storytailor_dagster_tests.js.node import SNIPPETS, following

BODY = {
    "title": "Adventure Story",
    "storyType": "adventure",
    "userAge": 7,
    "theme": "friendship",
    "generateAssets": True,
}


def test_existing_apps_follow_a_story_as_it_is_made(home: Path) -> None:
    with up(home) as ports, ExitStack() as stack:
        url = f"http://127.0.0.1:{ports['STORYTAILOR_API_PORT']}"
        answers(f"{url}/health/ready")
        token, key = (storytailor(home, name).stdout.strip() for name in ("token", "key"))
        created = ask(url, token)
        story = created["id"]
        assert created["subscribePattern"] == {"table": "stories", "filter": f"id=eq.{story}", "event": "UPDATE"}
        apps = {
            name: stack.enter_context(following(url, key, token, story, snippet)) for name, snippet in SNIPPETS.items()
        }
        # Side by side: an app that can't say what it sees stops looking.
        with ThreadPoolExecutor(len(apps)) as pool:
            told = dict(zip(apps, pool.map(lambda app: list(app.lines()), apps.values()), strict=True))
    for name, lines in told.items():
        statuses = [line["status"] for line in lines if "event" in line]
        assert statuses, (name, lines)
        assert statuses[-1]["overall"] == "ready"
        assert {status["overall"] for status in statuses[:-1]} == {"generating"}
        for part in Part:
            seen = [status["assets"][part]["status"] for status in statuses]
            assert "ready" in seen
            assert set(seen[seen.index("ready") :]) == {"ready"}  # in order: what is ready stays so
        counts = [sum(asset["status"] == "ready" for asset in status["assets"].values()) for status in statuses]
        assert counts == sorted(counts)
    toasts = [line["toast"] for line in told["S1"] if "toast" in line]
    assert toasts[0] == "Cover art ready!"
    assert toasts[-1] == "Story complete!"
    assert [line["load"] for line in told["S1"] if "load" in line] == [story]
    assert left_running(home) == []


def ask(url: str, token: str) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    request = urllib.request.Request(f"{url}/api/v1/stories", data=json.dumps(BODY).encode(), headers=headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert answer.status == 201
        return dict(json.load(answer)["data"])
