"""Whether Dagster is about to run a failed run again by itself."""

import time

import dagster as dg

from storytailor_dagster.defs import tags

GIVEN_UP_SECONDS = 300.0
"""After the run's end: Dagster tries for a minute, and code server or database may have been away for longer."""


def is_to_be_retried(instance: dg.DagsterInstance, run: dg.DagsterRun) -> bool:
    """Until there is the retry, or Dagster has given it up. Right after a run's end it is not decided yet."""
    if run.status is not dg.DagsterRunStatus.FAILURE or tags.RETRIED_BY in run.tags:
        return False
    undecided = "true" if instance.run_retries_max_retries else "false"
    if run.tags.get(tags.WILL_RETRY, undecided) != "true":
        return False
    records = instance.get_run_records(dg.RunsFilter(run_ids=[run.run_id]))
    return any(one.end_time is None or time.time() - one.end_time < GIVEN_UP_SECONDS for one in records)
