"""Everything of a user as a folder of plain files: whole or not there at all, and for nobody else's eyes.

What counts is what the rows name, so a part that is being made anew is in it as it was before.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from storytailor_dagster.errors import MissingObject, Permanent
from storytailor_dagster.keys import PLAIN_KEY
from storytailor_dagster.ledger import CharacterRow, EndpointRow, Ledger, StoryRow
from storytailor_dagster.local.export import as_json, objects, texts
from storytailor_dagster.store import ObjectStore
from storytailor_dagster.story.parts import Part

Files = dict[str, bytes | str]
"""Names, and what is in each: bytes, or the key of an object."""


@dataclass(frozen=True)
class TakenOut:
    """What is in the folder, and what rows name although the store has it no more."""

    files: list[Path] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def take_out(ledger: Ledger, store: ObjectStore, user: UUID, folder: Path) -> TakenOut:
    """Writes a folder for each story and each character, and the user's webhooks without their secrets.

    Raises:
        Permanent: there is something in the folder already (`FOLDER_NOT_EMPTY`), or it can't be written.
    """
    taken = TakenOut()
    with _new(folder) as place:
        for name, what in _everything(ledger, user):
            try:
                data = what if isinstance(what, bytes) else store.get(what)
            except MissingObject:
                taken.lost.append(name)
                continue
            path = place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_bytes(data)
            taken.files.append(folder / name)
    return taken


@contextmanager
def _new(folder: Path) -> Iterator[Path]:
    """A closed folder beside it, which takes its place when all went well."""
    whole = folder.resolve()
    if whole.exists() and not (whole.is_dir() and next(whole.iterdir(), None) is None):
        raise Permanent(
            f"There is something in {folder} already.",
            code="FOLDER_NOT_EMPTY",
            remedy="Name a new folder, or an empty one.",
        )
    try:
        whole.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=whole.parent, prefix=f".{whole.name}-") as beside:
            place = Path(beside) / whole.name
            place.mkdir(mode=0o700)
            yield place
            place.replace(whole)
    except OSError as error:
        raise Permanent(
            f"{folder} could not be written: {error.strerror}.",
            code="FOLDER_NOT_WRITTEN",
            remedy="Look at the disk's free space and the permissions of the folder it is to lie in.",
        ) from error


def _everything(ledger: Ledger, user: UUID) -> Iterator[tuple[str, bytes | str]]:
    for _, subject_id in ledger.forgetting.of_user(user):
        row = ledger.subject(subject_id)
        if row is not None:
            kind, files = ("stories", _story(row)) if isinstance(row, StoryRow) else ("characters", _character(row))
            yield from ((f"{kind}/{subject_id}/{name}", what) for name, what in files.items())
    if webhooks := ledger.webhooks.endpoints(user):
        yield "webhooks.json", as_json([_webhook(row) for row in webhooks])


def _story(row: StoryRow) -> Files:
    asked = {
        "title": row.title,
        "age": row.age_rating,
        "request": row.metadata,
        "created_at": row.created_at.isoformat(),
    }
    cover = row.job(Part.COVER)
    plain = cover and cover.metadata.get(PLAIN_KEY)
    return {
        "request.json": as_json(asked),
        **texts(row),
        **objects(row, row.jobs),
        **({"cover_plain.png": str(plain)} if plain else {}),
    }


def _character(row: CharacterRow) -> Files:
    told = {
        "name": row.name,
        "species": row.species,
        "personality": row.personality,
        "traits": row.traits,
        "inclusivity_traits": row.inclusivity_traits,
        "created_at": row.created_at.isoformat(),
    }
    drawn = {job.part: str(job.metadata["object_key"]) for job in row.jobs if "object_key" in job.metadata}
    return {"character.json": as_json(told), **{f"{part.value}.png": key for part, key in drawn.items()}}


def _webhook(row: EndpointRow) -> dict[str, object]:
    return {
        "url": row.url,
        "events": row.events,
        "description": row.description,
        "enabled": row.disabled_at is None,
        "created_at": row.created_at.isoformat(),
    }
