"""The executor itself, as Dagster wants one: its configuration, and a run's resources opened around its steps."""

import os
from collections.abc import Iterator

import dagster as dg

from storytailor_dagster.defs.executor.private import (
    EngineEventData,
    ExecuteRunWithPlanIterable,
    ExecutionPlan,
    Executor,
    PlanExecutionContext,
    PlanExecutionContextManager,
    PlanOrchestrationContext,
    RetryMode,
    get_retries_config,
)
from storytailor_dagster.defs.executor.running import Running


class ThreadsExecutor(Executor):
    """Every ready step at once, in threads of the run's process; at most `at_once` of them, where that is given."""

    def __init__(self, *, retries: RetryMode, at_once: int | None) -> None:
        self._retries = retries
        self._at_once = at_once

    @property
    def retries(self) -> RetryMode:
        return self._retries

    def execute(
        self, plan_context: PlanOrchestrationContext, execution_plan: ExecutionPlan
    ) -> Iterator[dg.DagsterEvent]:
        pid = os.getpid()
        said = EngineEventData.in_process(pid, execution_plan.step_keys_to_execute)
        yield dg.DagsterEvent.engine_event(plan_context, f"Executing steps in threads (pid: {pid})", said)
        yield from ExecuteRunWithPlanIterable(
            execution_plan=execution_plan,
            iterator=self._steps,
            execution_context_manager=PlanExecutionContextManager(
                job=plan_context.job,
                retry_mode=plan_context.retry_mode,
                execution_plan=execution_plan,
                run_config=plan_context.run_config,
                dagster_run=plan_context.dagster_run,
                instance=plan_context.instance,
                raise_on_error=plan_context.raise_on_error,
                output_capture=plan_context.output_capture,
            ),
        )
        yield dg.DagsterEvent.engine_event(plan_context, f"Finished steps in threads (pid: {pid})", said)

    def _steps(self, job_context: PlanExecutionContext, execution_plan: ExecutionPlan) -> Iterator[dg.DagsterEvent]:
        return Running(job_context, execution_plan).events(retries=self._retries, at_once=self._at_once)


@dg.executor(
    name="threads",
    config_schema={
        "max_concurrent": dg.Field(dg.Noneable(int), default_value=None, description="Steps at once; null: all."),
        "retries": get_retries_config(),  # type: ignore[no-untyped-call]
    },
)
def threads_executor(context: dg.InitExecutorContext) -> ThreadsExecutor:
    """Executes each ready step in a thread of the run's process."""
    config = context.executor_config
    at_once = config["max_concurrent"]
    return ThreadsExecutor(
        retries=RetryMode.from_config(config["retries"]),  # type: ignore[arg-type]
        at_once=at_once if isinstance(at_once, int) else None,
    )
