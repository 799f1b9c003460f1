"""The sensors: `queue` asks for runs, `ended` tidies up after runs that did not succeed, `leases` and `pulses` end
silence, `agreement` mends what ledger, runs and store disagree about, `retention` deletes what was kept long enough,
`housekeeping` tidies up in Dagster after stories long finished, `forgetting` clears what is left of what was deleted,
and `figures`, where telemetry is on, tells what ended.
"""

from collections.abc import Sequence

import dagster as dg

from storytailor_dagster.defs.sensors.agreement import agreement
from storytailor_dagster.defs.sensors.ended import run_canceled, run_failed
from storytailor_dagster.defs.sensors.figures import figures
from storytailor_dagster.defs.sensors.forgetting import forgetting
from storytailor_dagster.defs.sensors.housekeeping import housekeeping
from storytailor_dagster.defs.sensors.leases import silent_jobs
from storytailor_dagster.defs.sensors.pulses import lost_runs
from storytailor_dagster.defs.sensors.queue import story_queue
from storytailor_dagster.defs.sensors.retention import retention
from storytailor_dagster.settings import Settings
from storytailor_dagster.telemetry.tracing import is_on

SENSORS = (
    *(story_queue, run_failed, run_canceled, silent_jobs, lost_runs),
    *(agreement, retention, housekeeping, forgetting),
)


def sensors(settings: Settings) -> Sequence[dg.SensorDefinition]:
    """Those that this deployment needs.

    Raises:
        NotSetUp: it asks for telemetry, and what that needs is not installed.
    """
    return (*SENSORS, figures) if is_on(settings) else SENSORS
