"""The Celery application of `storytailor worker`: one task, which is a whole run.

First signal: finish the runs under way and take no more (Celery's own). The second one stops at once; what was under
way is gone on with by another worker.
"""

import os
import signal
from types import FrameType
from typing import Any

from billiard.process import active_children
from celery import Celery, Task
from celery.signals import worker_process_init, worker_shutting_down
from dagster_celery.make_app import make_app
from dagster_celery.tasks import create_execute_job_task

from storytailor_dagster.defs.fleet.broker import CELERY
from storytailor_dagster.defs.fleet.clean import nothing_left
from storytailor_dagster.settings import Settings


class _OneRun(Task):  # type: ignore[misc]
    """A whole run, after which nothing of it is left in the child."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with nothing_left():
            return self.run(*args, **kwargs)


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


_broker = Settings().broker_url
app: Celery = make_app(  # type: ignore[no-untyped-call]
    {"broker": _broker and _broker.get_secret_value(), "backend": None, "config_source": dict(CELERY)}
)
execute_job = create_execute_job_task(app, base=_OneRun)  # type: ignore[arg-type]
