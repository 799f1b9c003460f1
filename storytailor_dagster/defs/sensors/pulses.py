"""Says within half a minute that a run's process is gone, so that Dagster runs the rest of its story again.

Silence counts only where somebody listened: after an outage of the database every run looks silent, and after one of
the daemon nobody knows. So after a gap in its own looks the sensor listens for a silence's length before it ends any.
Where every look comes after a gap (a busy machine, Dagster's own daemon), that is: a silence's length after it first
saw this one silent.
"""

import json
import time
from collections.abc import Mapping
from typing import Any

import dagster as dg

from storytailor_dagster.defs.sensors.unbegun import begins_within, unbegun
from storytailor_dagster.errors import Transient
from storytailor_dagster.ledger import SILENCE, Ledger

UNBROKEN = SILENCE / 2
"""The most between two looks without a gap. With a beat before it and one after, that is about a silence."""

_WATCHING = "watching"
"""In the cursor: since when there was no gap, and the last look (Unix seconds)."""

_SILENT = "silent"
"""In the cursor too: the runs that are silent, and since when that was seen (Unix seconds)."""

_UNBEGUN = "unbegun"
"""And the runs that have not begun, and for how many seconds they were watched. A gap counts as UNBROKEN at most: while
the database is away no process can give its first sign."""

_GONE = "Its process gives no sign of life: the process or its machine is gone. What is finished stays."
_NOBODY = "It waits nowhere, and no process has begun it: who launched or took it is gone, or the broker lost it."


@dg.sensor(
    name="lost_runs",
    minimum_interval_seconds=2,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Fails runs whose process is gone; Dagster goes on with them by itself, from where they were.",
)
def lost_runs(context: dg.SensorEvaluationContext, ledger: dg.ResourceParam[Ledger]) -> dg.SkipReason:
    before = json.loads(context.cursor or "{}")
    try:
        silent, now = ledger.pulses.silent(), time.time()
        since, seen = _watching_since(before, now), before.get(_SILENT, {})
        listened = now - since >= SILENCE.total_seconds()
        first = {run_id: float(seen.get(run_id, now)) for run_id in silent}
        told = [run_id for run_id in silent if listened or now - first[run_id] >= SILENCE.total_seconds()]
        lost = [run_id for run_id in told if _ended(context, ledger, run_id)]
        waiting = unbegun(context.instance, ledger)
        watched = {run.run_id: _watched(before, run.run_id, now) for run in waiting}
        for run in waiting:
            if watched[run.run_id] >= begins_within(run):
                context.instance.report_run_failed(run, _NOBODY)
                context.log.warning("Run %s was lost before it began.", run.run_id)
                lost.append(run.run_id)
    except Transient as error:
        return dg.SkipReason(f"Not all could be looked at this time. {error}")
    still = {run_id: first[run_id] for run_id in silent if run_id not in told}
    context.update_cursor(json.dumps({_WATCHING: [since, now], _SILENT: still, _UNBEGUN: watched}))
    if not listened:
        return dg.SkipReason(f"Looks again since a moment ago; {len(silent)} are silent so far.")
    return dg.SkipReason(f"{len(lost)} lost." if lost else "All give signs of life.")


def _watching_since(before: Mapping[str, Any], now: float) -> float:
    since, last = before.get(_WATCHING, (now, now))
    return float(since) if 0 <= now - last <= UNBROKEN.total_seconds() else now


def _watched(before: Mapping[str, Any], run_id: str, now: float) -> float:
    seconds = before.get(_UNBEGUN, {}).get(run_id)
    if seconds is None:
        return 0.0
    since_last = now - float(before[_WATCHING][1])
    return float(seconds) + min(max(since_last, 0.0), UNBROKEN.total_seconds())


def _ended(context: dg.SensorEvaluationContext, ledger: Ledger, run_id: str) -> bool:
    """Ends the run where nobody has; its row goes last, so that a sensor killed in between begins again."""
    run = context.instance.get_run_by_id(run_id)
    lost = run is not None and not run.is_finished
    if run is not None and lost:
        if run.status is dg.DagsterRunStatus.CANCELING:
            context.instance.report_run_canceled(run, _GONE)
        else:
            context.instance.report_run_failed(run, _GONE)
        context.log.warning("Run %s was lost.", run_id)
    ledger.pulses.over(run_id)
    return lost
