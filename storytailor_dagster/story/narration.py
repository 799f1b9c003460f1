"""What a narration is: sound, its length, and when each word is spoken."""

from __future__ import annotations

from dataclasses import dataclass

from storytailor_dagster.story.model import Value


class Word(Value):
    """A spoken word as it is written, punctuation included: `txt`, and `start` < `end` in seconds (3 decimals)."""

    txt: str
    start: float
    end: float


@dataclass(frozen=True, kw_only=True)
class Narration:
    """An MP3 of `seconds`, and for each beat (a tuple of four) its words in the order they are spoken.

    One word per whitespace-separated token of the beat's text that has a letter or digit in it; a token without
    (a lone dash) belongs to the word before it.
    """

    mp3: bytes
    seconds: float
    beats: tuple[tuple[Word, ...], ...]
    voice: str
