from __future__ import annotations

from uuid import UUID

from storytailor_dagster.errors import Permanent
from storytailor_dagster.ledger import ClaimMode, Ledger
from storytailor_dagster.story.parts import Part, below
from storytailor_dagster.subjects import AnyPart
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


def errors(ledger: Ledger, story: UUID) -> dict[AnyPart, str | None]:
    return {job.part: job.error_message for job in read(ledger, story).jobs if job.status == "failed"}


def test_what_needs_a_failed_part_fails_with_it_and_says_why(ledger: Ledger, connection: Connection) -> None:
    story = new_story(ledger)
    made(ledger, story, Part.CONTENT, Part.COVER, Part.SCENE_1)
    failed = ledger.fail(claimed(ledger, story, Part.SCENE_2), error="the hero has no wheelchair")
    assert failed == (Part.SCENE_3, Part.SCENE_4, Part.PDF)
    because = "needs scene_2, which failed: the hero has no wheelchair"
    assert errors(ledger, story) == {
        Part.SCENE_2: "the hero has no wheelchair",
        **dict.fromkeys(failed, because),
    }
    state = read(ledger, story).asset_generation_status["assets"]["pdf"]
    assert state == {"status": "failed", "progress": 0, "error": because}
    assert read(ledger, story).status == "generating"
    made(ledger, story, Part.AUDIO, Part.ACTIVITIES)
    row = read(ledger, story)
    assert (row.status, row.asset_generation_status["overall"]) == ("ready", "partial")
    assert connection.execute(DISAGREEMENTS).fetchall() == []


def test_a_failure_is_one_event_with_all_it_takes_along(ledger: Ledger) -> None:
    story = new_story(ledger)
    claim = claimed(ledger, story, Part.CONTENT)
    before = read(ledger, story).revision
    ledger.fail(claim, error="no")
    assert read(ledger, story).revision == before + 1


def test_without_its_text_a_story_fails_at_once(ledger: Ledger) -> None:
    story = new_story(ledger)
    assert ledger.fail(claimed(ledger, story, Part.CONTENT), error="no") == below(Part.CONTENT)
    assert read(ledger, story).status == "failed"
    assert set(statuses(ledger, story).values()) == {"failed"}


def test_parts_that_are_made_or_being_made_outlive_the_failure_of_one_above(ledger: Ledger) -> None:
    story = new_story(ledger)
    made(ledger, story, *Part)
    claimed(ledger, story, Part.PDF, "person", ClaimMode.PERSON)
    ledger.ask(subject_id=story, parts=[Part.SCENE_4])
    assert ledger.fail(claimed(ledger, story, Part.SCENE_4), error="no") == ()
    assert jobs(ledger, story)[Part.PDF] == "generating"
    assert jobs(ledger, story)[Part.SCENE_1] == "ready"


def test_a_run_that_ended_leaves_nothing_of_its_own_unfinished(ledger: Ledger, connection: Connection) -> None:
    story = new_story(ledger)
    made(ledger, story, Part.CONTENT)
    claimed(ledger, story, Part.COVER, "run")
    claimed(ledger, story, Part.AUDIO, "another run")
    asked = [(part, 1) for part in Part if part is not Part.ACTIVITIES]
    failed = ledger.release(run_id="run", subject_id=story, asked=asked, error="the run was canceled")
    assert failed == (Part.COVER, Part.SCENE_1, Part.SCENE_2, Part.SCENE_3, Part.SCENE_4, Part.PDF)
    assert set(errors(ledger, story).values()) == {"the run was canceled"}
    assert jobs(ledger, story)[Part.AUDIO] == "generating"
    assert jobs(ledger, story)[Part.ACTIVITIES] == "queued"
    assert ledger.release(run_id="run", subject_id=story, asked=asked, error="again") == ()
    assert connection.execute(DISAGREEMENTS).fetchall() == []


def test_a_run_that_ended_does_not_touch_what_was_asked_since(ledger: Ledger) -> None:
    story = new_story(ledger)
    claimed(ledger, story, Part.COVER, "run")
    ledger.ask(subject_id=story, parts=Part)
    asked = [(part, 1) for part in Part]
    assert ledger.release(run_id="run", subject_id=story, asked=asked, error="canceled") == ()
    assert set(jobs(ledger, story).values()) == {"queued"}


def test_queued_jobs_that_no_run_takes_are_given_up(ledger: Ledger) -> None:
    story = new_story(ledger)
    made(ledger, story, Part.CONTENT)
    failed = ledger.give_up(
        subject_id=story, jobs=[(Part.SCENE_4, 1), (Part.AUDIO, 2)], error="no run could be started"
    )
    assert failed == (Part.SCENE_4, Part.PDF)
    assert errors(ledger, story)[Part.PDF] == "needs scene_4, which failed: no run could be started"


def test_a_job_without_a_sign_of_life_fails(ledger: Ledger, connection: Connection) -> None:
    late, alive = new_story(ledger), new_story(ledger)
    made(ledger, late, Part.CONTENT)
    claimed(ledger, late, Part.ACTIVITIES)
    claimed(ledger, alive, Part.CONTENT)
    connection.execute(
        "update asset_generation_jobs set lease_expires_at = now() - interval '1 second'"
        " where story_id = %s and status = 'generating'",
        (late,),
    )
    assert ledger.expire(error="no sign of life") == ((late, Part.ACTIVITIES), (late, Part.PDF))
    assert ledger.expire(error="no sign of life") == ()
    assert jobs(ledger, alive)[Part.CONTENT] == "generating"
    assert connection.execute(DISAGREEMENTS).fetchall() == []


def test_renewing_is_a_sign_of_life(ledger: Ledger, connection: Connection) -> None:
    story = new_story(ledger)
    claim = claimed(ledger, story, Part.CONTENT)
    connection.execute(
        "update asset_generation_jobs set lease_expires_at = now() - interval '1 second' where asset_type = 'content'"
    )
    ledger.renew(claim)
    assert ledger.expire(error="late") == ()


def test_a_failed_part_keeps_its_code_and_remedy_until_it_is_asked_for_again(ledger: Ledger) -> None:
    story = new_story(ledger)
    made(ledger, story, Part.CONTENT, Part.COVER)
    no_credit = Permanent("The account has no credit left.", code="QUOTA", remedy="Add credit.")
    ledger.fail(claimed(ledger, story, Part.SCENE_4), error=no_credit)
    told = {job.part: (job.code, job.remedy) for job in read(ledger, story).jobs if job.status == "failed"}
    assert told == {Part.SCENE_4: ("QUOTA", "Add credit."), Part.PDF: (None, None)}
    assert errors(ledger, story)[Part.SCENE_4] == "The account has no credit left."
    ledger.ask(subject_id=story, parts=[Part.SCENE_4])
    assert {(job.code, job.remedy) for job in read(ledger, story).jobs} == {(None, None)}


def test_a_person_who_launches_a_failed_part_clears_what_it_failed_of(ledger: Ledger) -> None:
    story = new_story(ledger)
    ledger.fail(claimed(ledger, story, Part.CONTENT), error=Permanent("No.", code="QUOTA", remedy="Add credit."))
    made_by_hand = claimed(ledger, story, Part.CONTENT, "person", ClaimMode.PERSON)
    ledger.record(made_by_hand, columns={}, url=None, object_key=None)
    job = read(ledger, story).job(Part.CONTENT)
    assert job is not None
    assert (job.status, job.code, job.remedy) == ("ready", None, None)
