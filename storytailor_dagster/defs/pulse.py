"""A run's signs of life: a thread of the process that executes it writes to the ledger and looks how the run stands.

Who ended a run from outside (a person, or the sensor `lost_runs` that took silence for death) is heard here, whatever
launched the run: its process stops as if it had been interrupted, and buys nothing more.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import dagster as dg

from storytailor_dagster.errors import Transient
from storytailor_dagster.ledger import Ledger

BEAT_SECONDS = 5.0
JOIN_SECONDS = 40.0
"""Longer than the ledger waits for its database."""

_ENDED_OUTSIDE = {dg.DagsterRunStatus.CANCELING, dg.DagsterRunStatus.CANCELED, dg.DagsterRunStatus.FAILURE}


@contextmanager
def signs_of_life(ledger: Ledger, instance: dg.DagsterInstance, run_id: str) -> Iterator[None]:
    """While this is open the run's process is known to live; its first sign is written before anything else happens."""
    ended = threading.Event()
    ledger.pulses.beat(run_id)
    thread = threading.Thread(target=_beat, args=(ledger, instance, run_id, ended), name="pulse", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(JOIN_SECONDS)
        with suppress(Transient):  # then the sensor finds the row of a run that has ended, and deletes it
            ledger.pulses.over(run_id)


def _beat(ledger: Ledger, instance: dg.DagsterInstance, run_id: str, ended: threading.Event) -> None:
    while not ended.wait(BEAT_SECONDS):
        with suppress(Transient):  # not being able to say it is silence, and treated as such
            ledger.pulses.beat(run_id)
        run = instance.get_run_by_id(run_id)
        if run is not None and run.status in _ENDED_OUTSIDE and not ended.is_set():
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
            return
