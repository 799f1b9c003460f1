"""The looks themselves, each a function of the settings and the ledger. How grave a figure is, is said here only."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import TypeVar

from storytailor_dagster.defs.health import deployment
from storytailor_dagster.defs.health.alarms import OPERATORS
from storytailor_dagster.defs.health.seen import Grave, Seen
from storytailor_dagster.errors import StorytailorError, Transient
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.settings import Settings

Look = Callable[[Settings, Ledger], Seen]
T = TypeVar("T", timedelta, int, Decimal)

WAITS_LONG, WAITS_TOO_LONG = timedelta(minutes=5), timedelta(minutes=15)
HOUR = timedelta(hours=1)
MANY = 5
"""Stories that failed for reasons of ours within an hour."""
QUIET, GRACE = timedelta(minutes=5), timedelta(minutes=2)
LATE = timedelta(minutes=10)
NEAR, AT_THE_CAP = Decimal("0.8"), Decimal("0.95")
_GRAVITY = tuple(Grave)
GIGABYTE = 1024**3
LITTLE, NEARLY_NONE = 5 * GIGABYTE, GIGABYTE


def look_database(settings: Settings, ledger: Ledger) -> Seen:
    """Does the stories' database answer, and is it migrated?"""
    return _answers(lambda: deployment.database(settings.dsn))


def look_store(settings: Settings, ledger: Ledger) -> Seen:
    """Can objects be written and read?"""
    try:
        return Seen(says=deployment.store(settings))
    except (StorytailorError, OSError) as error:
        says = str(error) if isinstance(error, StorytailorError) else f"It can't be written ({type(error).__name__})."
        remedy = (
            "Look at the store's settings, at the disk, at whose folder it is, or at the bucket and the role's rights."
        )
        return Seen(says=says, grave=Grave.ERROR, remedy=remedy)


def look_providers(settings: Settings, ledger: Ledger) -> Seen:
    """Is every key there, and does every hosted provider answer a call that costs nothing?"""
    told: dict[str, str] = {}
    worst = Seen(says="Whoever is hosted answers.")
    try:
        for name, asks in chain(deployment.keys(settings).items(), deployment.free_calls(settings)):
            seen = _answers(asks)
            told[name] = seen.says
            worst = max(worst, seen, key=lambda one: _GRAVITY.index(one.grave))
    except StorytailorError as error:
        worst = _trouble(error)
    return Seen(says=worst.says, grave=worst.grave, remedy=worst.remedy, figures=told)


def look_queue(settings: Settings, ledger: Ledger) -> Seen:
    """How long has the first of those who wait been waiting?"""
    count, oldest = ledger.signs.waiting()
    return Seen(
        says=f"{count} wait, the first for {_minutes(oldest)}.",
        grave=_graver(oldest, WAITS_LONG, WAITS_TOO_LONG),
        remedy="Look whether the daemon runs, and whether runs start; then at how many are made at once.",
        figures={"waiting": count, "oldest_seconds": oldest.total_seconds()},
    )


def look_failures(settings: Settings, ledger: Ledger) -> Seen:
    """What did stories of the last hour fail of that their families can't mend?"""
    ours = {code: count for code, count in ledger.signs.failed(HOUR).items() if code in OPERATORS}
    return Seen(
        says="; ".join(f"{code}: {count}" for code, count in ours.items()) or "Nothing failed.",
        grave=_graver(sum(ours.values()), 1, MANY),
        remedy="Look the first code up in docs/operating.md; once it is mended, `storytailor retry STORY`.",
        figures=ours,
    )


def look_silence(settings: Settings, ledger: Ledger) -> Seen:
    """Does everything that is being made give signs of life?"""
    left, quiet = ledger.signs.unheard(quiet=QUIET, grace=GRACE)
    if left:
        says = f"{left} parts should have been given up by the sensor `silent_jobs`."
        return Seen(says=says, grave=Grave.ERROR, remedy="The daemon is down, or that sensor is stopped: start it.")
    return Seen(
        says=f"{quiet} parts were silent for {_minutes(QUIET)}.",
        grave=Grave.WARN if quiet else Grave.WELL,
        remedy="Look at their runs, and at the workers' memory; after 15 minutes they are given up.",
        figures={"silent": quiet},
    )


def look_webhooks(settings: Settings, ledger: Ledger) -> Seen:
    """Are webhooks delivered?"""
    found = ledger.signs.webhooks(HOUR)
    figures = {"failing": found.failing, "disabled": found.disabled, "late_seconds": found.late.total_seconds()}
    if found.late >= LATE:
        says = f"Deliveries are {_minutes(found.late)} late."
        return Seen(
            says=says, grave=Grave.ERROR, remedy="Look whether an API process runs: it delivers.", figures=figures
        )
    return Seen(
        says=f"{found.failing} endpoints have failed for an hour, {found.disabled} were disabled for it today.",
        grave=Grave.WARN if found.failing or found.disabled else Grave.WELL,
        remedy="Their owners see why in their logs; look whether all fail alike, which would be this side's network.",
        figures=figures,
    )


def look_spending(settings: Settings, ledger: Ledger) -> Seen:
    """How near are the caps?"""
    today, day, each = ledger.signs.spent_today(), settings.budget_per_day, settings.budget_per_story
    dear = 0 if not each else ledger.signs.dear(each * NEAR)
    grave = Grave.WELL if not day else _graver(today / day, NEAR, AT_THE_CAP)
    most = "any number" if day is None else str(day)
    return Seen(
        says=f"{today:.2f} US dollars today, of {most}; {dear} stories are near their cap.",
        grave=Grave.WARN if dear and grave is Grave.WELL else grave,
        remedy="Look who asks for so much (table `generation_attempts`); then raise the cap, or leave it as it is.",
        figures={"today_usd": float(today), "near_their_cap": dear},
    )


def look_disk(settings: Settings, ledger: Ledger) -> Seen:
    """Is there room left where this deployment writes?"""
    folder = settings.home.resolve()
    while not folder.exists():
        folder = Path(folder).parent
    free = shutil.disk_usage(folder).free
    return Seen(
        says=f"{free / GIGABYTE:.1f} GB are free.",
        grave=_graver(-free, -LITTLE, -NEARLY_NONE),
        remedy="Make room: old logs, then `storytailor forget` or a store elsewhere (STORYTAILOR_OBJECT_STORE=s3).",
        figures={"free_bytes": free},
    )


LOOKS: tuple[Look, ...] = (
    look_database,
    look_store,
    look_providers,
    look_queue,
    look_failures,
    look_silence,
    look_webhooks,
    look_spending,
    look_disk,
)


def _answers(asks: deployment.Asks) -> Seen:
    try:
        return Seen(says=asks())
    except StorytailorError as error:
        return _trouble(error)


def _trouble(error: StorytailorError) -> Seen:
    """What only needs waiting is a warning: a part waits it out, and is tried again."""
    grave = Grave.WARN if isinstance(error, Transient) and error.code != "DATABASE_UNREACHABLE" else Grave.ERROR
    return Seen(says=str(error), grave=grave, remedy=error.remedy, figures={"code": error.code})


def _graver(found: T, warns: T, errs: T) -> Grave:
    return Grave.ERROR if found >= errs else Grave.WARN if found >= warns else Grave.WELL


def _minutes(span: timedelta) -> str:
    return f"{span.total_seconds() / 60:.0f} min"
