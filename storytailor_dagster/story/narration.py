"""What a narration is: sound, its length, and when each word is spoken; and the two shapes the database keeps of it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from storytailor_dagster.character.model import Value


class Word(Value):
    """A spoken word as it is written, punctuation included: `txt`, and `start` < `end` in seconds (3 decimals)."""

    txt: str
    start: float
    end: float


@dataclass(frozen=True, kw_only=True)
class Narration:
    """An MP3 of `seconds`, and for each beat (a tuple of four) its words in the order they are spoken.

    One word per whitespace-separated token of the beat's text that has a letter or digit in it; a token without
    (a lone dash) belongs to the word before it. `spoken_paragraphs` is that rule. `is_timed` is False where the times
    are guessed from the words' lengths, since the voice gave none.
    """

    mp3: bytes
    seconds: float
    beats: tuple[tuple[Word, ...], ...]
    voice: str
    is_timed: bool = True

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for beat in self.beats for word in beat)


def is_spoken(token: str) -> bool:
    """Whether there is a letter or digit in it."""
    return any(character.isalnum() for character in token)


def spoken_paragraphs(text: str) -> tuple[tuple[str, ...], ...]:
    """The words of each paragraph as they are written; joined by spaces they are the whole text.

    A token with no letter or digit is added to the word before it (`up —`), or, at the very beginning, to the first.
    """
    paragraphs: list[list[str]] = []
    held: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text):
        words: list[str] = []
        for token in paragraph.split():
            if is_spoken(token):
                words.append(" ".join([*held, token]))
                held = []
            elif earlier := words or (paragraphs[-1] if paragraphs else None):
                earlier[-1] += f" {token}"
            else:
                held.append(token)
        if words:
            paragraphs.append(words)
    return tuple(tuple(words) for words in paragraphs)


def audio_words(narration: Narration) -> list[dict[str, str | float]]:
    """`stories.audio_words`: `{txt, start, end}` for every word, seconds over the whole recording."""
    return [{"txt": word.txt, "start": word.start, "end": word.end} for word in narration.words]


def audio_blocks(narration: Narration) -> dict[str, str]:
    """`stories.audio_blocks`: keys `a` to `d`, one per beat; HTML, a span per word, each followed by a space."""
    return {
        key: "".join(
            f'<span data-start="{word.start:.3f}" data-end="{word.end:.3f}">{html.escape(word.txt)}</span> '
            for word in words
        )
        for key, words in zip("abcd", narration.beats, strict=True)
    }
