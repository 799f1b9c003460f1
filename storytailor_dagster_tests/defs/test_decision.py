"""The queue's decision, without Dagster and without a database."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from storytailor_dagster.defs.sensors.decision import Ask, GiveUp, SubjectRun, decide
from storytailor_dagster.ledger import Queued
from storytailor_dagster.story.parts import Part

STORY = UUID("00000000-0000-4000-8000-000000000001")
ALL = tuple((part, 1) for part in Part)


def queued(jobs: tuple[tuple[Part, int], ...] = ALL, priority: str = "normal") -> Queued:
    return Queued(subject_id=STORY, priority=priority, created_at=datetime.now(UTC), jobs=jobs)


def run(asked: tuple[tuple[Part, int], ...] = (), *, ended: bool = False, parts: tuple[Part, ...] = ()) -> SubjectRun:
    return SubjectRun(ended=ended, asked=frozenset(asked), parts=frozenset(parts or (part for part, _ in asked)))


def asked(decision: Ask | GiveUp | None) -> Ask:
    assert isinstance(decision, Ask)
    return decision


def test_a_new_story_is_asked_for_whole() -> None:
    decision = asked(decide(queued=queued(priority="urgent"), runs=[]))
    assert decision.jobs == ALL
    assert decision.priority == "urgent"


def test_the_same_story_gets_the_same_run_key() -> None:
    assert asked(decide(queued=queued(), runs=[])).run_key == asked(decide(queued=queued(), runs=[])).run_key


def test_another_attempt_gets_another_run_key() -> None:
    again = ((Part.COVER, 2),)
    first = asked(decide(queued=queued(((Part.COVER, 1),)), runs=[]))
    assert asked(decide(queued=queued(again), runs=[])).run_key != first.run_key


def test_a_story_whose_run_has_not_ended_is_left_alone_whatever_part_it_is_at() -> None:
    still_queued = ALL[3:]
    assert decide(queued=queued(still_queued), runs=[run(ALL)]) is None


def test_a_run_that_a_person_launched_sees_to_its_parts() -> None:
    assert decide(queued=queued(((Part.AUDIO, 1),)), runs=[run(parts=(Part.AUDIO,))]) is None


def test_what_is_asked_anew_while_an_earlier_attempt_is_made_gets_a_run() -> None:
    decision = asked(decide(queued=queued(((Part.COVER, 2),)), runs=[run(ALL)]))
    assert decision.jobs == ((Part.COVER, 2),)


def test_a_run_that_ended_without_taking_a_job_is_followed_by_one_more() -> None:
    first = asked(decide(queued=queued(), runs=[]))
    second = asked(decide(queued=queued(), runs=[run(ALL, ended=True)]))
    assert second.run_key != first.run_key


def test_a_job_that_two_runs_left_is_given_up() -> None:
    decision = decide(queued=queued(), runs=[run(ALL, ended=True), run(ALL, ended=True)])
    assert decision == GiveUp(subject_id=STORY, jobs=ALL)


def test_runs_of_an_earlier_attempt_do_not_count_against_a_new_one() -> None:
    earlier = tuple((part, 1) for part in Part)
    now = ((Part.PDF, 2),)
    decision = decide(queued=queued(now), runs=[run(earlier, ended=True), run(earlier, ended=True)])
    assert asked(decision).jobs == now
