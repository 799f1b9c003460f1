"""`storytailor forget` and `storytailor takeout`: a family's right to be forgotten, and to take everything along."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from storytailor_dagster.errors import Gone, Permanent
from storytailor_dagster.keys import folders
from storytailor_dagster.ledger import CharacterRow, Ledger, Receipt, StoryRow
from storytailor_dagster.local.export import export
from storytailor_dagster.store import ObjectStore
from storytailor_dagster.story.parts import Part


def forget(ledger: Ledger, store: ObjectStore, subject_id: UUID) -> None:
    """Deletes a story or character: its rows and objects now, what Dagster holds of it as soon as the daemon looks.

    Raises:
        Gone: there is no such story or character.
    """
    for folder in folders(subject_id):
        store.clear(folder)
    if not ledger.forget(subject_id):
        raise Gone("There is no such story or character.", remedy="Look at the id.")


def forget_user(ledger: Ledger, store: ObjectStore, user: UUID) -> int:
    """Deletes everything of a user; how many stories and characters that were."""
    owned = ledger.forgetting.of_user(user)
    for _, subject_id in owned:
        forget(ledger, store, subject_id)
    ledger.forgetting.user(user)
    return len(owned)


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
    for kind, found in here:
        if kind == "user":
            ledger.forgetting.user(found)
        else:
            forget(ledger, store, found)
    return len(here)


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


def take_out(ledger: Ledger, store: ObjectStore, user: UUID, folder: Path) -> list[Path]:
    """Everything of a user as plain files: a folder for each story and each character; the files."""
    written: list[Path] = []
    for _, subject_id in ledger.forgetting.of_user(user):
        row = ledger.subject(subject_id)
        if row is None:
            continue
        place = folder / ("stories" if isinstance(row, StoryRow) else "characters") / str(subject_id)
        place.mkdir(parents=True, exist_ok=True)
        names = _story(row, store, place) if isinstance(row, StoryRow) else _character(row, store, place)
        written += [place / name for name in names]
    return written


def _story(row: StoryRow, store: ObjectStore, place: Path) -> list[str]:
    asked = {
        "title": row.title,
        "age": row.age_rating,
        "request": row.metadata,
        "created_at": row.created_at.isoformat(),
    }
    (place / "request.json").write_text(json.dumps(asked, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    job = row.job(Part.CONTENT)
    made = export(row, store, place) if job is not None and job.status == "ready" else []
    return ["request.json", *made]


def _character(row: CharacterRow, store: ObjectStore, place: Path) -> list[str]:
    told = {
        "name": row.name,
        "species": row.species,
        "personality": row.personality,
        "traits": row.traits,
        "inclusivity_traits": row.inclusivity_traits,
        "created_at": row.created_at.isoformat(),
    }
    (place / "character.json").write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    names = ["character.json"]
    for job in row.jobs:
        if job.status == "ready":
            (place / f"{job.part.value}.png").write_bytes(store.get(str(job.metadata["object_key"])))
            names.append(f"{job.part.value}.png")
    return names
