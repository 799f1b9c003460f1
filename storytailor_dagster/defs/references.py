"""A character's portraits for the pictures of a story: waited for by the cover alone, downloaded once and kept."""

import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Lock

from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.defs.patience import waited_out
from storytailor_dagster.defs.work import StoryWork, character_gone
from storytailor_dagster.ledger import CharacterRow
from storytailor_dagster.store import ObjectStore
from storytailor_dagster.story.parts import Part
from storytailor_dagster.story.pictures import Picture

LOOK_SECONDS = 0.5
MOST_KEPT = 64
"""Portraits that a process keeps, some 100 MB."""


@dataclass(frozen=True, kw_only=True)
class Portraits:
    """The portraits there are, headshot first; and where one is missing, why."""

    pictures: tuple[Picture, ...] = ()
    missing: str | None = None

    @property
    def told(self) -> str:
        """What Dagster shows of them."""
        names = [picture.portrait.value for picture in self.pictures if picture.portrait is not None]
        return "; ".join(filter(None, (", ".join(names), self.missing)))


class Kept:
    """Objects by their keys, which name contents: what was read once stays true. Safe to share between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._found: OrderedDict[str, bytes] = OrderedDict()
        self._reading: dict[str, Lock] = {}

    def get(self, store: ObjectStore, key: str) -> bytes:
        """The object's bytes; of several who ask at once, one reads it.

        Raises:
            MissingObject: there is none.
        """
        with self._lock:
            reading = self._reading.setdefault(key, Lock())
        with reading:
            with self._lock:
                if key in self._found:
                    self._found.move_to_end(key)
                    return self._found[key]
            data = store.get(key)
            with self._lock:
                self._found[key] = data
                while len(self._found) > self._most:
                    gone, _ = self._found.popitem(last=False)
                    self._reading.pop(gone, None)
        return data


_KEPT = Kept(MOST_KEPT)


def portraits_for(work: StoryWork) -> Portraits:
    """The portraits of the story's character; nothing for a story with a hero of its own.

    The cover waits while they are being drawn, until the setting's seconds after the story was asked for.

    Raises:
        Superseded: the part was asked for anew meanwhile.
        Gone: the story was deleted meanwhile.
        Permanent: the character was.
    """
    if work.character is None:
        return Portraits()
    row = _settled(work, work.character) if work.part is Part.COVER else work.character
    keys = {part: job.metadata["object_key"] for part in Portrait if (job := row.job(part)) and job.status == "ready"}
    pictures = tuple(
        Picture(png=waited_out(partial(_KEPT.get, work.store, str(key))), portrait=part) for part, key in keys.items()
    )
    lacking = ", ".join(part.value for part in Portrait if part not in keys)
    if not lacking:
        return Portraits(pictures=pictures)
    why = "still being drawn" if row.status == "generating" else "could not be drawn"
    return Portraits(pictures=pictures, missing=f"without {lacking}, {why}")


def _settled(work: StoryWork, row: CharacterRow) -> CharacterRow:
    asked_at = work.story.asset_generation_started_at or datetime.now(UTC)
    end = asked_at + timedelta(seconds=work.settings.portrait_seconds)
    while row.status == "generating" and datetime.now(UTC) < end:
        # A sign of life, and the end of a step that was superseded.
        waited_out(lambda: work.ledger.renew(work.claim))
        time.sleep(LOOK_SECONDS)
        found = waited_out(partial(work.ledger.characters.row, row.id))
        if found is None:
            raise character_gone()
        row = found
    return row
