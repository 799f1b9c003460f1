"""Small assets that behave in every way the executor has to cope with; each writes into a journal what it does."""

import asyncio
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg

from storytailor_dagster.defs.executor import threads_executor

CALL_SECONDS = 0.4
POOL = "one_at_a_time"


class Journal(dg.ConfigurableResource[Any]):
    """Lines in a file, in the order they came."""

    path: str

    def write(self, line: str) -> None:
        with Path(self.path).open("a") as file:
            file.write(f"{line}\n")

    def lines(self) -> list[str]:
        file = Path(self.path)
        return file.read_text().splitlines() if file.exists() else []

    def wait_for(self, *wanted: str) -> None:
        """Until all of these are there; after a minute the step, and its test, fail."""
        end = time.monotonic() + 60
        while not set(wanted) <= set(self.lines()):
            if time.monotonic() > end:
                raise TimeoutError(f"{wanted} never came: {self.lines()}")
            time.sleep(0.01)


@dg.asset(retry_policy=dg.RetryPolicy(max_retries=3))
def at_the_third_try(context: dg.AssetExecutionContext, journal: Journal) -> None:
    journal.write(f"try {context.retry_number}")
    if context.retry_number < 2:
        raise ValueError("not yet")


@dg.asset
async def asks_for_a_later_try(context: dg.AssetExecutionContext, journal: Journal) -> None:
    journal.write(f"later {context.retry_number} {time.monotonic()}")
    if not context.retry_number:
        raise dg.RetryRequested(max_retries=1, seconds_to_wait=1)


@dg.asset(retry_policy=dg.RetryPolicy(max_retries=1))
def never(journal: Journal) -> None:
    journal.write("never")
    raise ValueError("at no time")


@dg.asset
def meets_async(journal: Journal) -> int:
    journal.write("sync is here")
    journal.wait_for("async is here")
    return 1


@dg.asset
async def meets_sync(context: dg.AssetExecutionContext, journal: Journal) -> int:
    journal.write("async is here")
    while "sync is here" not in journal.lines():
        await asyncio.sleep(0.01)
    assert dg.AssetExecutionContext.get() is context
    return 2


@dg.asset
def sum_of_both(meets_async: int, meets_sync: int, journal: Journal) -> None:
    journal.write(f"sum {meets_async + meets_sync}")


def _breaks(name: str, error: BaseException) -> dg.AssetsDefinition:
    @dg.asset(name=name)
    def breaks(journal: Journal) -> None:
        journal.write(f"{name} breaks")
        raise error

    return breaks


exits = _breaks("exits", SystemExit(3))
is_interrupted = _breaks("is_interrupted", KeyboardInterrupt())
stops = _breaks("stops", GeneratorExit())


@dg.asset(deps=[exits])
def below_exits(journal: Journal) -> None:
    journal.write("below_exits")


@dg.asset
def sibling(journal: Journal) -> None:
    journal.wait_for("exits breaks")
    journal.write("sibling")


@dg.asset(deps=[sibling])
def below_sibling(journal: Journal) -> None:
    journal.write("below_sibling")


def _pooled(name: str) -> dg.AssetsDefinition:
    @dg.asset(name=name, pool=POOL)
    def pooled(journal: Journal) -> None:
        journal.write(f"{name} begins")
        time.sleep(0.05)
        journal.write(f"{name} ends")

    return pooled


pooled = [_pooled(name) for name in ("pooled_1", "pooled_2", "pooled_3")]


@dg.multi_asset(
    specs=[dg.AssetSpec("left"), dg.AssetSpec("right", skippable=True)],
    check_specs=[dg.AssetCheckSpec("level", asset="left")],
)
async def both(journal: Journal):  # type: ignore[no-untyped-def]  # Dagster reads another annotation as one output
    yield dg.MaterializeResult(asset_key="left", check_results=[dg.AssetCheckResult(passed=True, check_name="level")])


@dg.asset(deps=["right"])
def below_right(journal: Journal) -> None:
    journal.write("below_right")


def _checked(name: str, *, blocking: bool) -> list[Any]:
    @dg.asset(name=name, check_specs=[dg.AssetCheckSpec("good", asset=name, blocking=blocking)])
    def checked() -> Iterator[dg.MaterializeResult[Any]]:
        yield dg.MaterializeResult(check_results=[dg.AssetCheckResult(passed=False, check_name="good")])

    @dg.asset(name=f"below_{name}", deps=[checked])
    def below(journal: Journal) -> None:
        journal.write(f"below_{name}")

    return [checked, below]


@dg.asset
def calls(journal: Journal) -> None:
    for _ in range(10):
        journal.write("a call")
        time.sleep(CALL_SECONDS)


@dg.asset
async def calls_async(journal: Journal) -> None:
    try:
        for _ in range(10):
            journal.write("an async call")
            await asyncio.sleep(CALL_SECONDS)
    finally:
        journal.write("async let go")


@dg.asset
def says(context: dg.AssetExecutionContext) -> None:
    context.log.info("logged by says")
    print("printed by says")
    print("complained by says", file=sys.stderr)


@dg.asset
def says_too(context: dg.AssetExecutionContext) -> None:
    context.log.info("logged by says_too")
    print("printed by says_too")


@dg.asset
def above(journal: Journal) -> int:
    journal.write("above")
    return 7


@dg.asset
def mended(above: int, journal: Journal) -> None:
    if "repaired" not in journal.lines():
        raise ValueError("broken")
    journal.write(f"mended {above}")


@dg.asset_check(asset=above)
def above_is_seven(above: int) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(passed=above == 7)


def _counting(names: list[str]) -> list[dg.AssetsDefinition]:
    inside: set[str] = set()

    def one(name: str) -> dg.AssetsDefinition:
        @dg.asset(name=name)
        def counted(journal: Journal) -> None:
            inside.add(name)
            journal.write(f"{len(inside)} at once")
            time.sleep(0.05)
            inside.discard(name)

        return counted

    return [one(name) for name in names]


@dg.success_hook(required_resource_keys={"journal"})
def well(context: dg.HookContext) -> None:
    context.resources.journal.write(f"well {context.op.name}")


@dg.failure_hook(required_resource_keys={"journal"})
def badly(context: dg.HookContext) -> None:
    context.resources.journal.write(f"badly {context.op.name} {type(context.op_exception).__name__}")


@dg.op
def fine() -> None:
    threading.Event().wait(0.01)


@dg.op
def broken() -> None:
    raise ValueError("broken")


@dg.job(hooks={well, badly}, executor_def=threads_executor, resource_defs={"journal": Journal.configure_at_launch()})
def hooked() -> None:
    fine()
    broken()


ASSETS = [
    at_the_third_try, asks_for_a_later_try, never, meets_async, meets_sync, sum_of_both, exits, is_interrupted, stops,
    below_exits, sibling, below_sibling, *pooled, both, below_right, *_checked("barred", blocking=True),
    *_checked("warned", blocking=False), calls, calls_async, says, says_too, above, mended,
    *_counting(["counted_1", "counted_2", "counted_3", "counted_4"]),
]  # fmt: skip


def job(*names: str) -> dg.JobDefinition:
    """A job over the named assets and their checks, executed in threads."""
    if names == ("hooked",):
        return hooked
    return dg.Definitions(
        assets=ASSETS,
        asset_checks=[above_is_seven],
        jobs=[dg.define_asset_job("selected", selection=dg.AssetSelection.assets(*names))],
        resources={"journal": Journal.configure_at_launch()},
        executor=threads_executor,
    ).resolve_job_def("selected")
