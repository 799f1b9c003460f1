"""A finished story as a folder of plain files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from storytailor_dagster.errors import NotReady
from storytailor_dagster.ledger import StoryRow
from storytailor_dagster.store import ObjectStore
from storytailor_dagster.story.parts import Part

_FILES = {
    Part.COVER: "cover.png",
    Part.SCENE_1: "scene_1.png",
    Part.SCENE_2: "scene_2.png",
    Part.SCENE_3: "scene_3.png",
    Part.SCENE_4: "scene_4.png",
    Part.AUDIO: "audio.mp3",
    Part.PDF: "story.pdf",
}


def export(story: StoryRow, store: ObjectStore, folder: Path) -> list[str]:
    """Writes what is ready of the story into the folder; the names of the files.

    Raises:
        NotReady: not even the text is.
        MissingObject: a record names an object that the store does not hold.
    """
    keys = {job.part: str(job.metadata["object_key"]) for job in story.jobs if job.status == "ready"}
    if Part.CONTENT not in keys:
        raise NotReady("The story has no text yet.", remedy="Wait for it: `storytailor status ID --follow`.")
    folder.mkdir(parents=True, exist_ok=True)
    written = {name: store.get(keys[part]) for part, name in _FILES.items() if part in keys}
    written["story.json"] = _json({"id": str(story.id), "title": story.title, **story.content})
    if story.activities is not None:
        written["activities.json"] = _json(story.activities)
    if Part.AUDIO in keys and story.webvtt_url:
        written["captions.vtt"] = store.get(_captions_key(keys[Part.AUDIO], story.webvtt_url))
    for name, data in written.items():
        (folder / name).write_bytes(data)
    return sorted(written)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


def _captions_key(sound_key: str, url: str) -> str:
    """The captions lie beside the sound; their URL ends in their key's last word."""
    return f"{sound_key.rpartition('/')[0]}/{url.rpartition('/')[2]}"
