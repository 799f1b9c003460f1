"""Where a part's objects are kept: keys of the story's id and the content's digest, and of nothing else."""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

from storytailor_dagster.story.parts import SCENES, Part, scene_number

_FOLDERS = {
    Part.CONTENT: "private/stories",
    Part.ACTIVITIES: "private/stories",
    Part.AUDIO: "audio/stories",
    Part.PDF: "pdfs/stories",
}
_IMAGES = "images/stories"
BOUGHT = "private/bought"
"""Where providers' answers are kept, a folder a story."""


def object_key(*, story_id: UUID, part: Part, data: bytes, extension: str, name: str | None = None) -> str:
    """The key of one object, such as `images/stories/{story_id}/beat-1-{digest}.png`.

    Keys under `private/` are read by the program alone; a CDN serves the others. `name` tells apart what one part
    stores (`captions`); the digest is the first 16 hex digits of SHA-256.
    """
    folder = _FOLDERS.get(part, _IMAGES)
    stem = name or (f"beat-{scene_number(part)}" if part in SCENES else part.value)
    return f"{folder}/{story_id}/{stem}-{sha256(data).hexdigest()[:16]}.{extension}"


def folders(story_id: UUID) -> tuple[str, ...]:
    """The folders that hold all there is of a story."""
    return tuple(f"{kind}/{story_id}" for kind in sorted({*_FOLDERS.values(), _IMAGES, BOUGHT}))
