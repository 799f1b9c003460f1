"""What a finished text is: a title, four beats, and a visual brief for each. Shapes as in `stories.content`."""

from __future__ import annotations

from storytailor_dagster.character.model import Value
from storytailor_dagster.story.staging import Staging


class Beat(Value):
    """One of four passages. `id` is `beat-1` to `beat-4`; `content` has paragraphs parted by an empty line."""

    id: str
    content: str


class KeyBeat(Value):
    """What a beat shows: for people (`description`, `visual_description`) and in closed words (`staging`)."""

    beat_number: int
    description: str
    emotional_tone: str
    character_state: str
    visual_description: str
    staging: Staging


class StoryText(Value):
    """A finished text. Joined by an empty line, the four beats are the whole story.

    `cover` stages the cover's picture. `theme` is the thought the ending answers, as a short phrase.
    """

    title: str
    theme: str
    beats: tuple[Beat, ...]
    key_beats: tuple[KeyBeat, ...]
    cover: Staging

    @property
    def text(self) -> str:
        return "\n\n".join(beat.content for beat in self.beats)
