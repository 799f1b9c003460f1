"""A row becomes a story on a worker; the next one in the same process finds nothing of it."""

from __future__ import annotations

from storytailor_dagster_tests.fleet.fleet import Fleet, Status


def test_a_row_becomes_a_story_on_a_worker(fleet: Fleet) -> None:
    with fleet.worker() as worker:
        story = fleet.asked()
        fleet.made(story)
        (run,) = fleet.runs(story)
        fleet.until(lambda: fleet.runs(story)[0].status is Status.SUCCESS)
        assert fleet.pid(run) != worker.process.pid
