"""Says within half a minute that a run's process is gone, so that Dagster runs the rest of its story again."""

import dagster as dg

from storytailor_dagster.defs.sensors.unbegun import never_begun
from storytailor_dagster.errors import Transient
from storytailor_dagster.ledger import Ledger

_GONE = "Its process gives no sign of life: the process or its machine is gone. What is finished stays."
_NOBODY = "It waits nowhere, and no worker has begun it: the broker lost it, or the worker that took it is gone."


@dg.sensor(
    name="lost_runs",
    minimum_interval_seconds=2,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Fails runs whose process is gone; Dagster goes on with them by itself, from where they were.",
)
def lost_runs(context: dg.SensorEvaluationContext, ledger: dg.ResourceParam[Ledger]) -> dg.SkipReason:
    try:
        lost = [run_id for run_id in ledger.pulses.silent() if _ended(context, ledger, run_id)]
        for run in never_begun(context, ledger):
            context.instance.report_run_failed(run, _NOBODY)
            context.log.warning("Run %s was lost before it began.", run.run_id)
            lost.append(run.run_id)
    except Transient as error:
        return dg.SkipReason(f"Not all could be looked at this time. {error}")
    return dg.SkipReason(f"{len(lost)} lost." if lost else "All give signs of life.")


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
