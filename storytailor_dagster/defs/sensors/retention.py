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

AT_ONCE, PAGES = 500, 10


@dg.sensor(
    name="retention",
    minimum_interval_seconds=120,
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
            if days is not None:
                page = partial(_overdue, ledger, subject, timedelta(days=days))
                gone = walked(context, subject.name, page, start="", pages=PAGES)
                said.append(f"{gone} {partitions_of(subject).name}")
    except Transient as error:
        context.log.warning("Not everything old was deleted this time: %s (%s) %s", error, error.code, error.remedy)
        return dg.SkipReason(f"Not everything old was deleted this time. {error}")
    return dg.SkipReason(f"Deleted for their age: {', '.join(said)}.")


def _answers(ledger: Ledger, store: ObjectStore, after: timedelta) -> int:
    found = ledger.retention.answers(after=after, limit=AT_ONCE)
    for key in found.values():
        store.delete(key)
    ledger.retention.answers_gone(found)
    return len(found)


def _overdue(ledger: Ledger, subject: Subject, after: timedelta, past: str) -> tuple[int, str]:
    gone, place = ledger.retention.forget(subject, after=after, past=UUID(past) if past else None, limit=AT_ONCE)
    return gone, str(place or "")
