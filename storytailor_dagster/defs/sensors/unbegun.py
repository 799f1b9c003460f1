"""Runs that were launched, wait in no broker, and whose process has never given a sign. For the sensor `lost_runs`.

A daemon that is killed while it launches a run leaves one such, and a machine that loses its power while a run begins;
Dagster's own limit for a start is minutes long, and for a run that has started, hours.
"""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import dagster as dg
from dagster._core.launcher import DefaultRunLauncher, RunLauncher

from storytailor_dagster.defs.tags import RUN_RETRY, subject_of
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.settings import Settings

BEGINS_WITHIN_SECONDS = 15.0
"""From a run's being taken to its first sign of life; usually some 0.1 s on a worker, 1 s in a fork of the code server.
Each retry is given as much more, and who has started: where nothing begins in time the machine is overloaded, and haste
makes it worse."""

_STARTING = dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTING])
_STARTED = dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED])
_MOST = 500


@runtime_checkable
class _ByBroker(Protocol):
    """A launcher that knows which of its runs still wait."""

    def taken(self, runs: Sequence[dg.DagsterRun]) -> Sequence[dg.DagsterRun]: ...


def unbegun(instance: dg.DagsterInstance, ledger: Ledger) -> Sequence[dg.DagsterRun]:
    """Those of this moment; the next may begin one.

    Raises:
        Transient: broker or ledger can't be reached.
    """
    taken = [*_taken(instance.run_launcher, instance.get_runs(_STARTING, limit=_MOST)), *_started(instance)]
    known = ledger.pulses.known([run.run_id for run in taken])
    return [run for run in taken if run.run_id not in known]


def begins_within(run: dg.DagsterRun) -> float:
    """Seconds after which it is lost."""
    begins = 2 if run.status is dg.DagsterRunStatus.STARTED else 1
    return BEGINS_WITHIN_SECONDS * (begins + int(run.tags.get(RUN_RETRY, "0")))


def _started(instance: dg.DagsterInstance) -> Sequence[dg.DagsterRun]:
    """Those of ours, which give a sign as soon as they open their resources; on a worker, before they start."""
    if not isinstance(instance.run_launcher, DefaultRunLauncher) or Settings().executor != "threads":
        return ()
    return [run for run in instance.get_runs(_STARTED, limit=_MOST) if subject_of(run) is not None]


def _taken(launcher: RunLauncher, starting: Sequence[dg.DagsterRun]) -> Sequence[dg.DagsterRun]:
    """Those that somebody is about to begin. Who waits for a machine of its own is left to Dagster's run monitoring."""
    if isinstance(launcher, _ByBroker):
        return launcher.taken(starting) if starting else ()
    return starting if isinstance(launcher, DefaultRunLauncher) else ()
