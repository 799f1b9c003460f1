from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg.types.json import Jsonb

from storytailor_dagster.errors import InvalidRequest
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.ledger.help import DISAGREEMENTS, FAMILY, Connection, new_story, read, statuses


def plain_insert(connection: Connection, metadata: Any = None, status: str | None = None) -> UUID:
    """What another service does: no more than it must."""
    row = connection.execute(
        "insert into stories (creator_user_id, metadata, status) values (%s, %s, coalesce(%s, 'generating'))"
        " returning id",
        (FAMILY, Jsonb(metadata or {}), status),
    ).fetchone()
    assert row is not None
    return UUID(str(row[0]))


def test_a_plain_insert_gets_nine_jobs_and_a_status_object(connection: Connection, ledger: Ledger) -> None:
    story = read(ledger, plain_insert(connection))
    assert [job.part for job in story.jobs] == list(Part)
    assert {(job.status, job.attempt, job.priority) for job in story.jobs} == {("queued", 1, "normal")}
    assert story.status == story.asset_generation_status["overall"] == "generating"
    assets = story.asset_generation_status["assets"]
    assert assets.pop("content") == {"status": "generating", "progress": 0}
    assert assets == {part.value: {"status": "pending", "progress": 0} for part in Part if part is not Part.CONTENT}
    assert story.asset_generation_started_at is not None


@pytest.mark.parametrize(
    ("wanted", "asked"),
    [
        (False, {Part.CONTENT}),
        (True, set(Part)),
        (None, set(Part)),
        (["cover", "audio"], {Part.CONTENT, Part.COVER, Part.AUDIO}),
        (["qr", "beats", 7], {Part.CONTENT}),
        ([], {Part.CONTENT}),
    ],
)
def test_generate_assets_narrows_what_is_made(
    connection: Connection, ledger: Ledger, wanted: Any, asked: set[Part]
) -> None:
    story = read(ledger, plain_insert(connection, {"generateAssets": wanted}))
    assert set(story.asset_generation_status["assets"]) == asked
    assert {job.part for job in story.jobs if job.status == "queued"} == asked
    assert {job.part for job in story.jobs if job.status == "canceled"} == set(Part) - asked


@pytest.mark.parametrize(
    ("given", "kept"), [("high", "high"), ("urgent", "urgent"), ("HIGHEST", "normal"), (3, "normal")]
)
def test_the_jobs_priority_comes_from_the_requests_metadata(
    connection: Connection, ledger: Ledger, given: Any, kept: str
) -> None:
    story = read(ledger, plain_insert(connection, {"priority": given}))
    assert {job.priority for job in story.jobs} == {kept}
    assert {job.metadata["priority"] for job in story.jobs} == {kept}


@pytest.mark.parametrize("metadata", [["a list"], "a word", 7])
def test_a_malformed_request_is_stored_with_its_jobs(connection: Connection, ledger: Ledger, metadata: Any) -> None:
    story = read(ledger, plain_insert(connection, metadata))
    assert len(story.jobs) == 9


def test_a_draft_has_no_jobs_until_it_begins(connection: Connection, ledger: Ledger) -> None:
    draft = plain_insert(connection, {"generateAssets": ["cover"]}, status="draft")
    assert read(ledger, draft).jobs == ()
    assert read(ledger, draft).asset_generation_status == {"overall": "pending", "assets": {}}
    connection.execute("update stories set status = 'generating' where id = %s", (draft,))
    assert {job.part for job in read(ledger, draft).jobs if job.status == "queued"} == {
        Part.CONTENT,
        Part.COVER,
    }
    assert connection.execute(DISAGREEMENTS).fetchall() == []


def test_asking_for_parts_of_a_draft_begins_it_with_these_only(connection: Connection, ledger: Ledger) -> None:
    draft = plain_insert(connection, status="draft")
    ledger.ask(subject_id=draft, parts=[Part.AUDIO, Part.CONTENT], priority="high")
    story = read(ledger, draft)
    assert story.status == "generating"
    assert {job.part for job in story.jobs if job.status == "queued"} == {Part.AUDIO, Part.CONTENT}
    assert statuses(ledger, draft) == {"content": "generating", "audio": "pending"}
    assert connection.execute(DISAGREEMENTS).fetchall() == []


def test_a_finished_story_that_is_imported_is_left_as_it_is(connection: Connection, ledger: Ledger) -> None:
    story = read(ledger, plain_insert(connection, status="ready"))
    assert (story.status, story.jobs) == ("ready", ())


def test_duplicate_jobs_of_others_are_absorbed(connection: Connection, ledger: Ledger) -> None:
    story = plain_insert(connection)
    connection.execute(
        "insert into asset_generation_jobs (story_id, asset_type, metadata)"
        " select %s, unnest(array['cover', 'pdf', 'pdf']), '{\"priority\": \"high\"}'",
        (story,),
    )
    assert [(job.part, job.priority) for job in read(ledger, story).jobs] == [(p, "normal") for p in Part]


@pytest.mark.parametrize("asset", ["qr", "webvtt", "music"])
def test_a_job_that_nobody_does_says_so(connection: Connection, asset: str) -> None:
    story = plain_insert(connection)
    connection.execute("insert into asset_generation_jobs (story_id, asset_type) values (%s, %s)", (story, asset))
    row = connection.execute(
        "select status, error_message from asset_generation_jobs where asset_type = %s", (asset,)
    ).fetchone()
    assert row == ("canceled", f"{asset} is not made by this system")


def test_a_job_that_others_queue_on_a_draft_is_asked_for(connection: Connection, ledger: Ledger) -> None:
    draft = plain_insert(connection, status="draft")
    connection.execute("insert into asset_generation_jobs (story_id, asset_type) values (%s, 'cover')", (draft,))
    assert statuses(ledger, draft) == {"cover": "pending"}


def test_the_same_request_with_the_same_id_is_absorbed(ledger: Ledger) -> None:
    story_id = uuid4()
    for _ in range(2):
        assert (
            ledger.insert_story(story_id=story_id, creator_user_id=FAMILY, title="T", age=6, metadata={"a": [1]})
            == story_id
        )
    assert len(read(ledger, story_id).jobs) == 9


@pytest.mark.parametrize("change", [{"title": "U"}, {"age": 7}, {"metadata": {}}, {"creator_user_id": uuid4()}])
def test_another_request_with_the_same_id_is_refused(ledger: Ledger, change: dict[str, Any]) -> None:
    body: dict[str, Any] = {
        "story_id": uuid4(),
        "creator_user_id": FAMILY,
        "title": "T",
        "age": 6,
        "metadata": {"a": 1},
    }
    ledger.insert_story(**body)
    with pytest.raises(InvalidRequest) as refused:
        ledger.insert_story(**{**body, **change})
    assert refused.value.code == "STORY_ID_TAKEN"


def test_text_that_postgres_refuses_is_cleaned(ledger: Ledger) -> None:
    story = read(
        ledger,
        ledger.insert_story(
            creator_user_id=FAMILY, title="A\x00B", metadata={"k\x00": ["\ud800x", "\\u0000 as letters"]}
        ),
    )
    assert story.title == "AB"
    assert story.metadata == {"k": ["x", "\\u0000 as letters"]}


def test_every_change_raises_the_revision_by_one_and_is_announced(connection: Connection, ledger: Ledger) -> None:
    connection.execute("listen storytailor")
    story = new_story(ledger)
    connection.execute("update stories set title = 'New' where id = %s", (story,))
    assert ledger.forget(story)
    announced = [json.loads(note.payload) for note in connection.notifies(timeout=5, stop_after=3)]
    at = [datetime.fromisoformat(one.pop("at")) for one in announced]
    assert at == sorted(at)
    assert announced == [
        {"table": "stories", "type": kind, "id": str(story), "rev": revision, "owner": str(FAMILY)}
        for kind, revision in [("INSERT", 0), ("UPDATE", 1), ("DELETE", 1)]
    ]
