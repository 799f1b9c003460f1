"""From espeak-ng's raw sound to a pleasant recording and its MP3: tone, a hint of a room, level, fades. No timing.

Sound is an array of floats between -1 and 1. Everything is linear-phase, so that nothing moves in time.
"""

from __future__ import annotations

import lameenc
import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float64]

LOUDNESS = 10 ** (-18 / 20)
"""Root mean square of what is spoken, pauses left out: -18 dBFS, where audiobooks sit."""
PEAK = 10 ** (-1.5 / 20)
"""No sample is above -1.5 dBFS."""
KILOBITS = 64

_KNEE = 0.6
_GATE = 0.02
_TONE = (
    (0, -40),
    (60, -24),
    (90, 0),
    (180, 1.5),
    (400, 1.0),
    (900, 0),
    (2500, -0.5),
    (4000, -4),
    (7000, -7),
    (9000, -12),
)
"""(Hz, dB): no rumble, a little warmth, and less of the hiss and edge that a formant synthesiser has."""
_ROOM = ((0.0113, 0.04), (0.0171, -0.03), (0.0239, 0.025), (0.0313, -0.02), (0.0431, 0.015), (0.0577, -0.01))
"""(Seconds, share): six early reflections of a small furnished room."""


def floats(pcm: bytes) -> Sound:
    """16-bit mono samples in this machine's byte order as floats between -1 and 1."""
    return np.frombuffer(pcm, dtype=np.int16).astype(np.float64) / 32768


def faded(sound: Sound, *, rate: int, seconds: float = 0.02) -> Sound:
    """The sound with its first and last moments faded, so that no edge clicks."""
    length = min(int(seconds * rate), len(sound) // 2)
    if length == 0:
        return sound
    ramp = 0.5 - 0.5 * np.cos(np.pi * np.arange(length) / length)
    shape = np.ones(len(sound))
    shape[:length] = ramp
    shape[len(sound) - length :] = ramp[::-1]
    return sound * shape


def mastered(sound: Sound, *, rate: int) -> Sound:
    """The whole recording in its final tone and level, as long as before and nowhere above `PEAK`."""
    return _limited(_levelled(_toned(sound, rate=rate)))


def mp3(sound: Sound, *, rate: int) -> bytes:
    """A mono MP3 of constant bit rate; the same sound gives the same bytes."""
    encoder = lameenc.Encoder()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(rate)
    encoder.set_out_sample_rate(rate)
    encoder.set_bit_rate(KILOBITS)
    encoder.set_quality(2)
    encoder.silence()
    samples = np.round(sound * 32767).astype(np.int16).tobytes()
    return bytes(encoder.encode(samples)) + bytes(encoder.flush())


def _toned(sound: Sound, *, rate: int) -> Sound:
    block = 1 << 14
    size = (len(sound) + rate // 2) // block * block + block
    frequencies = np.fft.rfftfreq(size, 1 / rate)
    tone = 10 ** (np.interp(frequencies, [hertz for hertz, _ in _TONE], [gain for _, gain in _TONE]) / 20)
    echoes = np.zeros(size)
    for delay, share in _ROOM:
        echoes[round(delay * rate)] = share
    room = 1 + np.fft.rfft(echoes) / (1 + frequencies / 3000)
    shaped: Sound = np.fft.irfft(np.fft.rfft(sound, size) * tone * room, size)[: len(sound)]
    return shaped


def _levelled(sound: Sound) -> Sound:
    spoken = sound[np.abs(sound) > _GATE * np.abs(sound).max(initial=0.0)]
    loudness = float(np.sqrt(np.mean(spoken**2))) if spoken.size else 0.0
    return sound * (LOUDNESS / loudness) if loudness else sound


def _limited(sound: Sound) -> Sound:
    """Samples above the knee are bent, smoothly, to stay below `PEAK`."""
    size = np.abs(sound)
    room = PEAK - _KNEE
    bent = _KNEE + room * np.tanh((size - _KNEE) / room)
    return np.where(size > _KNEE, np.sign(sound) * bent, sound)
