"""Stories whose parts arrive when a test says so: by the real ledger, with objects that are really served."""

from __future__ import annotations

from functools import cache
from typing import Any
from uuid import UUID, uuid4

from storytailor_dagster.keys import object_key
from storytailor_dagster.ledger import Claim, ClaimMode, Ledger, StoryRow
from storytailor_dagster.providers.doubles import DoubleSpeech, DoubleText
from storytailor_dagster.providers.till import OpenTill
from storytailor_dagster.store import FolderStore
from storytailor_dagster.story.activities import activities_for
from storytailor_dagster.story.captions import captions
from storytailor_dagster.story.document import content_document
from storytailor_dagster.story.intake import read_request
from storytailor_dagster.story.narration import Narration, audio_blocks, audio_words
from storytailor_dagster.story.palette import extract, hue_keys
from storytailor_dagster.story.parts import Part
from storytailor_dagster.story.text import StoryText
from storytailor_dagster_tests.emulator.pictures import landscape

_TYPES = {"png": "image/png", "mp3": "audio/mpeg", "vtt": "text/vtt; charset=utf-8", "pdf": "application/pdf"}
PDF = b"%PDF-1.4\n%%EOF\n"


@cache
def spoken(beats: tuple[str, ...]) -> Narration:
    """A third of a second for each word."""
    return DoubleSpeech().speak(beats=beats, age=6, till=OpenTill()).value


class Telling:
    """One story, made part by part."""

    def __init__(self, ledger: Ledger, store: FolderStore, story: UUID) -> None:
        self.id = story
        self.place = f"#/story/{story}"
        self._ledger = ledger
        self._store = store

    @property
    def row(self) -> StoryRow:
        row = self._ledger.story(self.id)
        assert row is not None
        return row

    @property
    def text(self) -> StoryText:
        row = self.row
        request = read_request(story_id=row.id, title=None, age_rating=row.age_rating, metadata=row.metadata)
        return DoubleText().write(request=request, till=OpenTill()).value

    def begin(self, part: Part) -> Claim:
        """The part is being made from now on."""
        return self._ledger.claim(subject_id=self.id, part=part, run_id="run", mode=ClaimMode.QUEUE)

    def make(self, *parts: Part, **columns: Any) -> None:
        """The parts are there; `columns` instead of what they would hold."""
        for part in parts:
            self.finish(part, self.begin(part), **columns)

    def finish(self, part: Part, claim: Claim, **columns: Any) -> None:
        given, url = self._made(part, claim)
        self._ledger.record(claim, columns={**given, **columns}, url=url, object_key="kept/elsewhere")

    def fail(self, part: Part, error: str) -> None:
        self._ledger.fail(self.begin(part), error=error)

    def make_all(self) -> None:
        self.make(*Part)

    def _made(self, part: Part, claim: Claim) -> tuple[dict[str, Any], str | None]:
        row = self.row
        request = read_request(story_id=row.id, title=None, age_rating=row.age_rating, metadata=row.metadata)
        if part is Part.CONTENT:
            text = self.text
            return {"content": content_document(request=request, text=text), "title": text.title}, None
        if part is Part.ACTIVITIES:
            found = activities_for(request=request, text=self.text)
            return {"activities": [one.model_dump(mode="json", by_alias=True) for one in found]}, None
        if part is Part.PDF:
            url = self._put(part, PDF, "pdf")
            return {"pdf_url": url, "pdf_pages": 14, "pdf_file_size": 2_100_000}, url
        if part is Part.AUDIO:
            return self._voice(row)
        png = landscape(f"{self.id} {part} {claim.attempt}", 300, 200)
        url = self._put(part, png, "png")
        column = "cover_art_url" if part is Part.COVER else "scene_art_url"
        return {column: url, "hue": hue_keys(part, extract(png))}, url

    def _voice(self, row: StoryRow) -> tuple[dict[str, Any], str]:
        voice = spoken(tuple(beat["content"] for beat in row.content["beats"]))
        url = self._put(Part.AUDIO, voice.mp3, "mp3")
        vtt = self._put(Part.AUDIO, captions(voice).encode(), "vtt", name="captions")
        columns = {
            "audio_url": url,
            "webvtt_url": vtt,
            "audio_duration": voice.seconds,
            "audio_words": audio_words(voice),
            "audio_blocks": audio_blocks(voice),
        }
        return columns, url

    def _put(self, part: Part, data: bytes, extension: str, name: str | None = None) -> str:
        key = object_key(subject_id=self.id, part=part, data=data, extension=extension, name=name)
        self._store.put(key, data, content_type=_TYPES[extension])
        return self._store.url(key)


class Teller:
    """Begins stories, and finds those that were asked for."""

    def __init__(self, ledger: Ledger, store: FolderStore) -> None:
        self.ledger = ledger
        self._store = store

    def ask(self, family: UUID, *, title: str | None = "The Red Hat", **metadata: Any) -> Telling:
        """A story that somebody asked for."""
        asked = {"storyType": "Bedtime", "hero": {"name": "Zuzka", "pronouns": "she"}, **metadata}
        story = self.ledger.insert_story(creator_user_id=family, story_id=uuid4(), title=title, age=6, metadata=asked)
        return Telling(self.ledger, self._store, story)

    def finished(self, family: UUID, **more: Any) -> Telling:
        """A whole book."""
        told = self.ask(family, **more)
        told.make_all()
        return told

    def asked_for(self, family: UUID) -> list[Telling]:
        """The family's stories, the newest first."""
        rows, _ = self.ledger.families.stories(family, status=None, limit=50, offset=0)
        return [Telling(self.ledger, self._store, row.id) for row in rows]
