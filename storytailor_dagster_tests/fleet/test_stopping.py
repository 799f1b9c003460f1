"""A worker that is told to stop, and a run that is: stories in flight are finished, or nothing more is bought."""

from __future__ import annotations

import signal
from pathlib import Path

from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.fleet.fleet import Fleet, Status


def test_a_worker_told_to_stop_finishes_its_stories_while_another_takes_the_rest(fleet: Fleet) -> None:
    fleet.held("text")
    fleet.held("text")
    with fleet.worker(concurrency=2) as old:
        in_flight = [fleet.asked(Part.AUDIO), fleet.asked(Part.AUDIO)]
        fleet.until(lambda: len(fleet.emulator.at("text")) == 2)
        old.process.send_signal(signal.SIGTERM)
        with fleet.worker():
            later = fleet.asked(Part.AUDIO)
            fleet.made(later)
            assert [fleet.overall(story) for story in in_flight] == ["generating", "generating"]
            fleet.emulator.let_go()
            fleet.made(*in_flight)
        assert old.process.wait(timeout=60) == 0
    assert [[run.status for run in fleet.runs(story)] for story in (*in_flight, later)] == [[Status.SUCCESS]] * 3
    assert fleet.bought() == {"text": 3, "speech": 3, "picture": 0}


def test_a_worker_told_twice_stops_at_once(fleet: Fleet) -> None:
    fleet.held("text")
    with fleet.worker() as worker:
        story = fleet.asked(Part.AUDIO)
        fleet.until(lambda: fleet.hangs("text"))
        (run,) = fleet.runs(story)
        worker.process.send_signal(signal.SIGTERM)
        fleet.until(lambda: "Warm shutdown" in worker.log.read_text())
        worker.process.send_signal(signal.SIGTERM)
        assert worker.process.wait(timeout=30) == 1
        fleet.until(lambda: not Path(f"/proc/{fleet.pid(run)}").exists())
    fleet.instance.run_coordinator.cancel_run(run.run_id)
    fleet.emulator.let_go()


def test_a_terminated_run_says_canceling_first_and_buys_nothing_more(fleet: Fleet) -> None:
    fleet.held("picture")
    with fleet.worker():
        story = fleet.asked()
        fleet.until(lambda: fleet.hangs("picture") and fleet.states(story)["audio"] == "ready")
        (run,) = fleet.runs(story)
        assert fleet.instance.run_coordinator.cancel_run(run.run_id)
        fleet.until(lambda: fleet.overall(story) == "partial")
        fleet.emulator.let_go()
        following = fleet.asked(Part.AUDIO)
        fleet.made(following)
    assert fleet.bought() == {"text": 2, "speech": 2, "picture": 1}
    assert [run.status for run in fleet.runs(story)] == [Status.CANCELED]
    ends = [kind for kind in fleet.events(run) if kind.startswith("RUN_CANCEL") or kind == "RUN_FAILURE"]
    assert ends == ["RUN_CANCELING", "RUN_CANCELED"]
