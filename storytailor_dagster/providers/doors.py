"""The four doors. Whoever stands behind one is a plain object; every call answers with its usage.

What a call costs and where it is written down goes through the till that it is given.
"""

from __future__ import annotations

from typing import Protocol

from storytailor_dagster.providers.till import Answer, Till
from storytailor_dagster.story.narration import Narration
from storytailor_dagster.story.pictures import AnyBrief, Picture
from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.story.text import StoryText
from storytailor_dagster.story.verdict import Verdict


class TextModel(Protocol):
    def write(self, *, request: StoryRequest, till: Till, objection: str | None = None) -> Answer[StoryText]:
        """The whole story; `objection` is what the last try was refused for.

        Raises:
            Transient, Objection, Permanent: see errors.py.
        """
        ...


class PictureModel(Protocol):
    def draw(self, *, brief: AnyBrief, till: Till, references: tuple[Picture, ...] = ()) -> Answer[Picture]:
        """One picture of the brief's size, with `references` (earlier pictures, portraits) to stay true to.

        A cover's title may be left to others: `drawn` says `title` where it is on the picture.
        """
        ...


class SpeechModel(Protocol):
    def speak(self, *, beats: tuple[str, ...], age: int, till: Till) -> Answer[Narration]:
        """The four beats' text read aloud, for a child of `age` years, with a time for every word."""
        ...


class CheckModel(Protocol):
    def look(
        self, *, brief: AnyBrief, picture: Picture, till: Till, portraits: tuple[Picture, ...] = ()
    ) -> Answer[Verdict]:
        """Whether the picture shows what the brief asks for, the hero of the `portraits`, and nothing it must not."""
        ...

    def read(self, *, words: tuple[str, ...], till: Till) -> Answer[Verdict]:
        """Whether the words are fit for a child. Its objections are `Matter.MODERATION`; `evidence` is categories."""
        ...
