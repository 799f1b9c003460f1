"""The names of Dagster that are not public and that the executor leans on, all of them, each with what it is for.

Dagster is pinned exactly (pyproject.toml); test_private_names.py says what broke when one is gone or has another shape.
Nothing else in this room imports a private name.

- `Executor`: the base class that a run's executor must have.
- `ExecuteRunWithPlanIterable`, `PlanExecutionContextManager`: open the run's resources, once for all its steps, and
  hold interrupts back until they are asked for.
- `ActiveExecution` (from `ExecutionPlan.start`): decides what is ready, skipped, waiting for a retry or for a pool.
- `InstanceConcurrencyContext`: the pools' slots.
- `dagster_event_sequence_for_step`: executes one step and makes of every outcome an event; `_trigger_hook`: its hooks.
- `step_failure_event_from_exc_info`: the event for what even that let through.
- `StepExecutionContext._event_loop`: where an async step runs; Dagster shares one a run, and ours overlap.
- `create_compute_log_file_key`, `EngineEventData`, `DagsterExecutionInterruptedError`, `pop_captured_interrupt`,
  `RetryMode`, `get_retries_config`: as their names say.
"""

from dagster._core.errors import DagsterExecutionInterruptedError
from dagster._core.events import EngineEventData
from dagster._core.execution.api import ExecuteRunWithPlanIterable
from dagster._core.execution.compute_logs import create_compute_log_file_key
from dagster._core.execution.context.system import (
    PlanExecutionContext,
    PlanOrchestrationContext,
    StepExecutionContext,
)
from dagster._core.execution.context_creation_job import PlanExecutionContextManager
from dagster._core.execution.plan.active import ActiveExecution
from dagster._core.execution.plan.execute_plan import _trigger_hook as trigger_hooks
from dagster._core.execution.plan.execute_plan import dagster_event_sequence_for_step
from dagster._core.execution.plan.instance_concurrency_context import InstanceConcurrencyContext
from dagster._core.execution.plan.objects import step_failure_event_from_exc_info
from dagster._core.execution.plan.plan import ExecutionPlan
from dagster._core.execution.retries import RetryMode, get_retries_config
from dagster._core.executor.base import Executor
from dagster._utils.interrupts import pop_captured_interrupt

__all__ = [
    "ActiveExecution",
    "DagsterExecutionInterruptedError",
    "EngineEventData",
    "ExecuteRunWithPlanIterable",
    "ExecutionPlan",
    "Executor",
    "InstanceConcurrencyContext",
    "PlanExecutionContext",
    "PlanExecutionContextManager",
    "PlanOrchestrationContext",
    "RetryMode",
    "StepExecutionContext",
    "create_compute_log_file_key",
    "dagster_event_sequence_for_step",
    "get_retries_config",
    "pop_captured_interrupt",
    "step_failure_event_from_exc_info",
    "trigger_hooks",
]
