"""`storytailor forget`: a family's right to be forgotten. Taking everything along is `takeout.py`."""

from __future__ import annotations

from uuid import UUID

from storytailor_dagster.errors import Gone, Permanent
from storytailor_dagster.keys import folders
from storytailor_dagster.ledger import Ledger, StoryRow
from storytailor_dagster.store import ObjectStore
from storytailor_dagster.subjects import CHARACTER, STORY, Subject


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
    for folder in folders(subject_id):
        store.clear(folder)
    if not ledger.forget(subject_id):
        raise Gone(f"There is no such {subject.name}.", remedy="Look at the id.")


def forget_user(ledger: Ledger, store: ObjectStore, user: UUID) -> int:
    """Deletes everything of a user; how many stories and characters that were."""
    owned = ledger.forgetting.of_user(user)
    for subject, subject_id in owned:
        forget(ledger, store, subject, subject_id)
    ledger.forgetting.user(user)
    return len(owned)
