"""Each private name of Dagster the executor leans on: is it there, in the shape that is used? If not, what broke."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from storytailor_dagster.defs.executor import private

USED: dict[str, tuple[set[str], str]] = {
    "Executor": (set(), "no executor of ours can be defined"),
    "ExecuteRunWithPlanIterable": (
        {"execution_plan", "iterator", "execution_context_manager"},
        "a run's resources are not opened around its steps, and interrupts are not held back",
    ),
    "PlanExecutionContextManager": (
        {"job", "retry_mode", "execution_plan", "run_config", "dagster_run", "instance", "raise_on_error",
         "output_capture"},
        "no context, and so no resource, for a step",
    ),
    "InstanceConcurrencyContext": ({"instance", "dagster_run"}, "pools bound nothing"),
    "dagster_event_sequence_for_step": ({"step_context"}, "no step can be executed"),
    "trigger_hooks": ({"step_context", "step_event_list"}, "hooks are not run"),
    "step_failure_event_from_exc_info": ({"step_context", "exc_info"}, "an error in Dagster itself hangs the run"),
    "create_compute_log_file_key": (set(), "what steps print is not captured"),
    "get_retries_config": (set(), "retries can't be configured"),
    "pop_captured_interrupt": (set(), "a terminated run goes on, and buys"),
    "DagsterExecutionInterruptedError": (set(), "a terminated run ends as failed, not as canceled"),
}  # fmt: skip
METHODS = {
    "ActiveExecution": {
        "get_steps_to_execute": "nothing is started",
        "get_known_state": "a retried step does not know which try it is",
        "handle_event": "nothing that waits for a step begins",
        "verify_complete": "a step that never said how it ended hangs the run",
        "mark_interrupted": "a terminated run says that it finished without completing its plan",
        "plan_events_iterator": "skipped steps are not told",
        "concurrency_event_iterator": "steps that wait for a pool do not say so",
        "sleep_interval": "retries and pools are looked at too late",
        "is_complete": "a run never ends",
    },
    "ExecutionPlan": {"start": "nothing is scheduled", "get_steps_to_execute_in_topo_order": "no log is captured"},
    "PlanExecutionContext": {"for_step": "no step has a context"},
    "EngineEventData": {"in_process": "a run does not say where its steps are executed"},
    "RetryMode": {"from_config": "retries can't be configured"},
}


def test_every_private_name_is_accounted_for() -> None:
    only_types = {"PlanOrchestrationContext", "StepExecutionContext"}
    assert set(private.__all__) == set(USED) | set(METHODS) | only_types


@pytest.mark.parametrize("name", USED)
def test_the_name_takes_what_it_is_given(name: str) -> None:
    parameters, broken = USED[name]
    found: Any = getattr(private, name)
    missing = parameters - set(inspect.signature(found).parameters) if parameters else set()
    assert not missing, f"{broken}: {name} takes no {missing}"


@pytest.mark.parametrize(("name", "method"), [(name, method) for name in METHODS for method in METHODS[name]])
def test_the_class_has_the_method(name: str, method: str) -> None:
    assert hasattr(getattr(private, name), method), METHODS[name][method]


def test_a_steps_event_loop_is_still_its_private_attribute() -> None:
    source = inspect.getsource(private.StepExecutionContext.event_loop.fget)  # type: ignore[attr-defined]
    assert "self._event_loop" in source, "steps share one event loop: two async ones at once break"
