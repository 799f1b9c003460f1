"""Rows become stories on a worker, in a process that is used again and in which one finds nothing of another."""

from __future__ import annotations

from storytailor_dagster_tests.fleet.fleet import Fleet, Status


def test_rows_become_stories_one_after_another_in_the_same_process(fleet: Fleet) -> None:
    with fleet.worker() as worker:
        stories = [fleet.asked(), fleet.asked()]
        fleet.made(*stories)
        fleet.until(lambda: all(fleet.status(story) is Status.SUCCESS for story in stories))
        (process,) = {fleet.pid(run) for story in stories for run in fleet.runs(story)}
        assert process != worker.process.pid
    assert [len(fleet.runs(story)) for story in stories] == [1, 1]
    assert fleet.emulator.bought_twice() == []
    assert "Zuzka" not in fleet.logs()


def test_urgent_stories_are_taken_before_normal_ones_that_wait(fleet: Fleet) -> None:
    fleet.held("text")
    with fleet.worker():
        under_way = fleet.asked()
        fleet.until(lambda: fleet.hangs("text"))
        asked = [fleet.asked(priority=priority) for priority in ("normal", "high", "urgent")]
        fleet.until(lambda: all(fleet.status(story) is Status.STARTING for story in asked))
        fleet.emulator.let_go()
        fleet.made(under_way, *asked)
    assert sorted(asked, key=fleet.begun) == asked[::-1]
