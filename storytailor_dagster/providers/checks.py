"""Who checks, put together: somebody who looks at pictures, our list of words, and a moderation model if set up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from storytailor_dagster.providers.till import Answer, Till
from storytailor_dagster.story.pictures import AnyBrief, Picture
from storytailor_dagster.story.verdict import Verdict


class Looks(Protocol):
    def look(
        self, *, brief: AnyBrief, picture: Picture, till: Till, portraits: tuple[Picture, ...] = ()
    ) -> Answer[Verdict]:
        """Whether the picture is what the brief asks for, and its hero the one of the portraits."""
        ...


class Reads(Protocol):
    def read(self, *, words: tuple[str, ...], till: Till) -> Answer[Verdict]:
        """Whether the words are fit for a child."""
        ...


class Moderates(Reads, Protocol):
    def see(self, *, picture: Picture, till: Till) -> Answer[Verdict]:
        """Whether the picture is fit for a child."""
        ...


@dataclass(frozen=True, kw_only=True)
class Checks:
    """A `CheckModel` of several. What one of them objects to stands; who is out of reach is not done without."""

    looks: Looks
    listed: Reads
    moderates: Moderates | None = None

    def look(
        self, *, brief: AnyBrief, picture: Picture, till: Till, portraits: tuple[Picture, ...] = ()
    ) -> Answer[Verdict]:
        """Moderation first: what it stops, nobody else has to look at."""
        if self.moderates is not None:
            moderated = self.moderates.see(picture=picture, till=till)
            if moderated.value.objections:
                return moderated
        return self.looks.look(brief=brief, picture=picture, till=till, portraits=portraits)

    def read(self, *, words: tuple[str, ...], till: Till) -> Answer[Verdict]:
        """Our list first: what it stops, nobody else has to read."""
        listed = self.listed.read(words=words, till=till)
        if listed.value.objections or self.moderates is None:
            return listed
        return self.moderates.read(words=words, till=till)
