"""The job `health`: a step for each look. A warning is said in its log; an error fails its step, and so the run."""

from collections.abc import Mapping

import dagster as dg

from storytailor_dagster.defs.health.looks import LOOKS, Look
from storytailor_dagster.defs.health.seen import Grave
from storytailor_dagster.errors import Transient
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.settings import Settings

Fact = str | int | float


def _op(look: Look) -> dg.OpDefinition:
    @dg.op(name=look.__name__, description=look.__doc__, tags={"dagster/kind": "health"})
    def looked(
        context: dg.OpExecutionContext, ledger: dg.ResourceParam[Ledger], settings: dg.ResourceParam[Settings]
    ) -> None:
        try:
            seen = look(settings, ledger)
        except Transient as error:
            raise _alarm(look.__name__, str(error), error.remedy, {"code": error.code}) from None
        if seen.grave is Grave.ERROR:
            raise _alarm(look.__name__, seen.says, seen.remedy, seen.figures)
        if seen.grave is Grave.WARN:
            context.log.warning("%s %s", seen.says, seen.remedy)
        context.add_output_metadata(
            {"severity": seen.grave.value, "says": seen.says, "remedy": seen.remedy, **seen.figures}
        )

    return looked


def _alarm(look: str, says: str, remedy: str, figures: Mapping[str, Fact]) -> dg.Failure:
    told: dict[str, Fact] = {"severity": Grave.ERROR.value, "alarm": look, "remedy": remedy, **figures}
    return dg.Failure(description=f"{says} {remedy}", metadata=told, allow_retries=False)


_OPS = tuple(_op(look) for look in LOOKS)


@dg.job(
    description="Is all well? Fails where it is not; the step that failed says what it is and what to do.",
    tags={"dagster/priority": "30", "dagster/max_retries": "0"},
)
def health() -> None:
    for op in _OPS:
        op()


hourly_health = dg.ScheduleDefinition(
    name="hourly_health",
    job=health,
    cron_schedule="17 * * * *",
    default_status=dg.DefaultScheduleStatus.STOPPED,
    description="Asks every hour whether all is well. Turn it on where somebody is to be told.",
)
