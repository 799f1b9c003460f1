"""Four beats as pieces that a voice takes at once, cut where a reader breathes, each with its words' places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from storytailor_dagster.errors import Permanent
from storytailor_dagster.story.narration import spoken_paragraphs

CLOSING = "\"'”’)»"
SENTENCE, CLAUSE = (".", "!", "?", "…"), (",", ";", ":", "—", "–")


@dataclass(frozen=True)
class Token:
    """A word as it is written, its beat (from 0), and its place in the piece's text: `first` to before `beyond`."""

    txt: str
    beat: int
    first: int
    beyond: int


@dataclass(frozen=True)
class Piece:
    """A text to be spoken in one call. Paragraphs and beats are parted by an empty line."""

    text: str
    tokens: tuple[Token, ...]


@dataclass(frozen=True)
class _Run:
    """Words that stay together; `fresh` where a paragraph begins with them."""

    words: tuple[str, ...]
    beat: int
    fresh: bool

    @property
    def length(self) -> int:
        return sum(map(len, self.words)) + len(self.words) - 1


def pieces(beats: tuple[str, ...], *, longest: int) -> tuple[Piece, ...]:
    """The beats in few pieces, each of at most `longest` characters, cut between paragraphs.

    A paragraph that is longer is cut between its sentences, a sentence at its commas, and a clause between words. A
    single word that is longer is left whole.

    Raises:
        Permanent: a beat has no word to say (`NOTHING_TO_SAY`).
    """
    groups: list[list[_Run]] = []
    length = 0
    for run in chain.from_iterable(_runs(text, beat, longest) for beat, text in enumerate(beats)):
        longer = length + (2 if run.fresh else 1) + run.length
        if not groups or longer > longest:
            groups.append([run])
            length = run.length
        else:
            groups[-1].append(run)
            length = longer
    return tuple(map(_piece, groups))


def _runs(text: str, beat: int, longest: int) -> Iterator[_Run]:
    paragraphs = spoken_paragraphs(text)
    if not paragraphs:
        raise Permanent(f"Beat {beat + 1} has no word to read aloud.", code="NOTHING_TO_SAY")
    for words in paragraphs:
        fresh = True
        for run in _fitting(words, longest, SENTENCE, CLAUSE):
            yield _Run(run, beat, fresh)
            fresh = False


def _fitting(words: tuple[str, ...], longest: int, *breaks: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words where they fit, else what lies between the first kind of breaks, each cut further if it must be."""
    if len(" ".join(words)) <= longest:
        yield words
    elif breaks:
        for part in _cut(words, breaks[0]):
            yield from _fitting(part, longest, *breaks[1:])
    else:
        yield from ((word,) for word in words)


def _cut(words: Iterable[str], marks: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    held: list[str] = []
    for word in words:
        held.append(word)
        if word.rstrip(CLOSING).endswith(marks):
            yield tuple(held)
            held = []
    if held:
        yield tuple(held)


def _piece(runs: list[_Run]) -> Piece:
    text, tokens = "", []
    for run in runs:
        for place, word in enumerate(run.words):
            if text:
                text += "\n\n" if run.fresh and place == 0 else " "
            tokens.append(Token(word, run.beat, len(text), len(text) + len(word)))
            text += word
    return Piece(text, tuple(tokens))
