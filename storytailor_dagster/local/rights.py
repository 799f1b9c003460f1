"""`storytailor forget`: a family's right to be forgotten. Taking everything along is `takeout.py`."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from storytailor_dagster.errors import Gone, Permanent
from storytailor_dagster.keys import owner_of
from storytailor_dagster.ledger import Ledger, Receipt, StoryRow
from storytailor_dagster.store import ObjectStore, clear_all_of, clear_now_or_later
from storytailor_dagster.subjects import CHARACTER, STORY, SUBJECTS, Subject

_KINDS = {subject.name: subject for subject in SUBJECTS}


def forget(ledger: Ledger, store: ObjectStore, subject: Subject, subject_id: UUID) -> None:
    """Deletes a story or character: its rows and objects now, what Dagster holds of it as soon as the daemon looks.

    Raises:
        Permanent: it is the other of the two (`STORY_OR_CHARACTER`); nothing is deleted.
        Gone: there is none.
    """
    row = ledger.subject(subject_id)
    if row is not None and (found := STORY if isinstance(row, StoryRow) else CHARACTER) is not subject:
        raise Permanent(
            f"That is the id of a {found.name}, not of a {subject.name}. Nothing was deleted.",
            code="STORY_OR_CHARACTER",
            remedy=f"Look at the id; `storytailor forget {found.name} ID` is for this one.",
        )
    if not ledger.forget(subject_id):
        raise Gone(f"There is no such {subject.name}.", remedy="Look at the id.")
    clear_now_or_later(store, subject_id)


def forget_user(ledger: Ledger, store: ObjectStore, user: UUID) -> int:
    """Deletes everything of a user, also what is asked for meanwhile; how many stories and characters that were."""
    gone: set[UUID] = set()
    while owned := [one for one in ledger.forgetting.of_user(user) if one[1] not in gone]:
        for subject, subject_id in owned:
            with suppress(Gone):  # its family was faster
                forget(ledger, store, subject, subject_id)
            gone.add(subject_id)
    ledger.forgetting.user(user)
    return len(gone)


def receipts(ledger: Ledger) -> list[str]:
    """A line for all that was ever forgotten here: kind, digest of the id, and when."""
    return [f"{one.kind} {one.digest} {one.deleted_at.isoformat()}" for one in ledger.forgetting.receipts()]


def forget_again(ledger: Ledger, store: ObjectStore, lines: Iterable[str]) -> int:
    """Deletes what such lines say was forgotten and a restored backup brought back; how many that were.

    Raises:
        Permanent: a line is none of those; nothing is deleted.
    """
    known = [_receipt(line) for line in lines if line.strip()]
    here = ledger.forgetting.here_again(known)
    for kind, found, before in here:
        if kind == "user":
            ledger.forgetting.user_again(found, before=before)
        else:
            with suppress(Gone):  # somebody else was faster
                forget(ledger, store, _KINDS[kind], found)
    ledger.forgetting.put_back(known)
    return len(here)


def clear_unknown(ledger: Ledger, store: ObjectStore, *, even_most: bool = False) -> int:
    """Removes the objects of stories and characters that the ledger does not know; of how many.

    Args:
        even_most: also where most of those that the store holds are unknown.

    Raises:
        Permanent: they are, so it may be the ledger of another store (`MOST_UNKNOWN`); nothing is removed.
    """
    # Listed first and then looked up: a row is there before its objects are.
    owners = {owner for key in store.all_keys() if (owner := owner_of(key))}
    unknown = ledger.forgetting.unknown(owners)
    if len(unknown) * 2 > len(owners) and not even_most:
        raise Permanent(
            f"The store holds objects of {len(owners)} stories and characters, and the database does not know"
            f" {len(unknown)} of them. None of these objects was cleared.",
            code="MOST_UNKNOWN",
            remedy="Look whether this is the store of this database, and the database is restored. If so, type the"
            " command again with --even-most.",
        )
    for one in unknown:
        clear_all_of(store, one)
    return len(unknown)


def _receipt(line: str) -> Receipt:
    try:
        kind, digest, moment = line.split()
        return Receipt(kind, digest, datetime.fromisoformat(moment))
    except ValueError as error:
        raise Permanent(
            "The file holds something else than receipts.",
            code="BAD_RECEIPTS",
            remedy="Give what `storytailor forget receipts` printed.",
        ) from error
