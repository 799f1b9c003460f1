"""When each word of a piece sounds: from a voice's times, however broken, to words that rise and never overlap."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise

from storytailor_dagster.providers.spoken.pieces import Piece

Span = tuple[float, float]

_LOOK = 12
"""Characters by which the texts may differ before they are out of step."""
_SENTENCE_WEIGHT, _CLAUSE_WEIGHT = 6, 3
"""A pause's length in letters, where times have to be guessed."""
_SHORTEST, _A_LETTER = 140, 60


def spans_of_characters(
    piece: Piece, *, characters: Sequence[str], starts: Sequence[float], ends: Sequence[float]
) -> list[Span | None]:
    """Each token's time by the times of its characters; None where none of them is found.

    The aligned characters may differ from the text: quotes made plain, spaces, some too many or too few.
    """
    count = min(len(characters), len(starts), len(ends))
    found: list[list[int]] = [[] for _ in piece.tokens]
    owner = {place: number for number, token in enumerate(piece.tokens) for place in range(token.first, token.beyond)}
    at = 0
    for place, character in enumerate(piece.text):
        if not character.isalnum():
            continue
        match = next((j for j in range(at, min(at + _LOOK, count)) if _same(characters[j], character)), None)
        if match is not None:
            found[owner[place]].append(match)
            at = match + 1
    return [(min(starts[j] for j in places), max(ends[j] for j in places)) if places else None for places in found]


def risen(piece: Piece, spans: Sequence[Span | None], *, seconds: float) -> list[Span]:
    """A time for every token, in thousandths: within the sound, one after the other, each at least 1 ms long.

    Times out of order are dropped; what has none shares the gap between its neighbours by the length of the words.
    """
    end = max(int(seconds * 1000), len(spans))
    kept = _rising([None if span is None else _milliseconds(span, end) for span in spans])
    starts = _filled(piece, [None if span is None else span[0] for span in kept], end)
    risen: list[Span] = []
    for number, start in enumerate(starts):
        following = starts[number + 1] if number + 1 < len(starts) else end
        span = kept[number]
        said = span[1] if span is not None and span[1] > start else start + _length(piece.tokens[number].txt)
        finish = min(said, following)
        risen.append((start / 1000, max(finish, start + 1) / 1000))
    return risen


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _milliseconds(span: Span, end: int) -> tuple[int, int]:
    start, finish = (min(max(round(value * 1000), 0), end - 1) for value in span)
    return start, finish


def _rising(spans: list[tuple[int, int] | None]) -> list[tuple[int, int] | None]:
    """The longest row of spans whose starts rise; all others None."""
    tails: list[int] = []
    last: list[int] = []
    before: list[int | None] = [None] * len(spans)
    for number, span in enumerate(spans):
        if span is None:
            continue
        place = bisect_right(tails, span[0])
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
    bare = word.rstrip("\"'”’)»")
    if bare.endswith((".", "!", "?", "…")):
        return len(word) + _SENTENCE_WEIGHT
    return len(word) + (_CLAUSE_WEIGHT if bare.endswith((",", ";", ":", "—", "–")) else 1)
