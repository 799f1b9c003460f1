"""Four beats as pieces that a voice takes at once, cut where a reader breathes, each with its words' places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from storytailor_dagster.errors import Permanent
from storytailor_dagster.story.narration import spoken_paragraphs

_CLOSING = "\"'”’)»"
_SENTENCE, _CLAUSE = (".", "!", "?", "…"), (",", ";", ":", "—", "–")


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
    """The beats in as few pieces as their order allows, each of at most `longest` characters.

    A sentence that is longer is cut at its commas, and where it has none, between words.

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
        for sentence in _cut(words, _SENTENCE):
            for run in _fitting(sentence, longest):
                yield _Run(run, beat, fresh)
                fresh = False


def _fitting(words: tuple[str, ...], longest: int) -> Iterator[tuple[str, ...]]:
    if len(" ".join(words)) <= longest:
        yield words
        return
    clauses = tuple(_cut(words, _CLAUSE))
    if len(clauses) > 1:
        for clause in clauses:
            yield from _fitting(clause, longest)
        return
    for word in words:
        yield (word,)


def _cut(words: Iterable[str], marks: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    held: list[str] = []
    for word in words:
        held.append(word)
        if word.rstrip(_CLOSING).endswith(marks):
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
