"""A worker, its machine or the broker's memory is gone: it is told within 30 s, and what is finished stays bought."""

from __future__ import annotations

import os
import signal
from contextlib import suppress

from storytailor_dagster.defs.tags import BROKER_TASK
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.fleet.fleet import Fleet, Status

TOLD_SECONDS = 30.0
"""A promise to operators, and no measure of speed: more than half of it is the silence that is waited for."""


def test_a_story_whose_worker_was_killed_ends_ready_and_nothing_finished_is_bought_again(fleet: Fleet) -> None:
    fleet.held("picture")
    with fleet.worker() as worker:
        story = fleet.asked()
        fleet.until(lambda: fleet.hangs("picture") and fleet.states(story)["audio"] == "ready")
        (lost,) = fleet.runs(story)
        finished = {call.digest for call in fleet.emulator.calls if call.billed}
        for process in (worker.process.pid, fleet.pid(lost)):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        fleet.until(lambda: fleet.runs(story)[0].status is Status.FAILURE, seconds=TOLD_SECONDS)
    fleet.emulator.let_go()
    with fleet.worker():
        fleet.made(story)
    assert [run.parent_run_id for run in fleet.runs(story)] == [None, lost.run_id]
    bought = [call.digest for call in fleet.emulator.calls if call.billed]
    assert [digest for digest in finished if bought.count(digest) > 1] == []
    assert fleet.bought() == {"text": 1, "speech": 1, "picture": 5 + 1}, "the one in flight, again, and no other"


def test_a_broker_that_lost_all_costs_no_story(fleet: Fleet) -> None:
    """The waiting one is then as one whose worker was gone before its first sign of life: nowhere, and not begun."""
    fleet.held("text")
    with fleet.worker():
        under_way = fleet.asked(Part.AUDIO)
        fleet.until(lambda: fleet.hangs("text"))
        waiting = fleet.asked(Part.AUDIO)
        fleet.until(lambda: any(BROKER_TASK in run.tags for run in fleet.runs(waiting)))
        fleet.broker.kill()
        fleet.broker.start()
        fleet.until(lambda: len(fleet.runs(waiting)) == 2, seconds=TOLD_SECONDS)
        fleet.emulator.let_go()
        fleet.made(under_way, waiting)
    assert [run.status for run in fleet.runs(under_way)] == [Status.SUCCESS]
    assert [run.status for run in fleet.runs(waiting)] == [Status.FAILURE, Status.SUCCESS]
