"""Speech as a voice would send it: a hum that swells with every word, and when each word sounds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import lameenc
import numpy as np

SECONDS_A_LETTER, SHORTEST_WORD, GAP, PAUSE, LEAD = 0.055, 0.16, 0.05, 0.35, 0.1
_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Sounded:
    """A word's place in the text (characters) and in the sound (seconds)."""

    first: int
    beyond: int
    start: float
    end: float


def ends_sentence(word: str) -> bool:
    """Whether the voice rests after it."""
    return word.rstrip("\"'”’)").endswith((".", "!", "?", "…"))


@lru_cache(maxsize=64)
def timed(text: str) -> tuple[Sounded, ...]:
    """When each word of the text sounds."""
    at, found = LEAD, []
    for match in _WORD.finditer(text):
        end = at + max(SHORTEST_WORD, len(match[0]) * SECONDS_A_LETTER)
        found.append(Sounded(match.start(), match.end(), round(at, 3), round(end, 3)))
        at = end + (PAUSE if ends_sentence(match[0]) else GAP)
    return tuple(found)


def hummed(text: str, *, rate: int, kilobits: int) -> bytes:
    """The text as an MP3, mono. Words of the same length sound the same."""
    return _hummed(tuple((word.start, word.end) for word in timed(text)), rate, kilobits)


@lru_cache(maxsize=64)
def _hummed(words: tuple[tuple[float, float], ...], rate: int, kilobits: int) -> bytes:
    seconds = (words[-1][1] if words else 0.0) + PAUSE
    clock = np.arange(int(seconds * rate)) / rate
    loud = np.zeros_like(clock)
    for start, end in words:
        first, beyond = int(start * rate), int(end * rate)
        loud[first:beyond] = np.hanning(beyond - first)
    wave = (np.sin(2 * np.pi * 220 * clock) * 0.7 + np.sin(2 * np.pi * 331 * clock) * 0.3) * loud * 9000
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(kilobits)
    encoder.set_in_sample_rate(rate)
    encoder.set_channels(1)
    encoder.set_quality(9)
    encoder.silence()
    return bytes(encoder.encode(wave.astype("<i2").tobytes()) + encoder.flush())
