"""One step of a story: claim the part, make it, check it, hand it over. All nine assets go through here."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import dagster as dg

from storytailor_dagster.defs import tags
from storytailor_dagster.defs.calls import Calls, family_hash
from storytailor_dagster.defs.checks import check_results, check_specs, objection
from storytailor_dagster.defs.failures import failure, failures_recorded
from storytailor_dagster.defs.keys import GROUP, asset_key
from storytailor_dagster.defs.metadata import common_metadata
from storytailor_dagster.defs.partitions import STORIES
from storytailor_dagster.defs.patience import waited_out
from storytailor_dagster.defs.product import Made, Product, StoredObject
from storytailor_dagster.errors import Refused, StoryGone, StorytailorError
from storytailor_dagster.ledger import OBJECTION, Caps, Claim, ClaimMode, Ledger, StoryRow
from storytailor_dagster.providers.hands import Hands
from storytailor_dagster.settings import Settings
from storytailor_dagster.store import ObjectStore
from storytailor_dagster.story.intake import read_request, story_seed
from storytailor_dagster.story.keys import object_key
from storytailor_dagster.story.parts import MORE_TRIES, NEEDS, Part
from storytailor_dagster.story.request import StoryRequest

OWNERS = ["team:storytelling"]

Results = Iterator[dg.AssetCheckResult | dg.MaterializeResult[Made]]


@dataclass(frozen=True, kw_only=True)
class Work:
    """What the maker of a part gets: whose story it is, who can help, and what the last try was refused for.

    Until something was refused, `objection` is a person's note, where somebody asked for the part with one.
    """

    part: Part
    story: StoryRow
    claim: Claim
    hands: Hands
    store: ObjectStore
    calls: Calls
    settings: Settings
    objection: str | None

    @property
    def last_try(self) -> bool:
        return self.claim.tries >= MORE_TRIES[self.part]

    @property
    def request(self) -> StoryRequest:
        """Raises InvalidRequest where the row can't become a story."""
        row = self.story
        return read_request(
            story_id=row.id,
            title=row.title,
            age_rating=row.age_rating,
            metadata=row.metadata,
            seed=story_seed(creator=row.creator_user_id, ordinal=row.ordinal),
        )

    def stored(
        self, data: bytes, *, extension: str, content_type: str, public: bool = True, name: str | None = None
    ) -> StoredObject:
        key = object_key(story_id=self.story.id, part=self.part, data=data, extension=extension, name=name)
        return StoredObject(key=key, data=data, content_type=content_type, url=self.store.url(key) if public else None)


def refuse_unfit(work: Work, words: tuple[str, ...]) -> None:
    """Before anything is bought: whether this may be asked of anybody who works for children.

    Raises:
        Refused: it may not; the category is for whoever operates this.
    """
    verdict = work.hands.check.read(words=words, till=work.calls).value
    if verdict.objections:
        raise Refused(
            "We can't make a children's story of this. Please ask for another one.",
            category=", ".join(verdict.evidence) or "unnamed",
            code="REQUEST_NOT_FOR_CHILDREN",
        )


def story_asset(
    part: Part,
    make: Callable[..., Product],
    *,
    description: str,
    kinds: set[str],
    code_version: str,
    graph: Mapping[Part, tuple[Part, ...]] = NEEDS,
) -> dg.AssetsDefinition:
    """The Dagster asset of a part. `make` takes a `Work` and, by name, the values of the parts it needs."""

    @dg.asset(
        key=asset_key(part),
        ins={need.value: dg.AssetIn(key=asset_key(need)) for need in graph[part]},
        partitions_def=STORIES,
        required_resource_keys={"ledger", "store", "hands", "settings"},
        io_manager_key="io_manager",
        retry_policy=dg.RetryPolicy(max_retries=MORE_TRIES[part]) if MORE_TRIES[part] else None,
        check_specs=check_specs(part),
        description=description,
        group_name=GROUP,
        kinds=kinds,
        owners=OWNERS,
        code_version=code_version,
    )
    def step(context: dg.AssetExecutionContext, **needed: Any) -> Results:
        yield from _made(context, part, make, needed)

    return step


def _made(
    context: dg.AssetExecutionContext, part: Part, make: Callable[..., Product], needed: Mapping[str, Any]
) -> Results:
    began = time.monotonic()
    ledger: Ledger = context.resources.ledger
    settings: Settings = context.resources.settings
    story, claim = _claimed(context, ledger, part)
    calls = Calls(
        ledger=ledger,
        store=context.resources.store,
        claim=claim,
        family=family_hash(story.creator_user_id),
        caps=Caps(story=settings.budget_per_story, day=settings.budget_per_day),
        patience=settings.patience_seconds,
    )
    with failures_recorded(ledger=ledger, claim=claim):
        work = Work(
            part=part,
            story=story,
            claim=claim,
            hands=context.resources.hands,
            store=context.resources.store,
            calls=calls,
            settings=settings,
            objection=_last_objection(story, part),
        )
        product = make(work, **needed)
        results = check_results(part, product.findings)
        refused = objection(product.findings)
        if refused:
            yield from results
            raise refused
        cost = calls.cost
    seconds = time.monotonic() - began
    metadata = common_metadata(product, tries=claim.tries + 1, attempt=claim.attempt, seconds=seconds, cost=cost)
    yield dg.MaterializeResult(
        asset_key=asset_key(part),
        value=Made(product=product, claim=claim),
        check_results=results,
        metadata=metadata,
    )


def _claimed(context: dg.AssetExecutionContext, ledger: Ledger, part: Part) -> tuple[StoryRow, Claim]:
    story_id = UUID(context.partition_key)
    mode, retried_run = claim_mode(context.run, step_retry=context.retry_number > 0)
    try:
        story = waited_out(lambda: ledger.story(story_id))
        if story is None:
            raise StoryGone("The story was deleted, or never was.")
        claim = waited_out(
            lambda: ledger.claim(
                story_id=story_id, part=part, run_id=context.run.run_id, mode=mode, retried_run=retried_run
            )
        )
    except StorytailorError as error:
        raise failure(error) from None
    return story, claim


def claim_mode(run: dg.DagsterRun, *, step_retry: bool) -> tuple[ClaimMode, str | None]:
    """How a run claims, and the run it retries: automatic retries inherit the attempt, a person's launch raises it."""
    if step_retry:
        return ClaimMode.RETRY, None
    if tags.RUN_RETRY in run.tags:
        return ClaimMode.RETRY, run.parent_run_id
    return (ClaimMode.QUEUE if tags.asked_of(run) else ClaimMode.PERSON), None


def _last_objection(story: StoryRow, part: Part) -> str | None:
    job = story.job(part)
    return None if job is None else job.metadata.get(OBJECTION) or None
