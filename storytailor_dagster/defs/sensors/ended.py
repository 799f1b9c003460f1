"""After a run that failed or was canceled, nothing it had to do is left unfinished. Watches every job, the UI's too.

One look may find several runs, and Dagster refuses the whole look, again and again, where one of them is skipped and
another is not: so nothing is ever said to be skipped here.
"""

import time
from functools import partial

import dagster as dg

from storytailor_dagster.defs import tags
from storytailor_dagster.defs.patience import waited_out
from storytailor_dagster.errors import Permanent
from storytailor_dagster.ledger import Ledger

PATIENCE_SECONDS, DECIDED_SECONDS = 40.0, 10.0
"""For the ledger, and for Dagster. A look may take a minute in all."""
_REMEDY = "Its log in Dagster says why. `storytailor retry STORY` asks for it again."
_FAILED = Permanent("The run that made it failed before it was done.", code="RUN_FAILED", remedy=_REMEDY)
CANCELED = Permanent("The run that made it was canceled.", code="RUN_CANCELED", remedy=_REMEDY)


@dg.run_failure_sensor(
    name="run_failed",
    default_status=dg.DefaultSensorStatus.RUNNING,
    minimum_interval_seconds=5,
    description="Fails what a failed run left unfinished, unless Dagster will run it again by itself.",
)
def run_failed(context: dg.RunFailureSensorContext, ledger: dg.ResourceParam[Ledger]) -> None:
    _release(_decided(context.dagster_run, context.instance), ledger, _FAILED)


def _decided(run: dg.DagsterRun, instance: dg.DagsterInstance) -> dg.DagsterRun:
    """The run once it says whether Dagster runs it again: that is written after the event that brought us here."""
    end = time.monotonic() + DECIDED_SECONDS
    while tags.WILL_RETRY not in run.tags and instance.run_retries_enabled and time.monotonic() < end:
        time.sleep(0.1)
        run = instance.get_run_by_id(run.run_id) or run
    return run


@dg.run_status_sensor(
    name="run_canceled",
    run_status=dg.DagsterRunStatus.CANCELED,
    default_status=dg.DefaultSensorStatus.RUNNING,
    minimum_interval_seconds=5,
    description="Fails what a canceled run left unfinished.",
)
def run_canceled(context: dg.RunStatusSensorContext, ledger: dg.ResourceParam[Ledger]) -> None:
    _release(context.dagster_run, ledger, CANCELED)


def _release(run: dg.DagsterRun, ledger: Ledger, error: Permanent) -> None:
    """Fails what the run had in work. What it never took is the queue's to ask for again, or to give up.

    Nothing for a run that worked on nobody's story, or that Dagster runs again by itself. The same event never comes
    twice, so a ledger that is away is waited for.
    """
    subject = tags.subject_of(run)
    if subject is not None and run.tags.get(tags.WILL_RETRY) != "true":
        release = partial(ledger.release, run_id=run.run_id, subject_id=subject, asked=(), error=error)
        waited_out(release, patience=PATIENCE_SECONDS)
