"""Runs that were launched, wait in no broker, and whose process has never given a sign. For the sensor `lost_runs`."""

import json
import time
from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import dagster as dg

from storytailor_dagster.ledger import Ledger

BEGINS_WITHIN_SECONDS = 15.0
"""From a worker's taking a run to its first sign of life; usually some 0.1 s."""

_STARTING = dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTING])
_MOST = 500


@runtime_checkable
class _ByBroker(Protocol):
    """A launcher that knows which of its runs still wait; others are watched by Dagster's run monitoring."""

    def taken(self, runs: Sequence[dg.DagsterRun]) -> Sequence[dg.DagsterRun]: ...


def never_begun(context: dg.SensorEvaluationContext, ledger: Ledger) -> Sequence[dg.DagsterRun]:
    """Runs that have been so for longer than a beginning takes. Remembers in the sensor's cursor since when.

    Raises:
        Transient: broker or ledger can't be reached.
    """
    launcher = context.instance.run_launcher
    if not isinstance(launcher, _ByBroker):
        return ()
    starting = context.instance.get_runs(_STARTING, limit=_MOST)
    taken = launcher.taken(starting) if starting else ()
    known = ledger.pulses.known([run.run_id for run in taken])
    silent = [run for run in taken if run.run_id not in known]
    before, now = json.loads(context.cursor or "{}"), time.time()
    since = {run.run_id: before.get(run.run_id, now) for run in silent}
    if since != before:
        context.update_cursor(json.dumps(since))
    return [run for run in silent if now - since[run.run_id] >= BEGINS_WITHIN_SECONDS]
