"""Narrations made by hand for tests: half a second a word, and an MP3 of silent frames."""

from __future__ import annotations

from storytailor_dagster.story.narration import Narration, Word, spoken_paragraphs

FRAME = b"\xff\xf3\x40\xc0".ljust(104, b"\0")
"""MPEG-2, layer III, 32 kb/s, 22,050 Hz, mono: 104 bytes that play 576 samples."""


def silence(seconds: float) -> bytes:
    return FRAME * round(seconds * 22050 / 576)


def narrated(*beats: str) -> Narration:
    number = 0
    spoken: list[tuple[Word, ...]] = []
    for beat in beats:
        words: list[Word] = []
        for token in [token for paragraph in spoken_paragraphs(beat) for token in paragraph]:
            words.append(Word(txt=token, start=round(0.5 * number, 3), end=round(0.5 * number + 0.4, 3)))
            number += 1
        spoken.append(tuple(words))
    seconds = 0.5 * number + 0.5
    return Narration(mp3=silence(seconds), seconds=seconds, beats=tuple(spoken), voice="none")
