"""When each word of a piece sounds: from a voice's times, however broken, to words that rise and never overlap."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import accumulate, pairwise
from math import isfinite
from typing import TypeGuard

from storytailor_dagster.providers.spoken.pieces import CLAUSE, CLOSING, SENTENCE, Piece

Span = tuple[float, float]

_SENTENCE_WEIGHT, _CLAUSE_WEIGHT = 6, 3
"""A pause's length in letters, where times have to be guessed."""
_SHORTEST, _A_LETTER = 140, 60
_MOST_TOLD, _MOST_TIMES = 1000, 4
"""More characters than that, and so many times the text's, are no alignment of it, and take hours to compare."""


def spans_of_characters(
    piece: Piece, *, characters: Sequence[str], starts: Sequence[float], ends: Sequence[float]
) -> list[Span | None]:
    """Each token's time by the times of its letters; None where none of them is found.

    The aligned characters may differ from the text: quotes made plain, spaces, some too many or too few. The longest
    stretches that agree are found first, so that a difference puts nothing out of step behind it.
    """
    count = min(len(characters), len(starts), len(ends))
    if count > _MOST_TOLD + _MOST_TIMES * len(piece.text):
        return [None] * len(piece.tokens)
    found: list[list[int]] = [[] for _ in piece.tokens]
    owner = {place: number for number, token in enumerate(piece.tokens) for place in range(token.first, token.beyond)}
    written, heard = _letters(piece.text), _letters(characters[:count])
    same = SequenceMatcher(None, [letter for _, letter in written], [letter for _, letter in heard], autojunk=False)
    for here, there, size in same.get_matching_blocks():
        for (place, _), (match, _) in zip(written[here : here + size], heard[there : there + size], strict=True):
            found[owner[place]].append(match)
    return [(min(starts[j] for j in places), max(ends[j] for j in places)) if places else None for places in found]


def is_told(span: Span | None) -> TypeGuard[Span]:
    """Whether it is a time at all."""
    try:
        return span is not None and all(map(isfinite, span))
    except OverflowError:  # a whole number beyond any float
        return False


def risen(piece: Piece, spans: Sequence[Span | None], *, seconds: float) -> list[Span]:
    """A time for every token, in thousandths: within the sound, one after the other, each at least 1 ms long.

    Times out of order are dropped; what has none shares the gap between its neighbours by the length of the words. A
    word whose end is not told lasts until the next, or where a pause follows, about as long as its letters take.
    """
    end = max(int(seconds * 1000), len(spans))
    kept = _rising([_milliseconds(span, end) for span in spans])
    starts = _filled(piece, [None if span is None else span[0] for span in kept], end)
    risen: list[Span] = []
    for number, start in enumerate(starts):
        following = starts[number + 1] if number + 1 < len(starts) else end
        span = kept[number]
        if span is not None and span[1] > start:
            finish = span[1]
        else:
            finish = start + _length(piece.tokens[number].txt) if _pause(piece.tokens[number].txt) > 1 else following
        risen.append((start / 1000, max(min(finish, following), start + 1) / 1000))
    return risen


def _letters(characters: Iterable[str]) -> list[tuple[int, str]]:
    return [(place, character[:8].casefold()) for place, character in enumerate(characters) if character.isalnum()]


def _milliseconds(span: Span | None, end: int) -> tuple[int, int] | None:
    if not is_told(span):
        return None
    start, finish = (min(max(round(value * 1000), 0), end - 1) for value in span)
    return start, finish


def _rising(spans: list[tuple[int, int] | None]) -> list[tuple[int, int] | None]:
    """The longest row of spans whose starts rise; all others None. Of equal starts the first is kept."""
    tails: list[int] = []
    last: list[int] = []
    before: list[int | None] = [None] * len(spans)
    for number, span in enumerate(spans):
        if span is None:
            continue
        place = bisect_left(tails, span[0])
        if place < len(tails) and tails[place] == span[0]:
            continue
        before[number] = last[place - 1] if place else None
        if place == len(tails):
            tails.append(span[0])
            last.append(number)
        else:
            tails[place], last[place] = span[0], number
    kept: set[int] = set()
    step = last[-1] if last else None
    while step is not None:
        kept.add(step)
        step = before[step]
    return [span if number in kept else None for number, span in enumerate(spans)]


def _filled(piece: Piece, starts: list[int | None], end: int) -> list[int]:
    """Rising starts for all, at least 1 ms apart, the last before `end`."""
    count = len(starts)
    weights = [_weight(token.txt) for token in piece.tokens]
    known = [(number, start) for number, start in enumerate(starts) if start is not None]
    edges = [(-1, 0) if not known or known[0][0] > 0 else known[0], *known, (count, end)]
    filled = [0] * count
    for (left, since), (right, until) in pairwise(edges):
        between = range(max(left, 0), right)
        total = sum(weights[number] for number in between) or 1
        passed = [0, *accumulate(weights[number] for number in between)]
        for number, share in zip(between, passed, strict=False):
            filled[number] = since + (until - since) * share // total
    for number in range(1, count):
        filled[number] = max(filled[number], filled[number - 1] + 1)
    limit = end - 1
    for number in reversed(range(count)):
        filled[number] = min(filled[number], limit)
        limit = filled[number] - 1
    return filled


def _length(word: str) -> int:
    """Milliseconds that a word takes, about, where a voice gives no end."""
    return _SHORTEST + _A_LETTER * sum(character.isalnum() for character in word)


def _weight(word: str) -> int:
    return len(word) + _pause(word)


def _pause(word: str) -> int:
    """What follows the word, in letters: 1 where nothing is heard."""
    bare = word.rstrip(CLOSING)
    if bare.endswith(SENTENCE):
        return _SENTENCE_WEIGHT
    return _CLAUSE_WEIGHT if bare.endswith(CLAUSE) else 1
