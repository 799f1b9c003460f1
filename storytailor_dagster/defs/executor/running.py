"""One run's steps in threads: starts what is ready, passes on what the steps tell, and ends all when interrupted.

All state is the run's own, so that a process that executes run after run carries nothing over.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from queue import Empty, SimpleQueue

import dagster as dg

from storytailor_dagster.defs.executor.private import (
    ActiveExecution,
    DagsterExecutionInterruptedError,
    ExecutionPlan,
    InstanceConcurrencyContext,
    PlanExecutionContext,
    RetryMode,
    create_compute_log_file_key,
    pop_captured_interrupt,
)
from storytailor_dagster.defs.executor.step_thread import StepThread, Told
from storytailor_dagster.defs.storage.events import Events

LOOK_SECONDS = 0.1
"""An interrupt is only a flag that somebody has to look at: at least this often."""
PARTING_SECONDS = 0.5
"""How long interrupted steps have to say how they ended."""


class Running:
    """The steps of one run."""

    def __init__(self, job_context: PlanExecutionContext, plan: ExecutionPlan) -> None:
        self._context = job_context
        self._plan = plan
        self._told: SimpleQueue[Told] = SimpleQueue()
        self._steps: set[StepThread] = set()

    def events(self, *, retries: RetryMode, at_once: int | None) -> Iterator[dg.DagsterEvent]:
        """Executes the plan.

        Raises:
            DagsterExecutionInterruptedError: the run was interrupted; no step goes on.
        """
        context, instance = self._context, self._context.instance
        with ExitStack() as stack:
            if isinstance(events := instance.event_log_storage, Events):
                stack.enter_context(events.partitions_stay())
            pools = stack.enter_context(InstanceConcurrencyContext(instance, context.dagster_run))
            active = stack.enter_context(
                self._plan.start(retry_mode=retries, max_concurrent=at_once, instance_concurrency_context=pools)
            )
            yield self._captured(stack)
            try:
                while self._steps or not active.is_complete:
                    yield from self._advanced(active)
            finally:
                # Also when the run breaks: whatever ends it, its steps buy nothing more.
                for step in self._steps:
                    step.interrupt()

    def _captured(self, stack: ExitStack) -> dg.DagsterEvent:
        """Standard output and error belong to the process, so all the run's steps share one log of them."""
        context, logs = self._context, self._context.instance.compute_log_manager
        key = logs.build_log_key_for_run(context.run_id, create_compute_log_file_key())  # type: ignore[no-untyped-call]
        keys = [step.key for step in self._plan.get_steps_to_execute_in_topo_order()]
        log_context = stack.enter_context(logs.capture_logs(key))
        event: dg.DagsterEvent = dg.DagsterEvent.capture_logs(context, keys, key, log_context)
        return event

    def _advanced(self, active: ActiveExecution) -> Iterator[dg.DagsterEvent]:
        if pop_captured_interrupt():
            active.mark_interrupted()
            yield from self._parting()
            raise DagsterExecutionInterruptedError
        for ready in active.get_steps_to_execute():
            step = StepThread(self._context.for_step(ready, active.get_known_state()), self._told)
            self._steps.add(step)
            step.start()
        yield from active.concurrency_event_iterator(self._context)
        try:
            told = self._told.get(timeout=_wait(active))
        except Empty:
            pass
        else:
            yield from self._heard(active, told)
        yield from active.plan_events_iterator(self._context)

    def _heard(self, active: ActiveExecution, told: Told) -> Iterator[dg.DagsterEvent]:
        if told.event is not None:
            yield told.event
            active.handle_event(told.event)
            return
        self._steps.discard(told.step)
        if told.raises is not None:
            raise told.raises
        # Only of a step that never said how it ended: another try of it may be under way already.
        if not told.step.settled:
            active.verify_complete(self._context, told.step.key)

    def _parting(self) -> Iterator[dg.DagsterEvent]:
        for step in self._steps:
            step.interrupt()
        end = time.monotonic() + PARTING_SECONDS
        while self._steps and time.monotonic() < end:
            try:
                told = self._told.get(timeout=max(end - time.monotonic(), 0))
            except Empty:
                return
            if told.event is None:
                self._steps.discard(told.step)
            else:
                yield told.event


def _wait(active: ActiveExecution) -> float:
    """Seconds until something has to be looked at; Dagster's 0 means that nothing waits for its time to come."""
    due: float = active.sleep_interval()  # type: ignore[no-untyped-call]
    return LOOK_SECONDS if due == 0 else min(max(due, 0.01), LOOK_SECONDS)
