"""Between the steps: a finished part goes into the store, then into the ledger; a needed part comes out of both."""

from decimal import Decimal
from functools import partial
from uuid import UUID

import dagster as dg

from storytailor_dagster.defs.failures import failure, failures_recorded
from storytailor_dagster.defs.formats import decoded
from storytailor_dagster.defs.keys import part_of
from storytailor_dagster.defs.patience import waited_out
from storytailor_dagster.defs.product import Made
from storytailor_dagster.errors import MissingObject, NotReady, StoryGone, StorytailorError
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.store import ObjectStore


class StoryIOManager(dg.IOManager):
    """Stores first, then records in one fenced statement; trusts no record whose object is not there."""

    def __init__(self, *, ledger: Ledger, store: ObjectStore) -> None:
        self._ledger = ledger
        self._store = store

    def handle_output(self, context: dg.OutputContext, obj: Made) -> None:
        product, claim = obj.product, obj.claim
        with failures_recorded(ledger=self._ledger, claim=claim):
            for stored in product.objects:
                waited_out(partial(self._store.put, stored.key, stored.data, content_type=stored.content_type))
            main = product.objects[0]
            cost = sum((usage.cost for usage in product.usage), Decimal(0))
            waited_out(
                lambda: self._ledger.record(
                    claim, columns=product.columns, url=main.url, object_key=main.key, cost=cost
                )
            )

    def load_input(self, context: dg.InputContext) -> object:
        part = part_of(context.asset_key)
        try:
            story = waited_out(lambda: self._ledger.story(UUID(context.partition_key)))
            if story is None:
                raise StoryGone("The story was deleted.")
            job = next((job for job in story.jobs if job.part is part), None)
            if job is None or job.status != "ready" or "object_key" not in job.metadata:
                raise NotReady(f"{part} is not ready, and this part needs it.", remedy=f"Make {part} first.")
            key = str(job.metadata["object_key"])
            if waited_out(lambda: self._store.size(key)) is None:
                raise MissingObject(
                    f"{part} is recorded as ready, but the store has no such object.", remedy=f"Make {part} again."
                )
            return decoded(part, waited_out(lambda: self._store.get(key)))
        except StorytailorError as error:
            raise failure(error) from None


@dg.io_manager(
    required_resource_keys={"ledger", "store"}, description="The object store, with the ledger as its index."
)
def story_io_manager(context: dg.InitResourceContext) -> StoryIOManager:
    return StoryIOManager(ledger=context.resources.ledger, store=context.resources.store)
