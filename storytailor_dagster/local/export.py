"""A finished story as a folder of plain files."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from storytailor_dagster.errors import NotReady
from storytailor_dagster.ledger import JobRow, StoryRow
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
    ready = [job for job in story.jobs if job.status == "ready"]
    if not any(job.part is Part.CONTENT for job in ready):
        raise NotReady("The story has no text yet.", remedy="Wait for it: `storytailor status ID --follow`.")
    folder.mkdir(parents=True, exist_ok=True)
    written = {name: store.get(key) for name, key in objects(story, ready).items()} | texts(story)
    for name, data in written.items():
        (folder / name).write_bytes(data)
    return sorted(written)


def objects(story: StoryRow, jobs: Iterable[JobRow]) -> dict[str, str]:
    """The files that these jobs made, and the key of each."""
    keys = {job.part: str(job.metadata["object_key"]) for job in jobs if "object_key" in job.metadata}
    named = {name: keys[part] for part, name in _FILES.items() if part in keys}
    if Part.AUDIO in keys and story.webvtt_url:
        named["captions.vtt"] = _captions_key(keys[Part.AUDIO], story.webvtt_url)
    return named


def texts(story: StoryRow) -> dict[str, bytes]:
    """The files that are told from the row alone."""
    written = {}
    if story.content:
        written["story.json"] = as_json({"id": str(story.id), "title": story.title, **story.content})
    if story.activities is not None:
        written["activities.json"] = as_json(story.activities)
    return written


def as_json(value: Any) -> bytes:
    """A file's contents, for people too."""
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


def _captions_key(sound_key: str, url: str) -> str:
    """The captions lie beside the sound; their URL ends in their key's last word."""
    return f"{sound_key.rpartition('/')[0]}/{url.rpartition('/')[2]}"
