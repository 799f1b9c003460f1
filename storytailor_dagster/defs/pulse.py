"""A run's signs of life: a thread of the process that executes it writes to the ledger and looks how the run stands.

Who ended a run from outside (a person, or the sensor `lost_runs` that took silence for death) is heard here, whatever
launched the run: its process stops as if it had been interrupted, and buys nothing more.
"""

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import dagster as dg
from dagster import DagsterEventType, DagsterRunStatus

from storytailor_dagster.errors import Transient
from storytailor_dagster.ledger import Ledger

BEAT_SECONDS = 3.0
JOIN_SECONDS = 40.0
"""Longer than the ledger waits for its database."""

_log = logging.getLogger(__name__)

_ENDED_OUTSIDE = {DagsterRunStatus.CANCELING, DagsterRunStatus.CANCELED, DagsterRunStatus.FAILURE}
_CANCELED = {DagsterEventType.RUN_CANCELING, DagsterEventType.RUN_CANCELED}
_ENDINGS = _CANCELED | {DagsterEventType.RUN_FAILURE}

_living: dict[str, Ledger] = {}
"""The runs that this process gives signs of, and where: one at most, and none between two runs."""


@contextmanager
def signs_of_life(ledger: Ledger, instance: dg.DagsterInstance, run_id: str) -> Iterator[None]:
    """While this is open the run's process is known to live; its first sign is written before anything else happens."""
    ended = threading.Event()
    ledger.pulses.beat(run_id)
    thread = threading.Thread(target=_beat, args=(ledger, instance, run_id, ended), name="pulse", daemon=True)
    _living[run_id] = ledger
    thread.start()
    try:
        yield
    finally:
        del _living[run_id]
        ended.set()
        thread.join(JOIN_SECONDS)
        with suppress(Transient):  # then the sensor finds the row of a run that has ended, and deletes it
            ledger.pulses.over(run_id)


def ledger_of(run_id: str) -> Ledger | None:
    """The ledger in which this process gives the run's signs of life, where it does."""
    return _living.get(run_id)


def stop_what_was_ended(instance: dg.DagsterInstance, run_id: str) -> None:
    """Interrupts this process where the run was ended while it was about to start. To be asked once it has started.

    Starting overwrites such an end in the run's status, so it is looked for among the events.
    """
    found = {kind for kind in _ENDINGS if instance.get_records_for_run(run_id, of_type=kind, limit=1).records}
    if not found:
        return
    run = instance.get_run_by_id(run_id)
    if found & _CANCELED and run is not None and run.status is DagsterRunStatus.STARTED:
        # So that it ends canceled: what is interrupted without being canceled has failed, and is run again.
        instance.report_run_canceling(run)
    _interrupt()


def _beat(ledger: Ledger, instance: dg.DagsterInstance, run_id: str, ended: threading.Event) -> None:
    """Ends with the run and with nothing else: a run without it would go on unseen, beside the one that replaces it."""
    while not ended.wait(BEAT_SECONDS):
        try:
            with suppress(Transient):  # not being able to say it is silence, and treated as such
                ledger.pulses.beat(run_id)
            run = instance.get_run_by_id(run_id)
        except Exception as error:  # noqa: BLE001 - the storage raises what its driver raises
            # Its words may hold the database's address.
            _log.warning("How the run stands could not be looked at (%s); looked at again soon.", type(error).__name__)
            continue
        if run is not None and run.status in _ENDED_OUTSIDE and not ended.is_set():
            _interrupt()
            return


def _interrupt() -> None:
    """To the main thread by name: raised in another one, a signal would not end what it waits for."""
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
