from __future__ import annotations

from storytailor_dagster.ledger import Ledger
from storytailor_dagster.ledger.statements import statement
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.ledger.help import FAMILY, Connection, claimed, made, new_story


def test_urgent_before_high_before_normal_then_the_oldest_first(ledger: Ledger) -> None:
    priorities = ["normal", "high", "urgent", "high", "normal"]
    stories = [new_story(ledger, priority=priority) for priority in priorities]
    queue = ledger.queue(limit=10)
    assert [queued.subject_id for queued in queue] == [stories[n] for n in (2, 1, 3, 0, 4)]
    assert [queued.priority for queued in queue] == ["urgent", "high", "high", "normal", "normal"]
    assert [queued.subject_id for queued in ledger.queue(limit=2)] == [stories[2], stories[1]]


def test_only_what_is_queued_is_in_it_with_its_attempt(ledger: Ledger) -> None:
    story = new_story(ledger, generateAssets=["cover", "audio"])
    made(ledger, story, Part.CONTENT)
    claimed(ledger, story, Part.COVER)
    ledger.ask(subject_id=story, parts=[Part.CONTENT])
    (queued,) = ledger.queue(limit=10)
    assert queued.jobs == ((Part.CONTENT, 2), (Part.AUDIO, 1))


def test_a_part_of_another_kind_in_work_holds_up_nothing(ledger: Ledger, connection: Connection) -> None:
    """The table takes kinds that are none of ours, and other services may write them."""
    story = new_story(ledger)
    connection.execute("insert into asset_generation_jobs (story_id, asset_type) values (%s, 'qr')", (story,))
    connection.execute("update asset_generation_jobs set status = 'generating' where asset_type = 'qr'")
    (queued,) = ledger.queue(limit=10)
    assert (len(queued.jobs), queued.making) == (9, frozenset())


def test_a_story_stands_where_its_most_urgent_part_does(ledger: Ledger) -> None:
    calm, mixed = new_story(ledger), new_story(ledger)
    ledger.ask(subject_id=mixed, parts=[Part.PDF], priority="urgent")
    first, second = ledger.queue(limit=2)
    assert (first.subject_id, first.priority, len(first.jobs)) == (mixed, "urgent", 9)
    assert second.subject_id == calm


def test_an_empty_queue_is_empty(ledger: Ledger) -> None:
    story = new_story(ledger)
    made(ledger, story, *Part)
    assert ledger.queue(limit=10) == ()


def test_a_long_queue_is_read_through_its_own_index(ledger: Ledger, connection: Connection) -> None:
    connection.execute("insert into stories (creator_user_id) select %s from generate_series(1, 600)", (FAMILY,))
    connection.execute("analyze asset_generation_jobs")
    plan = connection.execute(f"explain {statement('queue')}".encode(), {"limit": 5, "parts": list(Part)}).fetchall()
    assert any("jobs_queue" in row[0] for row in plan), plan
    assert len(ledger.queue(limit=5)) == 5
