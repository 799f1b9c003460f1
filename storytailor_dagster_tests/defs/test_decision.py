"""The queue's decision, without Dagster and without a database."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from storytailor_dagster.defs.sensors.decision import Ask, GiveUp, SubjectRun, decide
from storytailor_dagster.ledger import Queued
from storytailor_dagster.story.parts import Part

STORY = UUID("00000000-0000-4000-8000-000000000001")
ALL = tuple((part, 1) for part in Part)


def queued(jobs: tuple[tuple[Part, int], ...] = ALL, priority: str = "normal", making: tuple[Part, ...] = ()) -> Queued:
    now = datetime.now(UTC)
    return Queued(subject_id=STORY, priority=priority, created_at=now, jobs=jobs, making=frozenset(making))


def run(
    asked: tuple[tuple[Part, int], ...] = (),
    *,
    ended: bool = False,
    canceled: bool = False,
    parts: tuple[Part, ...] = (),
) -> SubjectRun:
    parts = parts or tuple(part for part, _ in asked)
    return SubjectRun(ended=ended or canceled, canceled=canceled, asked=frozenset(asked), parts=frozenset(parts))


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


def test_what_needs_a_part_that_another_run_makes_waits_for_it_and_so_does_what_is_below() -> None:
    """The family asks for activities anew while the pictures are drawn: the book is not asked for in vain."""
    again = ((Part.ACTIVITIES, 2), (Part.PDF, 2))
    first = run(ALL)
    decision = asked(decide(queued=queued(((Part.SCENE_4, 1), *again), making=(Part.SCENE_3,)), runs=[first]))
    assert decision.jobs == ((Part.ACTIVITIES, 2),)
    below_the_text = queued(((Part.COVER, 2), (Part.SCENE_1, 2), (Part.PDF, 2)), making=(Part.CONTENT,))
    assert decide(queued=below_the_text, runs=[run(((Part.CONTENT, 1),))]) is None


def test_it_gets_its_run_once_they_are_made() -> None:
    again = ((Part.PDF, 2),)
    assert asked(decide(queued=queued(again), runs=[run(ALL)])).jobs == again


def test_scenes_that_lean_on_the_cover_alone_do_not_wait_for_each_other() -> None:
    again, making = ((Part.SCENE_2, 2),), (Part.SCENE_1,)
    assert decide(queued=queued(again, making=making), runs=[run(ALL)]) is None
    assert asked(decide(queued=queued(again, making=making), runs=[run(ALL)], references="cover")).jobs == again


def test_what_was_asked_of_a_canceled_run_is_given_up_and_nothing_else() -> None:
    jobs = ((Part.AUDIO, 1), (Part.COVER, 2))
    decision = decide(queued=queued(jobs), runs=[run(ALL, canceled=True)])
    assert decision == GiveUp(subject_id=STORY, jobs=((Part.AUDIO, 1),), canceled=True)


def test_a_hopeless_part_is_given_up_alone() -> None:
    tried = run(((Part.PDF, 2),), ended=True)
    jobs = ((Part.AUDIO, 3), (Part.PDF, 2))
    assert decide(queued=queued(jobs), runs=[tried, tried]) == GiveUp(subject_id=STORY, jobs=((Part.PDF, 2),))
