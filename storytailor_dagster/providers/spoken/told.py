"""Pieces that were spoken become one narration: one sound, and every word's time in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storytailor_dagster.providers.spoken.alignment import Span, is_told, risen
from storytailor_dagster.providers.spoken.pieces import Piece
from storytailor_dagster.story.narration import Narration, Word
from storytailor_dagster.story.sound import joined


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """A piece, its MP3, and each token's time in it as the voice says; None for all where it says nothing."""

    piece: Piece
    mp3: bytes
    spans: Sequence[Span | None]


def narration(spoken: Sequence[Spoken], *, beats: int, voice: str) -> Narration:
    """The whole narration; the words of a piece begin where the sound of those before it ends.

    Raises:
        Objection: a piece is no MP3, or of another kind than the others (`SOUND_BROKEN`).
    """
    mp3, lengths = joined([part.mp3 for part in spoken])
    words: list[list[Word]] = [[] for _ in range(beats)]
    offset = 0.0
    for part, seconds in zip(spoken, lengths, strict=True):
        for token, (start, end) in zip(part.piece.tokens, risen(part.piece, part.spans, seconds=seconds), strict=True):
            word = Word(txt=token.txt, start=round(offset + start, 3), end=round(offset + end, 3))
            words[token.beat].append(word)
        offset += seconds
    is_timed = all(any(map(is_told, part.spans)) for part in spoken)
    return Narration(mp3=mp3, seconds=round(offset, 3), beats=tuple(map(tuple, words)), voice=voice, is_timed=is_timed)
