"""How long an MP3 plays, and joining several, by their frames' headers. Nothing is decoded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from storytailor_dagster.errors import Objection

_MPEG_1 = 3
_RATES = {0: (11025, 12000, 8000), 2: (22050, 24000, 16000), 3: (44100, 48000, 32000)}
"""Version bits (0 is 2.5, 2 is 2, 3 is 1) -> Hz by index."""
_KILOBITS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KILOBITS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_ID3V1 = 128
MOST_BYTES = 32_000_000
"""Half an hour at the finest rate: a longer sound is no story's, and its frames are not counted."""


@dataclass(frozen=True)
class _Frame:
    size: int
    samples: int
    rate: int
    side_information: int


def mp3_seconds(data: bytes) -> float:
    """What a player shows as the length of `data`, in seconds: its whole frames, tags and a Xing header left out.

    Layer III's tables of bit rates and sampling rates are those of ISO/IEC 11172-3, 2.4.2.3, and ISO/IEC 13818-3,
    2.4.2.3 (MPEG-2 and its common extension 2.5).

    Raises:
        Objection: it is not an MP3, or something else stands between its frames (`SOUND_BROKEN`).
    """
    return sum(frame.samples / frame.rate for _, frame in _frames(data))


def joined(sounds: Sequence[bytes]) -> tuple[bytes, tuple[float, ...]]:
    """Several MP3s as one that plays them after each other, and the seconds of each.

    Tags and headers without sound are left out. Each begins as it would alone, since no frame of a sound leans on one
    of another.

    Raises:
        Objection: one is not an MP3, or they differ in version, sampling rate or channels (`SOUND_BROKEN`).
    """
    forms, data, lengths = set(), [], []
    for sound in sounds:
        frames = list(_frames(sound))
        data += [sound[position : position + frame.size] for position, frame in frames]
        lengths.append(sum(frame.samples / frame.rate for _, frame in frames))
        forms |= {(frame.samples, frame.rate, frame.side_information) for _, frame in frames}
    if len(forms) != 1:
        raise Objection("The pieces of the sound are not of one kind.", code="SOUND_BROKEN", detail="")
    return b"".join(data), tuple(lengths)


def _frames(data: bytes) -> Iterator[tuple[int, _Frame]]:
    """The whole frames that hold sound, and where each begins."""
    if len(data) > MOST_BYTES:
        raise Objection(f"The sound has {len(data) / 1e6:.0f} MB.", code="SOUND_BROKEN", detail="")
    position = _after_id3v2(data)
    end = len(data) - _ID3V1 if data[-_ID3V1:].startswith(b"TAG") else len(data)
    count = 0
    while position + 4 <= end:
        frame = _frame(data[position : position + 4])
        if frame is None:
            raise Objection(f"The sound is not an MP3 at byte {position} of {len(data)}.", code="SOUND_BROKEN")
        if position + frame.size > end:
            break
        tag = data[position + 4 + frame.side_information :][:4] if count == 0 else b""
        if tag not in {b"Xing", b"Info"}:
            yield position, frame
        position += frame.size
        count += 1
    if count == 0:
        raise Objection("The sound has no MP3 frame.", code="SOUND_BROKEN")


def _after_id3v2(data: bytes) -> int:
    if not data.startswith(b"ID3") or len(data) < 10:
        return 0
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte & 0x7F
    footer = 10 if data[5] & 0x10 else 0
    return 10 + size + footer


@lru_cache(maxsize=1024)
def _frame(header: bytes) -> _Frame | None:
    bits = int.from_bytes(header)
    version, layer = bits >> 19 & 3, bits >> 17 & 3
    kilobits, rate = bits >> 12 & 15, bits >> 10 & 3
    if bits >> 21 != 0x7FF or version == 1 or layer != 1 or kilobits in {0, 15} or rate == 3:
        return None
    first = version == _MPEG_1
    hertz = _RATES[version][rate]
    bit_rate = 1000 * (_KILOBITS_1 if first else _KILOBITS_2)[kilobits]
    mono = bits >> 6 & 3 == 3
    side = (17 if mono else 32) if first else (9 if mono else 17)
    samples = 1152 if first else 576
    return _Frame(
        size=samples // 8 * bit_rate // hertz + (bits >> 9 & 1), samples=samples, rate=hertz, side_information=side
    )
