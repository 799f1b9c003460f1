"""Between the steps: a finished part goes into the store, then into the ledger; a needed part comes out of both."""

from dataclasses import replace
from functools import partial
from uuid import UUID

import dagster as dg

from storytailor_dagster.defs.failures import failure, failures_recorded
from storytailor_dagster.defs.formats import decoded
from storytailor_dagster.defs.keys import asset_key, part_of
from storytailor_dagster.defs.making import row_of
from storytailor_dagster.defs.patience import waited_out
from storytailor_dagster.defs.product import Made
from storytailor_dagster.defs.tags import asked_of
from storytailor_dagster.errors import Gone, MissingObject, NotReady, Permanent, StorytailorError
from storytailor_dagster.keys import PLAIN_KEY
from storytailor_dagster.ledger import JobRow, Ledger
from storytailor_dagster.store import ObjectStore
from storytailor_dagster.story.pictures import Picture
from storytailor_dagster.subjects import AnyPart, subject_of
from storytailor_dagster.telemetry.tracing import Span


class _BeingMade(NotReady):
    """It is in the queue, or in work."""


class PartIOManager(dg.IOManager):
    """Stores first, then records in one fenced statement; trusts no record whose object is not there."""

    def __init__(self, *, ledger: Ledger, store: ObjectStore, telemetry: Span) -> None:
        self._ledger = ledger
        self._store = store
        self._telemetry = telemetry

    def handle_output(self, context: dg.OutputContext, obj: Made) -> None:
        product, claim = obj.product, obj.claim
        with (
            failures_recorded(ledger=self._ledger, store=self._store, claim=claim),
            self._telemetry.within(f"record {claim.part}", part=claim.part.value, objects=len(product.objects)),
        ):
            for stored in product.objects:
                waited_out(partial(self._store.put, stored.key, stored.data, content_type=stored.content_type))
            main = product.objects[0]
            waited_out(
                lambda: self._ledger.record(
                    claim, columns=product.columns, url=main.url, object_key=main.key, metadata=product.kept
                )
            )

    def load_input(self, context: dg.InputContext) -> object:
        try:
            return waited_out(lambda: self._value(UUID(context.partition_key), part_of(context.asset_key)))
        except _BeingMade as error:
            # This part stays in the queue, and gets a run when that one is there.
            raise failure(error) from None
        except StorytailorError as error:
            self._give_up(context, error)
            raise failure(error) from None

    def _give_up(self, context: dg.InputContext, error: StorytailorError) -> None:
        """Fails the part that can't have what it needs, if the queue asked the run for it: nobody has claimed it."""
        step = context.step_context
        jobs = [job for job in asked_of(step.dagster_run) if asset_key(job[0]).to_python_identifier() == step.op.name]
        if jobs:
            waited_out(lambda: self._ledger.give_up(subject_id=UUID(context.partition_key), jobs=jobs, error=error))

    def _value(self, subject_id: UUID, part: AnyPart) -> object:
        row = row_of(self._ledger, part, subject_id)
        if row is None:
            raise Gone(f"The {subject_of(part).name} was deleted.")
        job = row.job(part)
        if job is None or job.status != "ready":
            raise _not_there(part, job)
        key, plain_key = job.metadata.get("object_key"), job.metadata.get(PLAIN_KEY)
        if not isinstance(key, str) or self._store.size(key) is None:
            raise MissingObject(
                f"{part} is recorded as ready, but the store has no such object.", remedy=f"Make {part} again."
            )
        data = self._store.get(key)
        try:
            value = decoded(part, data)
        except ValueError:
            # Its own words would repeat the text.
            raise Permanent(
                f"{part} is in the store in a form that can't be read.",
                code="OBJECT_BROKEN",
                remedy=f"Make {part} again.",
            ) from None
        if isinstance(value, Picture) and isinstance(plain_key, str):
            return replace(value, plain=self._store.get(plain_key))
        return value


def _not_there(part: AnyPart, job: JobRow | None) -> NotReady:
    if job is not None and job.status in ("queued", "generating"):
        return _BeingMade(f"needs {part}, which is being made.", remedy="Nothing: it is asked for again by itself.")
    if job is not None and job.status == "failed":
        return NotReady(
            f"needs {part}, which failed: {job.error_message}",
            remedy=f"`storytailor retry STORY {part}` makes both.",
        )
    return NotReady(f"needs {part}, which was not asked for.", remedy=f"Ask for {part} too.")


@dg.io_manager(
    required_resource_keys={"ledger", "store", "telemetry"},
    description="The object store, with the ledger as its index.",
)
def part_io_manager(context: dg.InitResourceContext) -> PartIOManager:
    found = context.resources
    return PartIOManager(ledger=found.ledger, store=found.store, telemetry=found.telemetry)
