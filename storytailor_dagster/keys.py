"""Where a part's objects are kept: keys of its subject's id and the content's digest, and of nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from uuid import UUID

from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.story.parts import SCENES, Part, scene_number
from storytailor_dagster.subjects import AnyPart

_FOLDERS: Mapping[AnyPart, str] = {
    Part.CONTENT: "private/stories",
    Part.ACTIVITIES: "private/stories",
    Part.AUDIO: "audio/stories",
    Part.PDF: "pdfs/stories",
    **dict.fromkeys(Portrait, "images/characters"),
}
_IMAGES = "images/stories"
_OWNED = re.compile(r"[^/]+/[^/]+/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/")
BOUGHT = "private/bought"
"""Where providers' answers are kept, a folder a story or character."""
PLAIN_KEY = "plain_key"
"""In a cover's job row: where the cover without its title lies, which the scenes take as their reference."""

CAPTIONS_KEY = "captions_key"
"""In a narration's job row: where its captions lie."""


def object_key(*, subject_id: UUID, part: AnyPart, data: bytes, extension: str, name: str | None = None) -> str:
    """The key of one object, such as `images/stories/{id}/beat-1-{digest}.png`, `images/characters/{id}/body-….png`.

    Keys under `private/` are read by the program alone; a CDN serves the others. `name` tells apart what one part
    stores (`captions`); the digest is the first 16 hex digits of SHA-256.
    """
    folder = _FOLDERS.get(part, _IMAGES)
    stem = name or (f"beat-{scene_number(part)}" if isinstance(part, Part) and part in SCENES else part.value)
    return f"{folder}/{subject_id}/{stem}-{sha256(data).hexdigest()[:16]}.{extension}"


def folders(subject_id: UUID) -> tuple[str, ...]:
    """The folders that hold all there is of a story or character."""
    return tuple(f"{kind}/{subject_id}" for kind in sorted({*_FOLDERS.values(), _IMAGES, BOUGHT}))


def owner_of(key: str) -> UUID | None:
    """The story or character whose object it is; None where the key is of no such form."""
    found = _OWNED.match(key)
    return UUID(found[1]) if found else None
