"""Whose sound is whose: espeak-ng's word events, by character, turned into a time for every written word."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float64]
Spans = Sequence[tuple[int, int]]

_AUDIBLE = 0.02
"""Of the loudest sample. Softer than this is silence."""


def last_audible(sound: Sound) -> int:
    """The sample after the last one that can be heard; 0 where all is silence."""
    loudest = float(np.abs(sound).max(initial=0.0))
    heard = np.flatnonzero(np.abs(sound) > _AUDIBLE * loudest)
    return int(heard[-1]) + 1 if heard.size else 0


def word_samples(spans: Spans, *, events: Sequence[tuple[int, int, int]], sound: Sound) -> tuple[tuple[int, int], ...]:
    """First sample of each word and the one after its last: rising, not overlapping, each at least one sample long.

    `spans` are the words' characters in the text that was said, `events` (character, length, sample). Words that
    espeak-ng merged into another share the time between their neighbours by their letters; of a word it split, the
    first event counts. A word begins and ends where its sound does, at most where the next begins.
    """
    starts = _fill(_first_events(spans, events), spans, end=last_audible(sound))
    bounds = [*starts, max(last_audible(sound), starts[-1] + 1)]
    loud = np.flatnonzero(np.abs(sound) > _AUDIBLE * float(np.abs(sound).max(initial=0.0)))
    timed: list[tuple[int, int]] = []
    for start, following in pairwise(bounds):
        heard = loud[np.searchsorted(loud, start) : np.searchsorted(loud, following)]
        timed.append((int(heard[0]), int(heard[-1]) + 1) if heard.size else (start, following))
    return tuple(timed)


def _first_events(spans: Spans, events: Sequence[tuple[int, int, int]]) -> list[int | None]:
    found: list[int | None] = [None] * len(spans)
    latest = -1
    by_place = sorted((place, sample) for place, _, sample in events)
    index = 0
    for number, (first, beyond) in enumerate(spans):
        while index < len(by_place) and by_place[index][0] < first:
            index += 1
        if index < len(by_place) and by_place[index][0] < beyond and by_place[index][1] > latest:
            found[number] = latest = by_place[index][1]
    return found


def _fill(known: Sequence[int | None], spans: Spans, *, end: int) -> list[int]:
    """The starts with gaps shared out by letters; what cannot rise any more is moved on by a sample."""
    anchors = [(spans[i][0], start) for i, start in enumerate(known) if start is not None]
    first, last = spans[0][0], spans[-1][1]
    anchors = [*([(first, 0)] if known[0] is None else []), *anchors, (last, max(end, 1))]
    places = [place for place, _ in anchors]
    samples = list(np.maximum.accumulate([sample for _, sample in anchors]))
    starts: list[int] = []
    for span, start in zip(spans, known, strict=True):
        guess = math.floor(np.interp(span[0], places, samples)) if start is None else start
        starts.append(max(guess, starts[-1] + 1 if starts else 0))
    return starts
