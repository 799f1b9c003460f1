"""Finds ready parts whose objects are gone: the newest soon after they were made, and all of them in turn, for ever.

A round over all begins a day after the last one began, or when that one has ended: with a look a minute, up to 432,000
objects are looked at once a day each; more take longer and cost no more.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import dagster as dg
from pydantic import BaseModel, ValidationError

from storytailor_dagster.errors import Gone
from storytailor_dagster.ledger import OLDEST, Ledger, MadeObject, Place
from storytailor_dagster.store import ObjectStore, is_key
from storytailor_dagster.subjects import below

SETTLED = timedelta(seconds=30)
A_ROUND = timedelta(days=1)
NEWEST, IN_TURN = 200, 300
THREADS = 8
MOST_ATTEMPTS = 3
"""A part whose object was lost more often is reported, not made again: something else is wrong, and it costs money."""
A_FEW = 20
"""Where more are gone, and most of those looked at, it is the store that is gone: another bucket, an empty mount."""


class Position(BaseModel):
    """How far the sensor has come, as its cursor holds it; `turn` is None where a round has ended."""

    newest: Place
    turn: Place | None = OLDEST
    began: datetime


def position(cursor: str | None, now: datetime) -> Position:
    """Where to go on; at the beginning where nobody can read the cursor, since a round misses nothing."""
    try:
        found = Position.model_validate_json(cursor or "")
    except ValidationError:
        return Position(newest=Place(now - SETTLED, OLDEST.id), began=now)
    if found.turn is None and found.began <= now - A_ROUND:
        return Position(newest=found.newest, began=now)
    return found


def look_at_objects(context: dg.SensorEvaluationContext, ledger: Ledger, store: ObjectStore) -> int:
    """Asks again for what is gone; how many that were. Moves the cursor when all of it was looked at."""
    now = datetime.now(UTC)
    at = position(context.cursor, now)
    new = ledger.agreement.made_after(at.newest, until=now - SETTLED, limit=NEWEST)
    old = ledger.agreement.made_after(at.turn, until=now - SETTLED, limit=IN_TURN) if at.turn else ()
    made = list({one.place: one for one in (*new, *old)}.values())
    lost = _lost(store, made)
    if len(lost) > A_FEW and len(lost) * 2 > len(made):
        context.log.error(
            "%s of %s objects are gone: it is the store that is gone. Nothing is made again; look at its settings.",
            len(lost),
            len(made),
        )
    else:
        # What most leans on first: it takes along what else is lost of the same story.
        for one in sorted(lost, key=lambda one: -len(below(one.part, ledger.references))):
            _ask_again(context, ledger, one)
    after = Position(
        newest=new[-1].place if new else at.newest, turn=old[-1].place if len(old) == IN_TURN else None, began=at.began
    )
    context.update_cursor(after.model_dump_json())
    return len(lost)


def _lost(store: ObjectStore, made: Sequence[MadeObject]) -> list[MadeObject]:
    """Those of which an object is gone. What others wrote into a row need be no key: that is nothing of ours."""
    with ThreadPoolExecutor(THREADS) as threads:
        found = threads.map(lambda one: all(_is_there(store, key) for key in one.object_keys), made)
        return [one for one, is_whole in zip(made, found, strict=True) if not is_whole]


def _is_there(store: ObjectStore, key: str) -> bool:
    return not is_key(key) or store.size(key) is not None


def _ask_again(context: dg.SensorEvaluationContext, ledger: Ledger, one: MadeObject) -> None:
    """With what was made of it: a new attempt is another text, another picture, and a story is to be of one piece."""
    row = ledger.subject(one.subject_id)
    jobs = {} if row is None else {job.part: job for job in row.jobs}
    job = jobs.get(one.part)
    if job is None or (job.status, job.attempt) != ("ready", one.attempt):
        return  # deleted or asked for anew since it was read
    under = (jobs[part] for part in below(one.part, ledger.references) if part in jobs)
    leaning = [job.part for job in under if job.status not in ("queued", "canceled")]  # queued: it gets the new one
    verb = "was lost too often and is left as it is"
    if one.attempt < MOST_ATTEMPTS:
        try:
            ledger.ask(subject_id=one.subject_id, parts=[one.part, *leaning])
        except Gone:
            return
        verb = f"is made again, and with it {', '.join(leaning)}" if leaning else "is made again"
    context.log.error("%s: %s is ready, but its object is gone; it %s.", one.subject_id, one.part, verb)
