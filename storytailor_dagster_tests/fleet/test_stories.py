"""Rows become stories on a worker: the most urgent first, one after another in the same process."""

from __future__ import annotations

import json

from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.fleet.fleet import Fleet, Status


def test_stories_are_made_in_one_process_the_urgent_before_those_that_wait(fleet: Fleet) -> None:
    fleet.held("text")
    with fleet.worker(STORYTAILOR_LOG_FORMAT="json") as worker:
        whole = fleet.asked()
        fleet.until(lambda: fleet.hangs("text"))
        waiting = [fleet.asked(Part.AUDIO, priority=priority) for priority in ("normal", "high", "urgent")]
        fleet.until(lambda: all(fleet.status(story) is Status.STARTING for story in waiting))
        fleet.emulator.let_go()
        fleet.made(whole, *waiting)
    assert sorted(waiting, key=fleet.begun) == waiting[::-1]
    runs = [run for story in (whole, *waiting) for run in fleet.runs(story)]
    assert [run.status for run in runs] == [Status.SUCCESS] * 4
    (process,) = {fleet.pid(run) for run in runs}
    assert process != worker.process.pid
    lines = [line for line in worker.log.read_text().splitlines() if line]
    lines.remove("worker: Warm shutdown (MainProcess)")  # which Celery writes past all logs, while a story may end
    told = [json.loads(line) for line in lines]
    made = {one["story"] for one in told if one.get("event") == "STEP_SUCCESS"}
    assert made == {str(story) for story in (whole, *waiting)}
    assert "Zuzka" not in fleet.logs()
