"""Deletes what was kept long enough: bought answers, and stories and characters where an operator says how long.

It deletes rows, as a family would; `forgetting` clears what is left of them elsewhere.
"""

from datetime import timedelta
from functools import partial
from uuid import UUID

import dagster as dg

from storytailor_dagster.defs.partitions import partitions_of
from storytailor_dagster.defs.sensors.walking import walked
from storytailor_dagster.errors import Transient
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.settings import Settings
from storytailor_dagster.store import ObjectStore
from storytailor_dagster.subjects import CHARACTER, STORY, Subject

ANSWERS_AT_ONCE, ANSWER_PAGES = 50, 5
SUBJECTS_AT_ONCE, SUBJECT_PAGES = 100, 20
"""What is looked at in a page, and pages in a tick, which has a minute; a store may take a tenth of a second each."""
MOST = 50
"""Deleted in a tick, give or take a page, and only where fewer wait for `forgetting`: families' own wait behind."""


@dg.sensor(
    name="retention",
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Deletes bought answers, stories and characters that were kept for as long as the settings say.",
)
def retention(
    context: dg.SensorEvaluationContext,
    ledger: dg.ResourceParam[Ledger],
    store: dg.ResourceParam[ObjectStore],
    settings: dg.ResourceParam[Settings],
) -> dg.SkipReason:
    said = []
    try:
        said.append(f"{_answers(ledger, store, timedelta(days=settings.answer_days))} bought answers")
        for subject, days in ((STORY, settings.story_days), (CHARACTER, settings.character_days)):
            if days is not None and len(ledger.forgetting.deleted(limit=MOST)) < MOST:
                page = partial(_overdue, ledger, subject, timedelta(days=days))
                gone = walked(context, subject.name, page, start="", pages=SUBJECT_PAGES, most=MOST)
                said.append(f"{gone} {partitions_of(subject).name}")
    except Transient as error:
        context.log.warning("Not everything old was deleted this time: %s (%s) %s", error, error.code, error.remedy)
        return dg.SkipReason(f"Not everything old was deleted this time. {error}")
    return dg.SkipReason(f"Deleted for their age: {', '.join(said)}.")


def _answers(ledger: Ledger, store: ObjectStore, after: timedelta) -> int:
    gone = 0
    for _ in range(ANSWER_PAGES):
        found = ledger.retention.answers(after=after, limit=ANSWERS_AT_ONCE)
        for key in found.values():
            store.delete(key)
        ledger.retention.answers_gone(found)
        gone += len(found)
        if len(found) < ANSWERS_AT_ONCE:
            break
    return gone


def _overdue(ledger: Ledger, subject: Subject, after: timedelta, past: str) -> tuple[int, str]:
    start = UUID(past) if past else None
    gone, place = ledger.retention.forget(subject, after=after, past=start, limit=SUBJECTS_AT_ONCE)
    return gone, str(place or "")
