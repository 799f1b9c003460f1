"""How many stories a user may ask for in a month."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx
import pytest

from storytailor_dagster_tests.api.conftest import FAMILY, NEIGHBOURS, serving, settings, token

BODY = {"storyType": "bedtime", "childAge": 5}


@pytest.fixture
def url(database: str) -> Iterator[str]:
    with serving(settings(database, stories_per_month=3)) as found:
        yield found


def ask(client: httpx.Client, **headers: str) -> httpx.Response:
    return client.post("/api/v1/stories", json=BODY, headers=headers)


def test_one_more_than_the_month_s_is_refused_and_leaves_nothing(family: httpx.Client) -> None:
    assert [ask(family).status_code for _ in range(4)] == [201, 201, 201, 402]
    refused = ask(family).json()
    assert refused["code"] == "STORY_QUOTA_EXCEEDED"
    assert refused["quota"] == {"tier": "free", "available": 0, "used": 3, "limit": 3}
    assert refused["success"] is False
    assert family.get("/api/v1/stories").json()["pagination"]["total"] == 3


def test_deleting_gives_nothing_back_and_asking_the_same_again_costs_nothing(family: httpx.Client) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    story = ask(family, **key).json()["data"]["id"]
    assert [ask(family, **key).status_code for _ in range(5)] == [201] * 5
    assert family.delete(f"/api/v1/stories/{story}").status_code == 200
    assert [ask(family).status_code for _ in range(3)] == [201, 201, 402]


def test_each_user_has_their_own(family: httpx.Client, neighbours: httpx.Client) -> None:
    assert [ask(family).status_code for _ in range(4)][-1] == 402
    assert ask(neighbours).status_code == 201


def test_asking_at_the_same_time_gets_no_more(url: str) -> None:
    def one(_: int) -> int:
        headers = {"Authorization": f"Bearer {token(FAMILY)}"}
        return httpx.post(f"{url}/api/v1/stories", json=BODY, headers=headers, timeout=20.0).status_code

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(one, range(12)))
    assert answers == [201] * 3 + [402] * 9


def test_without_a_bound_any_number_is_taken(database: str) -> None:
    headers = {"Authorization": f"Bearer {token(NEIGHBOURS)}"}
    with serving(settings(database)) as url, httpx.Client(base_url=url, headers=headers) as client:
        assert [ask(client).status_code for _ in range(5)] == [201] * 5
