"""The Celery application of `storytailor worker`: one task, which is a whole run.

First signal: finish the runs under way and take no more (Celery's own). The second one stops at once; what was under
way is gone on with by another worker.
"""

import logging
import os
import signal
from types import FrameType
from typing import Any

import dagster as dg
from billiard.process import active_children
from celery import Celery
from celery.signals import celeryd_init, setup_logging, worker_process_init, worker_shutting_down
from dagster._cli.api import _execute_run_command_body
from dagster._grpc.types import ExecuteRunArgs
from dagster._serdes import unpack_value
from dagster_celery.config import TASK_EXECUTE_JOB_NAME
from dagster_celery.make_app import make_app

from storytailor_dagster.defs.fleet.broker import CELERY
from storytailor_dagster.defs.fleet.clean import nothing_left
from storytailor_dagster.defs.logs import facts_of
from storytailor_dagster.defs.pulse import signs_of_life
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.settings import Settings
from storytailor_dagster.telemetry.logs import all_lines, json_handler

_settings = Settings()
_broker = _settings.broker_url
app: Celery = make_app(  # type: ignore[no-untyped-call]
    {"broker": _broker and _broker.get_secret_value(), "backend": None, "config_source": dict(CELERY)}
)


@app.task(name=TASK_EXECUTE_JOB_NAME)  # type: ignore[untyped-decorator]
def execute_job(execute_job_args_packed: Any) -> None:
    """A whole run, known to live from its first moment on; nothing of it is left in the child."""
    run_id = unpack_value(execute_job_args_packed, as_type=ExecuteRunArgs).run_id
    with nothing_left(), Ledger(_settings.dsn, references=_settings.scene_references) as ledger:
        ledger.pulses.beat(run_id)
        with dg.DagsterInstance.get() as instance, signs_of_life(ledger, instance, run_id):
            _execute_run_command_body(
                run_id=run_id, instance=instance, write_stream_fn=_nowhere, set_exit_code_on_failure=False
            )


def _nowhere(event: dg.DagsterEvent) -> None:
    """Events go to the storage; nobody listens here."""


def _stop_now(number: int, frame: FrameType | None) -> None:
    for child in active_children():
        os.kill(child.pid, signal.SIGKILL)
    os._exit(1)


@worker_shutting_down.connect  # type: ignore[untyped-decorator]
def _next_signal_stops(**_: object) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop_now)


@worker_process_init.connect  # type: ignore[untyped-decorator]
def _away_from_the_terminal(**_: object) -> None:
    # Ctrl-C is for the worker, which then drains; a child would take it for its run's interrupt.
    os.setpgid(0, 0)


@celeryd_init.connect  # type: ignore[untyped-decorator]  # before Celery warns of anything
@setup_logging.connect  # type: ignore[untyped-decorator]  # so that Celery sets up nothing
def _logs(**_: object) -> None:
    """What happens to the worker, and no more: Celery's own way would log what libraries say of a book's letters."""
    if _settings.log_format == "json":
        all_lines(json_handler(facts_of))
    else:
        logging.basicConfig(format="%(asctime)s %(levelname)s %(processName)s %(message)s", level=logging.WARNING)
    logging.getLogger("celery").setLevel(logging.INFO)
