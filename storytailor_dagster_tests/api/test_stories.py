"""Stories over REST, as existing clients know it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from storytailor_dagster.api.limits import MOST_BYTES
from storytailor_dagster.ledger import ClaimMode, Ledger
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.api.conftest import FAMILY, serving, settings, token

STORIES = "/api/v1/stories"
ASKED = {
    "title": "Adventure Story",
    "storyType": "adventure",
    "userAge": 7,
    "theme": "friendship",
    "generateAssets": True,
}


def asked(client: httpx.Client, **other: Any) -> str:
    answer = client.post(STORIES, json={**ASKED, **other})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["data"]["id"])


def code(answer: httpx.Response) -> tuple[int, str]:
    told = answer.json()
    assert told["success"] is False
    assert set(told) == {"success", "error", "code"}
    return answer.status_code, told["code"]


def test_a_request_is_answered_at_once_with_where_to_listen(family: httpx.Client) -> None:
    answer = family.post(STORIES, json=ASKED)
    assert answer.status_code == 201
    told = answer.json()
    story = told["data"]["id"]
    assert answer.headers["location"] == f"{STORIES}/{story}"
    waiting = {"status": "pending", "progress": 0}
    assert told == {
        "success": True,
        "data": {
            "id": story,
            "title": "Adventure Story",
            "status": "generating",
            "creator_user_id": str(FAMILY),
            "realtimeChannel": f"stories:id={story}",
            "subscribePattern": {"table": "stories", "filter": f"id=eq.{story}", "event": "UPDATE"},
            "asset_generation_status": {
                "overall": "generating",
                "assets": {
                    "content": {"status": "generating", "progress": 0},
                    **dict.fromkeys(("cover", "scene_1", "scene_2", "scene_3", "scene_4"), waiting),
                    **dict.fromkeys(("audio", "activities", "pdf"), waiting),
                },
            },
        },
    }
    assert (
        family.get(f"{STORIES}/{story}").json()["data"]["asset_generation_status"]
        == told["data"]["asset_generation_status"]
    )


@pytest.mark.parametrize(
    "names",
    [{"childAge": 5, "themes": ["courage"]}, {"userAge": 5, "theme": "courage"}, {"childAge": 5, "themes": "courage"}],
)
def test_fields_are_taken_by_either_name(family: httpx.Client, ledger: Ledger, names: dict[str, Any]) -> None:
    story = family.post(STORIES, json={"storyIdea": "a lost kite", **names}).json()["data"]["id"]
    row = ledger.story(UUID(story))
    assert row is not None
    assert row.age_rating == 5
    assert row.metadata["themes"] in ("courage", ["courage"])


@pytest.mark.parametrize(
    ("body", "parts"),
    [({"generateAssets": False}, {"content"}), ({"generateAssets": ["cover"]}, {"content", "cover"})],
)
def test_only_what_is_asked_for_is_queued(
    family: httpx.Client, ledger: Ledger, body: dict[str, Any], parts: set[str]
) -> None:
    answer = family.post(STORIES, json={"title": "T", **body}).json()["data"]
    assert set(answer["asset_generation_status"]["assets"]) == parts
    (queued,) = ledger.queue(limit=5)
    assert {part.value for part, _ in queued.jobs} == parts


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, (400, "NOTHING_TO_TELL")),
        ({"title": "T", "childAge": 12}, (400, "AGE_OUT_OF_RANGE")),
        ({"title": "T", "storyType": "thriller"}, (400, "UNKNOWN_STORY_TYPE")),
        ({"title": "T", "hero": {"name": "M", "inclusivityTraits": ["wheelchairs"]}}, (400, "UNKNOWN_TRAIT")),
        ({"title": "🎉"}, (400, "CHARACTER_NOT_ALLOWED")),
        ({"title": "T", "childAge": "seven"}, (422, "INVALID_BODY")),
        ({"title": "T", "priority": "now"}, (422, "INVALID_BODY")),
        ({"title": "T", "generateAssets": ["film"]}, (422, "INVALID_BODY")),
        ({"title": "T", "characterId": "char_123"}, (404, "CHARACTER_NOT_FOUND")),
        ({"storyType": "birthday"}, (400, "BIRTHDAY_INPUT_REQUIRED")),
        ({"storyType": "Birthday Story", "birthday": {"to": "A", "from": "B", "ageTurning": 0, "birthdayMessage": "C"}},
         (400, "BIRTHDAY_AGE_REQUIRED")),
        ({"storyType": "educational", "educational": {}}, (400, "EDUCATIONAL_SUBJECT_REQUIRED")),
        ({"storyType": "language-learning", "languageLearning": {"targetLanguage": "Welsh"}},
         (400, "PROFICIENCY_LEVEL_REQUIRED")),
        ({"storyType": "mental health", "mentalHealth": {"emotionExplored": " "}}, (400, "EMOTION_EXPLORED_REQUIRED")),
        ({"storyType": "new birth", "newBirth": {"mode": "therapeutic", "giftGiverName": "Ann"}},
         (400, "THERAPEUTIC_CONSENT_REQUIRED")),
    ],
)  # fmt: skip
def test_what_can_not_become_a_story_is_refused_with_its_code(
    family: httpx.Client, ledger: Ledger, body: dict[str, Any], expected: tuple[int, str]
) -> None:
    assert code(family.post(STORIES, json=body)) == expected
    assert ledger.queue(limit=5) == ()


def test_an_unknown_trait_is_answered_with_the_nearest_known(family: httpx.Client) -> None:
    answer = family.post(STORIES, json={"title": "T", "hero": {"name": "M", "inclusivityTraits": ["hearing airs"]}})
    assert answer.status_code == 400
    assert "hearing_aids" in answer.json()["error"]


def test_a_broken_body_is_not_repeated_in_the_answer(family: httpx.Client) -> None:
    answer = family.post(STORIES, json={"title": {"of": "Zuzka"}, "childAge": "Zuzka"})
    assert answer.status_code == 422
    assert "Zuzka" not in answer.text
    assert code(family.post(STORIES, content=b"{not json")) == (422, "INVALID_BODY")


def test_the_same_key_and_body_get_the_same_answer_and_another_body_does_not(
    family: httpx.Client, neighbours: httpx.Client
) -> None:
    key = {"Idempotency-Key": "breakfast"}
    first = family.post(STORIES, json=ASKED, headers=key)
    again = family.post(STORIES, json=ASKED, headers=key)
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    other = family.post(STORIES, json={**ASKED, "theme": "courage"}, headers=key)
    assert code(other) == (409, "IDEMPOTENCY_KEY_REUSED")
    theirs = neighbours.post(STORIES, json=ASKED, headers=key)
    assert theirs.json()["data"]["id"] != first.json()["data"]["id"]
    assert family.get(STORIES).json()["pagination"]["total"] == 1


def test_stories_are_listed_by_page_and_status(family: httpx.Client, ledger: Ledger) -> None:
    ids = [asked(family, title=f"Story {n}") for n in range(5)]
    told = family.get(STORIES, params={"page": 2, "limit": 2}).json()
    assert [one["id"] for one in told["data"]] == [ids[2], ids[1]]
    assert told["pagination"] == {
        "page": 2, "limit": 2, "total": 5, "totalPages": 3, "hasNext": True, "hasPrevious": True,
    }  # fmt: skip
    assert family.get(STORIES, params={"limit": 1000}).json()["pagination"]["limit"] == 100
    assert family.get(STORIES, params={"status": "ready"}).json()["data"] == []
    assert code(family.get(STORIES, params={"status": "fine"})) == (422, "INVALID_BODY")
    assert code(family.get(STORIES, params={"page": 0})) == (422, "INVALID_BODY")


def test_another_familys_story_is_not_there(family: httpx.Client, neighbours: httpx.Client, ledger: Ledger) -> None:
    story = asked(family)
    for method, path in (
        ("GET", ""), ("DELETE", ""), ("GET", "/assets/status"), ("POST", "/assets"), ("GET", "/activities"),
        ("POST", "/assets/cover/retry"), ("POST", "/assets/cover/regenerate"),
    ):  # fmt: skip
        answer = neighbours.request(method, f"{STORIES}/{story}{path}", json={} if method == "POST" else None)
        assert code(answer) == (404, "STORY_NOT_FOUND")
    assert ledger.story(UUID(story)) is not None
    assert neighbours.get(STORIES).json()["data"] == []


def test_the_status_has_a_job_for_each_part(family: httpx.Client) -> None:
    story = asked(family, priority="high")
    told = family.get(f"{STORIES}/{story}/assets/status").json()["data"]
    assert told["overall"] == "generating"
    assert [job["asset_type"] for job in told["jobs"]] == [part.value for part in Part]
    assert {job["priority"] for job in told["jobs"]} == {"high"}


def test_parts_are_queued_again_with_the_next_attempt(family: httpx.Client, ledger: Ledger) -> None:
    story = asked(family)
    answer = family.post(f"{STORIES}/{story}/assets", json={"assetTypes": ["cover", "audio"], "priority": "urgent"})
    assert answer.status_code == 202
    told = answer.json()["data"]
    assert [(job["assetType"], job["status"]) for job in told["jobs"]] == [("cover", "queued"), ("audio", "queued")]
    assert told["estimatedTime"] == 90
    row = ledger.story(UUID(story))
    assert row is not None
    assert {job.part: job.attempt for job in row.jobs if job.attempt > 1} == {Part.COVER: 2, Part.AUDIO: 2}


def test_a_failed_part_is_tried_again_with_what_lay_below_it(family: httpx.Client, ledger: Ledger) -> None:
    story = asked(family)
    made(ledger, story, Part.CONTENT)
    claim = ledger.claim(subject_id=UUID(story), part=Part.SCENE_3, run_id="r", mode=ClaimMode.QUEUE)
    ledger.fail(claim, error="No.")
    answer = family.post(f"{STORIES}/{story}/assets/scene_3/retry")
    assert [job["assetType"] for job in answer.json()["data"]["jobs"]] == ["scene_3", "scene_4", "pdf"]
    assert code(family.post(f"{STORIES}/{story}/assets/scene_3/retry")) == (409, "NOT_READY_TO_RETRY")
    assert code(family.post(f"{STORIES}/{story}/assets/film/retry")) == (422, "INVALID_BODY")


def test_a_part_is_made_anew_with_a_note_and_everything_below_it_without(family: httpx.Client, ledger: Ledger) -> None:
    story = asked(family)
    note = {"note": "Let it be evening."}
    told = family.post(f"{STORIES}/{story}/assets/scene_4/regenerate", json=note).json()["data"]
    assert [job["assetType"] for job in told["jobs"]] == ["scene_4", "pdf"]
    row = ledger.story(UUID(story))
    assert row is not None
    notes = {job.part: job.metadata.get("objection") for job in row.jobs}
    assert {part for part, said in notes.items() if said} == {Part.SCENE_4}
    assert notes[Part.SCENE_4] == "Let it be evening."
    shown = family.get(f"{STORIES}/{story}/assets/status").json()["data"]["jobs"]
    assert all(set(job["metadata"]) == {"priority"} for job in shown)
    assert family.post(f"{STORIES}/{story}/assets/scene_4/regenerate").status_code == 202


def test_activities_come_when_they_are_made(family: httpx.Client) -> None:
    story = asked(family)
    told = family.get(f"{STORIES}/{story}/activities").json()["data"]
    assert told == {"storyId": story, "activities": [], "status": "pending", "count": 0}


@pytest.mark.parametrize("path", [f"{STORIES}/{UUID(int=9)}", f"{STORIES}/not-an-id", "/api/v1/nothing"])
def test_what_is_not_there_is_said_in_the_envelope(family: httpx.Client, path: str) -> None:
    status, _ = code(family.get(path))
    assert status in (404, 422)


@pytest.mark.parametrize("hostile", ["'; drop table stories; --", "<script>alert(1)</script>", "../../etc/passwd"])
def test_hostile_words_stay_words(family: httpx.Client, ledger: Ledger, hostile: str) -> None:
    answer = family.post(STORIES, json={"storyIdea": hostile, "theme": hostile})
    assert answer.status_code == 201
    row = ledger.story(UUID(answer.json()["data"]["id"]))
    assert row is not None
    assert row.metadata["storyIdea"] == hostile
    assert "application/json" in answer.headers["content-type"]


def test_a_request_is_read_up_to_a_bound(family: httpx.Client, ledger: Ledger) -> None:
    large = b'{"storyIdea": "' + b"a" * MOST_BYTES + b'"}'
    assert code(family.post(STORIES, content=large)) == (413, "TOO_LARGE")

    def dripped() -> Iterator[bytes]:
        for _ in range(40):
            yield b"a" * 10_000

    assert code(family.post(STORIES, content=dripped())) == (413, "TOO_LARGE")
    assert ledger.queue(limit=1) == ()


def test_the_service_says_whether_it_can_work(family: httpx.Client) -> None:
    assert family.get("/health/live").json()["data"] == {"status": "live"}
    assert family.get("/health/ready").json()["data"] == {"status": "ready"}


def test_without_a_database_it_lives_and_is_not_ready() -> None:
    with (
        serving(settings("postgresql://nobody@127.0.0.1:1/none")) as url,
        httpx.Client(base_url=url, timeout=60.0) as client,
    ):
        assert client.get("/health/live").status_code == 200
        answer = client.get("/health/ready")
        assert code(answer) == (503, "DATABASE_UNREACHABLE")
        assert int(answer.headers["retry-after"]) > 0


def test_who_asks_too_often_waits_and_the_others_do_not(database: str) -> None:
    with serving(settings(database, requests_per_minute=5)) as url:
        mine = httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token(FAMILY)}"})
        other = httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token(uuid4())}"})
        with mine, other:
            seen = [mine.get(STORIES).status_code for _ in range(6)]
            assert seen == [200] * 5 + [429]
            refused = mine.get(STORIES)
            assert code(refused) == (429, "TOO_MANY_REQUESTS")
            assert 0 < int(refused.headers["retry-after"]) <= 60
            assert other.get(STORIES).status_code == 200


def test_the_openapi_document_is_complete(family: httpx.Client) -> None:
    document = family.get("/openapi.json").json()
    paths = set(document["paths"])
    assert {STORIES, f"{STORIES}/{{story_id}}", f"{STORIES}/{{story_id}}/assets/{{asset}}/retry"} <= paths
    assert all("summary" in one for methods in document["paths"].values() for one in methods.values())


def made(ledger: Ledger, story: str, part: Part) -> None:
    claim = ledger.claim(subject_id=UUID(story), part=part, run_id="r", mode=ClaimMode.QUEUE)
    ledger.record(claim, columns={}, url=None, object_key="k/k")
