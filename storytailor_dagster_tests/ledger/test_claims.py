from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from storytailor_dagster.errors import Gone, Superseded, Transient
from storytailor_dagster.ledger import Claim, ClaimMode, Ledger
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.ledger.help import (
    DISAGREEMENTS,
    Connection,
    claimed,
    jobs,
    made,
    new_story,
    read,
    statuses,
)


def job(ledger: Ledger, story: UUID, part: Part) -> tuple[str, int, int, str | None]:
    row = read(ledger, story).job(part)
    assert row is not None
    return row.status, row.attempt, row.retry_count, row.run_id


def record(ledger: Ledger, claim: Claim, **columns: Any) -> None:
    ledger.record(claim, columns=columns, url="https://cdn.test/it", object_key="it.png")


def test_of_32_runs_one_gets_the_job(ledger: Ledger) -> None:
    story = new_story(ledger)

    def attempt(number: int) -> str | None:
        try:
            return claimed(ledger, story, Part.COVER, f"run {number}").run_id
        except Superseded:
            return None

    with ThreadPoolExecutor(32) as threads:
        winners = [run for run in threads.map(attempt, range(32)) if run]
    assert len(winners) == 1
    assert job(ledger, story, Part.COVER) == ("generating", 1, 0, winners[0])


def test_a_claim_shows_at_once_in_the_status_object(ledger: Ledger) -> None:
    story = new_story(ledger)
    claimed(ledger, story, Part.COVER)
    cover = read(ledger, story).asset_generation_status["assets"]["cover"]
    assert cover.pop("startedAt").endswith("Z")
    assert cover == {"status": "generating", "progress": 0}


def test_a_result_is_recorded_in_job_status_and_column(ledger: Ledger) -> None:
    story = new_story(ledger)
    record(
        ledger, claimed(ledger, story, Part.SCENE_3), scene_art_url="https://cdn.test/3", hue={"sceneCHex1": "#112233"}
    )
    row = read(ledger, story)
    state = row.asset_generation_status["assets"]["scene_3"]
    assert (state["status"], state["progress"], state["url"]) == ("ready", 100, "https://cdn.test/it")
    assert state["completedAt"] >= state["startedAt"]
    assert row.scene_art_urls == [None, None, "https://cdn.test/3", None]
    assert row.hue_extracted_colors == {"sceneCHex1": "#112233"}
    done = row.job(Part.SCENE_3)
    assert done is not None
    assert (done.status, done.cost, done.metadata["object_key"]) == ("ready", Decimal(0), "it.png")


def test_scenes_keep_their_places_whatever_their_order(ledger: Ledger) -> None:
    story = new_story(ledger)
    for part in (Part.SCENE_4, Part.SCENE_1):
        record(ledger, claimed(ledger, story, part), scene_art_url=part.value)
    assert read(ledger, story).scene_art_urls == ["scene_1", None, None, "scene_4"]


def test_every_result_column_can_be_recorded(ledger: Ledger) -> None:
    story = new_story(ledger)
    columns = {
        "content": {"text": "Once\x00."},
        "title": "Found",
        "cover_art_url": "c",
        "audio_url": "a",
        "webvtt_url": "v",
        "audio_voice_id": "en",
        "audio_duration": 61.25,
        "audio_words": [{"txt": "Once", "start": 0.0, "end": 0.3}],
        "audio_blocks": {"a": "<span>"},
        "activities": [{"id": "1"}],
        "pdf_url": "p",
        "pdf_pages": 7,
        "pdf_file_size": 3_000_000_000,
    }
    record(ledger, claimed(ledger, story, Part.CONTENT), **columns)
    row = read(ledger, story)
    assert {name: getattr(row, name) for name in columns} == {**columns, "content": {"text": "Once."}}


def test_a_familys_own_title_stays(ledger: Ledger, connection: Connection) -> None:
    story = new_story(ledger)
    connection.execute("update stories set title = 'Ours' where id = %s", (story,))
    record(ledger, claimed(ledger, story, Part.CONTENT), title="Theirs")
    assert read(ledger, story).title == "Ours"


def test_a_column_that_holds_no_result_is_refused(ledger: Ledger) -> None:
    story = new_story(ledger)
    claim = claimed(ledger, story, Part.COVER)
    with pytest.raises(psycopg.errors.UndefinedColumn):
        record(ledger, claim, creator_user_id="x")
    assert job(ledger, story, Part.COVER)[0] == "generating"


def test_when_all_nine_are_ready_the_story_is(ledger: Ledger, connection: Connection) -> None:
    story = new_story(ledger)
    made(ledger, story, *Part)
    row = read(ledger, story)
    assert (row.status, row.asset_generation_status["overall"]) == ("ready", "ready")
    assert row.asset_generation_completed_at is not None
    assert row.finalized_at is not None
    assert connection.execute(DISAGREEMENTS).fetchall() == []


def test_the_queues_run_claims_what_it_holds_again_and_nothing_else(ledger: Ledger) -> None:
    story = new_story(ledger)
    first = claimed(ledger, story, Part.COVER, "mine")
    assert claimed(ledger, story, Part.COVER, "mine") == first
    with pytest.raises(Superseded):
        claimed(ledger, story, Part.COVER, "another's")
    record(ledger, first)
    with pytest.raises(Superseded):
        claimed(ledger, story, Part.COVER, "mine")


def test_a_person_may_always_claim_and_the_earlier_attempt_can_no_longer_write(ledger: Ledger) -> None:
    story = new_story(ledger)
    old = claimed(ledger, story, Part.COVER, "old")
    ledger.retrying(old, error="blank")
    new = claimed(ledger, story, Part.COVER, "person", ClaimMode.PERSON)
    assert (new.attempt, new.tries) == (2, 0)
    for write in (
        lambda: record(ledger, old),
        lambda: ledger.retrying(old, error="x"),
        lambda: ledger.fail(old, error="x"),
        lambda: ledger.renew(old),
    ):
        with pytest.raises(Superseded):
            write()
    record(ledger, new)
    assert job(ledger, story, Part.COVER) == ("ready", 2, 0, "person")


def test_a_person_claims_a_queued_job_without_a_new_attempt(ledger: Ledger) -> None:
    story = new_story(ledger)
    assert claimed(ledger, story, Part.COVER, mode=ClaimMode.PERSON).attempt == 1


def test_a_person_makes_a_part_that_was_not_asked_for(ledger: Ledger, connection: Connection) -> None:
    story = new_story(ledger, generateAssets=False)
    made(ledger, story, Part.CONTENT)
    assert read(ledger, story).status == "ready"
    claim = claimed(ledger, story, Part.COVER, mode=ClaimMode.PERSON)
    assert statuses(ledger, story) == {"content": "ready", "cover": "generating"}
    assert read(ledger, story).status == "generating"
    record(ledger, claim, cover_art_url="c")
    assert read(ledger, story).status == "ready"
    assert connection.execute(DISAGREEMENTS).fetchall() == []


def test_a_step_tried_again_keeps_its_attempt_and_counts_its_tries(ledger: Ledger) -> None:
    story = new_story(ledger)
    claim = claimed(ledger, story, Part.COVER)
    ledger.retrying(claim, error="letters in the picture")
    assert statuses(ledger, story)["cover"] == "retrying"
    assert jobs(ledger, story)[Part.COVER] == "generating"
    again = claimed(ledger, story, Part.COVER, mode=ClaimMode.RETRY)
    assert (again.attempt, again.tries, ledger.tries(again)) == (1, 1, 1)
    assert statuses(ledger, story)["cover"] == "generating"


def test_a_retried_run_takes_over_from_those_it_goes_on_from_only(ledger: Ledger) -> None:
    story = new_story(ledger)
    claimed(ledger, story, Part.COVER, "parent")
    with pytest.raises(Superseded):
        claimed(ledger, story, Part.COVER, "child", ClaimMode.RETRY)
    with pytest.raises(Superseded):
        ledger.claim(subject_id=story, part=Part.COVER, run_id="child", mode=ClaimMode.RETRY, retried_runs=["another"])
    claim = ledger.claim(
        subject_id=story, part=Part.COVER, run_id="child", mode=ClaimMode.RETRY, retried_runs=["lost at once", "parent"]
    )
    assert (claim.attempt, job(ledger, story, Part.COVER)[3]) == (1, "child")


@pytest.mark.parametrize("state", ["ready", "failed", "canceled"])
def test_an_automatic_retry_revives_nothing(ledger: Ledger, connection: Connection, state: str) -> None:
    story = new_story(ledger)
    claimed(ledger, story, Part.COVER)
    connection.execute("update asset_generation_jobs set status = %s where asset_type = 'cover'", (state,))
    with pytest.raises(Superseded):
        claimed(ledger, story, Part.COVER, mode=ClaimMode.RETRY)


def test_what_a_lost_run_made_without_telling_dagster_is_made_again_by_its_retry(
    ledger: Ledger, connection: Connection
) -> None:
    story = new_story(ledger)
    record(ledger, claimed(ledger, story, Part.COVER, "parent"), cover_art_url="c")
    with pytest.raises(Superseded):
        ledger.claim(subject_id=story, part=Part.COVER, run_id="child", mode=ClaimMode.RETRY, retried_runs=["another"])
    claim = ledger.claim(
        subject_id=story, part=Part.COVER, run_id="child", mode=ClaimMode.RETRY, retried_runs=["parent"]
    )
    assert (claim.attempt, statuses(ledger, story)["cover"]) == (1, "generating")
    record(ledger, claim, cover_art_url="c")
    assert statuses(ledger, story)["cover"] == "ready"
    assert connection.execute(DISAGREEMENTS).fetchall() == []


def test_a_result_may_be_recorded_again_where_the_answer_was_lost(ledger: Ledger, connection: Connection) -> None:
    story = new_story(ledger)
    claim = claimed(ledger, story, Part.COVER)
    for _ in range(2):
        record(ledger, claim, cover_art_url="c")
        assert (jobs(ledger, story)[Part.COVER], statuses(ledger, story)["cover"]) == ("ready", "ready")
    assert connection.execute(DISAGREEMENTS).fetchall() == []


def test_asking_again_raises_the_attempt_and_fences_off_who_worked(ledger: Ledger, connection: Connection) -> None:
    story = new_story(ledger)
    made(ledger, story, *Part)
    worker = claimed(ledger, story, Part.PDF, "person", ClaimMode.PERSON)
    ledger.ask(subject_id=story, parts=[Part.PDF, Part.COVER], priority="urgent")
    assert job(ledger, story, Part.COVER) == ("queued", 2, 0, None)
    assert job(ledger, story, Part.PDF) == ("queued", 3, 0, None)
    assert statuses(ledger, story)["cover"] == "pending"
    assert read(ledger, story).status == "generating"
    assert [queued.priority for queued in ledger.queue(limit=5)] == ["urgent"]
    with pytest.raises(Superseded):
        record(ledger, worker)
    assert connection.execute(DISAGREEMENTS).fetchall() == []


def test_a_story_deleted_while_it_is_made_says_so(ledger: Ledger) -> None:
    story = new_story(ledger)
    claim = claimed(ledger, story, Part.COVER)
    assert ledger.forget(story)
    assert not ledger.forget(story)
    assert ledger.story(story) is None
    for write in (
        lambda: record(ledger, claim),
        lambda: ledger.fail(claim, error="x"),
        lambda: ledger.spending.note(claim, try_number=1, provider="p", purpose="picture", outcome="ok"),
        lambda: claimed(ledger, story, Part.COVER, mode=ClaimMode.PERSON),
        lambda: ledger.ask(subject_id=story, parts=[Part.COVER]),
    ):
        with pytest.raises(Gone):
            write()


def test_a_database_that_cannot_be_reached_is_worth_waiting_for() -> None:
    with (
        Ledger("postgresql://nobody@127.0.0.1:1/none", wait_seconds=0.2) as ledger,
        pytest.raises(Transient),
    ):
        ledger.story(uuid4())
