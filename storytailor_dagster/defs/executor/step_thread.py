"""One try of one step, in a thread and an event loop of its own. What happens in it is told to a queue, in order.

No scheduling: what runs when is the run's (running.py).
"""

import asyncio
import ctypes
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue

import dagster as dg

from storytailor_dagster.defs.executor.private import (
    DagsterExecutionInterruptedError,
    StepExecutionContext,
    dagster_event_sequence_for_step,
    step_failure_event_from_exc_info,
    trigger_hooks,
)


@dataclass(frozen=True)
class Told:
    """An event of the step; or, with none, its end, with what the run has to raise for it."""

    step: "StepThread"
    event: dg.DagsterEvent | None = None
    raises: BaseException | None = None


class StepThread:
    """Runs the step when started. A daemon thread: a call that hangs does not keep a canceled run's process alive."""

    def __init__(self, context: StepExecutionContext, told: "SimpleQueue[Told]") -> None:
        self.key: str = context.step.key
        self.settled = False
        self._context = context
        self._told = told
        self._loop = asyncio.new_event_loop()
        self._over = threading.Lock()
        self._interrupted = False
        self._thread = threading.Thread(target=self._run, name=self.key, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def interrupt(self) -> None:
        """Ends the step: an async one at its next await, another as soon as the call it is in returns."""
        with self._over:
            if self._interrupted:
                return
            self._interrupted = True
            if self._loop.is_running():
                self._loop.call_soon_threadsafe(self._cancel)
            elif self._thread.ident is not None:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(self._thread.ident), ctypes.py_object(DagsterExecutionInterruptedError)
                )

    def _cancel(self) -> None:
        for task in asyncio.all_tasks(self._loop):
            task.cancel()

    def _run(self) -> None:
        # An interrupt may still arrive while the step is ending; then it has nothing left to end.
        with suppress(DagsterExecutionInterruptedError):
            raises: BaseException | None = None
            try:
                raises = self._executed()
            finally:
                with self._over:
                    self._interrupted = True  # too late to
                self._loop.close()
                self._told.put(Told(self, raises=raises))

    def _executed(self) -> BaseException | None:
        context = self._context
        context._event_loop = self._loop
        events: list[dg.DagsterEvent] = []
        try:
            for event in dagster_event_sequence_for_step(context):
                events.append(event)
                self._tell(event)
            for event in trigger_hooks(context, events):
                self._tell(event)
        except BaseException as error:  # noqa: BLE001 - whatever a step raises is the step's failure, not the run's
            if not self.settled:
                self._tell(step_failure_event_from_exc_info(context, sys.exc_info()))
            return error if context.raise_on_error else None
        finally:
            with suppress(RuntimeError):
                self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        return None

    def _tell(self, event: dg.DagsterEvent) -> None:
        self.settled = self.settled or event.is_step_failure or event.is_step_success or event.is_step_up_for_retry
        self._told.put(Told(self, event=event))
