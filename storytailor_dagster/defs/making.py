"""One step: claim the part, make it, check it, hand it over. Every asset goes through here."""

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID

import dagster as dg

from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.defs import tags
from storytailor_dagster.defs.calls import Calls, family_hash
from storytailor_dagster.defs.checks import check_results, check_specs, objection
from storytailor_dagster.defs.failures import failure, failures_recorded
from storytailor_dagster.defs.keys import asset_key
from storytailor_dagster.defs.metadata import common_metadata
from storytailor_dagster.defs.partitions import partitions_of
from storytailor_dagster.defs.patience import waited_out
from storytailor_dagster.defs.product import Made, Product
from storytailor_dagster.defs.work import CharacterWork, StoryWork
from storytailor_dagster.errors import Gone, StorytailorError
from storytailor_dagster.ledger import OBJECTION, Caps, Claim, ClaimMode, Ledger, StoryRow, SubjectRow
from storytailor_dagster.settings import Settings
from storytailor_dagster.story.parts import References
from storytailor_dagster.subjects import STORY, AnyPart, more_tries, needs_of, subject_of
from storytailor_dagster.telemetry.tracing import Span

OWNERS = ["team:storytelling"]

Results = Iterator[dg.AssetCheckResult | dg.MaterializeResult[Made]]


def part_asset(
    part: AnyPart,
    make: Callable[..., Product],
    *,
    description: str,
    kinds: set[str],
    code_version: str,
    references: References = "chain",
    portraits: bool = False,
) -> dg.AssetsDefinition:
    """The Dagster asset of a part. `make` takes a `Work` and, by name, the values of the parts it needs.

    Args:
        portraits: it leans on its character's portraits too, if it has a character. Which, only the story knows.
    """

    @dg.asset(
        key=asset_key(part),
        ins={need.value: dg.AssetIn(key=asset_key(need)) for need in needs_of(part, references)},
        deps=[
            dg.AssetDep(asset_key(portrait), partition_mapping=dg.AllPartitionMapping())
            for portrait in (Portrait if portraits else ())
        ],
        partitions_def=partitions_of(subject_of(part)),
        required_resource_keys={"ledger", "store", "hands", "settings", "telemetry"},
        io_manager_key="io_manager",
        retry_policy=dg.RetryPolicy(max_retries=more_tries(part)) if more_tries(part) else None,
        check_specs=check_specs(part),
        description=description,
        group_name=subject_of(part).name,
        kinds=kinds,
        owners=OWNERS,
        code_version=code_version,
    )
    def step(context: dg.AssetExecutionContext, **needed: Any) -> Results:
        yield from _made(context, part, make, needed)

    return step


def _made(
    context: dg.AssetExecutionContext, part: AnyPart, make: Callable[..., Product], needed: Mapping[str, Any]
) -> Results:
    began = time.monotonic()
    ledger: Ledger = context.resources.ledger
    settings: Settings = context.resources.settings
    telemetry: Span = context.resources.telemetry
    row, claim = _claimed(context, ledger, part)
    facts = {subject_of(part).name: str(claim.subject_id), "part": part.value, "run": claim.run_id}
    with (
        failures_recorded(ledger=ledger, store=context.resources.store, claim=claim),
        telemetry.within(f"make {part}", **facts, attempt=claim.attempt, tries=claim.tries + 1) as span,
    ):
        calls = Calls(
            ledger=ledger,
            store=context.resources.store,
            claim=claim,
            family=family_hash(row.creator_user_id),
            caps=Caps(each=settings.budget_per_story, day=settings.budget_per_day),
            patience=settings.patience_seconds,
            span=span,
        )
        about = {"story": row} if isinstance(row, StoryRow) else {"character": row}
        work = (StoryWork if isinstance(row, StoryRow) else CharacterWork)(
            part=part,
            claim=claim,
            hands=context.resources.hands,
            ledger=ledger,
            store=context.resources.store,
            calls=calls,
            settings=settings,
            objection=_last_objection(row, part),
            **about,
        )
        product = make(work, **needed)
        results = check_results(part, product.findings)
        refused = objection(product.findings)
        if refused:
            yield from results
            raise refused
        cost = calls.cost
        span.tell(cost_usd=float(cost))
    for note in product.notes:
        context.log.warning(note)
    seconds = time.monotonic() - began
    metadata = common_metadata(product, tries=claim.tries + 1, attempt=claim.attempt, seconds=seconds, cost=cost)
    yield dg.MaterializeResult(
        asset_key=asset_key(part),
        value=Made(product=product, claim=claim),
        check_results=results,
        metadata=metadata,
    )


def row_of(ledger: Ledger, part: AnyPart, subject_id: UUID) -> SubjectRow | None:
    """The row that the part is a part of."""
    return ledger.story(subject_id) if subject_of(part) is STORY else ledger.characters.row(subject_id)


def _claimed(context: dg.AssetExecutionContext, ledger: Ledger, part: AnyPart) -> tuple[SubjectRow, Claim]:
    subject_id = UUID(context.partition_key)
    mode, retried = claim_mode(context.instance, context.run, step_retry=context.retry_number > 0)
    try:
        row = waited_out(lambda: row_of(ledger, part, subject_id))
        if row is None:
            raise Gone(f"The {subject_of(part).name} was deleted, or never was.")
        claim = waited_out(
            lambda: ledger.claim(
                subject_id=subject_id, part=part, run_id=context.run.run_id, mode=mode, retried_runs=retried
            )
        )
    except StorytailorError as error:
        raise failure(error) from None
    return row, claim


def claim_mode(
    instance: dg.DagsterInstance, run: dg.DagsterRun, *, step_retry: bool
) -> tuple[ClaimMode, tuple[str, ...]]:
    """How a run claims, and the runs it goes on from: automatic retries inherit the attempt, a person's raises it."""
    if step_retry:
        return ClaimMode.RETRY, ()
    if tags.RUN_RETRY in run.tags:
        return ClaimMode.RETRY, tuple(_gone_on_from(instance, run))
    return (ClaimMode.QUEUE if tags.asked_of(run) else ClaimMode.PERSON), ()


def _gone_on_from(instance: dg.DagsterInstance, run: dg.DagsterRun) -> Iterator[str]:
    """The run's parent; and the parent's, where it was a retry too: it may have been lost before it took the part."""
    retry: dg.DagsterRun | None = run
    while retry is not None and tags.RUN_RETRY in retry.tags and retry.parent_run_id is not None:
        yield retry.parent_run_id
        retry = instance.get_run_by_id(retry.parent_run_id)


def _last_objection(row: SubjectRow, part: AnyPart) -> str | None:
    job = row.job(part)
    return None if job is None else job.metadata.get(OBJECTION) or None
