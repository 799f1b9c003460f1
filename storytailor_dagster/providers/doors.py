"""The four doors. Whoever stands behind one is a plain object with one method; every call answers with its usage."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, Protocol, TypeVar

from storytailor_dagster.story.narration import Narration
from storytailor_dagster.story.pictures import Picture, PictureBrief
from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.story.text import StoryText

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Usage:
    """What a call used: `units` of `unit` (words, pictures, characters, tokens) at `cost` US dollars."""

    provider: str
    model: str
    units: int
    unit: str
    cost: Decimal = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Answer(Generic[T]):
    """A result and what it used."""

    value: T
    usage: Usage


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a checker says of a picture: nothing to object to, or a sentence per objection."""

    objections: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


class TextModel(Protocol):
    def write(self, *, request: StoryRequest, objection: str | None = None) -> Answer[StoryText]:
        """The whole story. The same request gives the same story, unless the provider says otherwise.

        Raises:
            Transient, Objection, Permanent: see errors.py.
        """
        ...


class PictureModel(Protocol):
    def draw(self, *, brief: PictureBrief, references: tuple[Picture, ...] = ()) -> Answer[Picture]:
        """One picture of WIDTH x HEIGHT, with `references` (character, cover, earlier scenes) to stay true to."""
        ...


class SpeechModel(Protocol):
    def speak(self, *, beats: tuple[str, ...], age: int) -> Answer[Narration]:
        """The four beats' text read aloud, for a child of `age` years, with a time for every word."""
        ...


class CheckModel(Protocol):
    def look(self, *, brief: PictureBrief, picture: Picture) -> Answer[Verdict]:
        """Whether the picture shows what the brief asks for and nothing it must not."""
        ...
