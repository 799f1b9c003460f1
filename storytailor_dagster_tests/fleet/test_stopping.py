"""A worker that is told to stop, and a run that is: stories in flight are finished, or nothing more is bought."""

from __future__ import annotations

import signal

from dagster import DagsterEventType

from storytailor_dagster_tests.fleet.fleet import Fleet, Status

MADE = {"text": 1, "speech": 1, "picture": 5}
"""What a story takes of each provider."""


def test_a_worker_told_to_stop_finishes_its_stories_while_another_takes_the_rest(fleet: Fleet) -> None:
    fleet.held("text")
    fleet.held("text")
    with fleet.worker(concurrency=2) as old:
        in_flight = [fleet.asked(), fleet.asked()]
        fleet.until(lambda: len(fleet.emulator.at("text")) == 2)
        old.process.send_signal(signal.SIGTERM)
        with fleet.worker():
            later = fleet.asked()
            fleet.made(later)
            assert [fleet.overall(story) for story in in_flight] == ["generating", "generating"]
            fleet.emulator.let_go()
            fleet.made(*in_flight)
        assert old.process.wait(timeout=60) == 0
    stories = [*in_flight, later]
    assert [[run.status for run in fleet.runs(story)] for story in stories] == [[Status.SUCCESS]] * 3
    assert {door: len(fleet.emulator.at(door)) for door in MADE} == {door: 3 * each for door, each in MADE.items()}


def test_a_terminated_run_buys_nothing_more_and_the_next_one_is_whole(fleet: Fleet) -> None:
    fleet.held("picture")
    with fleet.worker():
        story = fleet.asked()
        fleet.until(lambda: fleet.hangs("picture") and fleet.states(story)["audio"] == "ready")
        (run,) = fleet.runs(story)
        assert fleet.instance.run_coordinator.cancel_run(run.run_id)
        fleet.until(lambda: fleet.status(story) is Status.CANCELED)
        calls = len(fleet.emulator.calls)
        fleet.emulator.let_go()
        fleet.until(lambda: not fleet.hangs("picture"))
        fleet.emulator.reset()
        following = fleet.asked()
        fleet.made(following)
    assert calls
    kinds = [event.dagster_event.event_type for event in fleet.instance.all_logs(run.run_id) if event.dagster_event]
    assert kinds.index(DagsterEventType.RUN_CANCELING) < kinds.index(DagsterEventType.RUN_CANCELED)
    assert DagsterEventType.RUN_FAILURE not in kinds
    assert len(fleet.runs(story)) == 1
    assert fleet.overall(story) == "partial"
    assert fleet.emulator.bought_twice() == []
