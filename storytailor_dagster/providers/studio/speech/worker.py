"""The program that holds espeak-ng: texts in on stdin, sound and word events out on stdout. Nothing of ours is in it.

It runs in a process of its own (`python -I -S worker.py`), since espeak-ng is GPL-3 and keeps global state. Standard
library only; no mastering, no alignment, no MP3.

In: one JSON object `{library, data, voice, rate, pitch, range, gap, texts}`; `rate` in words a minute, `pitch` and
`range` 0 to 100, `gap` in tens of milliseconds between words.
Out: one line of JSON `{rate, pieces: [{samples, words: [[character, length, sample], …]}]}`, then the pieces' PCM,
16 bits, mono, in this machine's byte order. Exit status 3 and a sentence on stderr: something is not set up.

Structures and numbers are those of espeak-ng's public header `speak_lib.h`, version 1.52.
"""

from __future__ import annotations

import ctypes
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

NOT_SET_UP = 3
LONGEST_DATA_PATH = 100
"""Bytes. espeak-ng cuts its data path off at about 160, and appends names to it."""

_SYNCHRONOUS, _DONT_EXIT = 2, 0x8000
_RATE, _PITCH, _RANGE, _WORD_GAP = 1, 3, 4, 7
_UTF8, _END_PAUSE = 1, 0x1000
_LIST_ENDED, _WORD = 0, 1
_SEED = 1


class _EventId(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class Espeak:
    """One espeak-ng, set to one voice. `rate` is its sound's samples a second."""

    def __init__(self, order: dict[str, Any], data: Path) -> None:
        try:
            self._library = ctypes.CDLL(order["library"])
        except OSError as error:
            sys.exit(_complain(f"espeak-ng's library cannot be loaded: {error}"))
        self.rate: int = self._library.espeak_Initialize(_SYNCHRONOUS, 0, str(data).encode(), _DONT_EXIT)
        if self.rate <= 0:
            sys.exit(_complain("espeak-ng does not find its data"))
        self._sound = bytearray()
        self._words: list[tuple[int, int, int]] = []
        self._callback = _Callback(self._heard)
        self._library.espeak_SetSynthCallback(self._callback)
        if self._library.espeak_SetVoiceByName(order["voice"].encode()) != 0:
            sys.exit(_complain(f"espeak-ng has no voice {order['voice']}"))
        settings = ((_RATE, "rate"), (_PITCH, "pitch"), (_RANGE, "range"), (_WORD_GAP, "gap"))
        for number, name in settings:
            if self._library.espeak_SetParameter(number, order[name], 0) != 0:
                sys.exit(_complain(f"espeak-ng refuses the {name} {order[name]}"))

    def say(self, text: str) -> tuple[bytes, list[tuple[int, int, int]]]:
        """The sound of `text`, and each word's first character (from 0), length and first sample."""
        self._sound, self._words = bytearray(), []
        raw = text.encode() + b"\0"
        # Unless told, espeak-ng seeds its noise with the time of day, and no two recordings are the same.
        self._library.espeak_ng_SetRandSeed(ctypes.c_long(_SEED))
        outcome = self._library.espeak_Synth(raw, ctypes.c_size_t(len(raw)), 0, 1, 0, _UTF8 | _END_PAUSE, None, None)
        if outcome != 0:
            sys.exit(f"espeak-ng gave up (status {outcome})")
        return bytes(self._sound), self._words

    def _heard(self, sound: Any, samples: int, events: Any) -> int:
        if sound and samples > 0:
            self._sound += ctypes.string_at(sound, 2 * samples)
        index = 0
        while events[index].type != _LIST_ENDED:
            event = events[index]
            if event.type == _WORD:
                self._words.append((event.text_position - 1, event.length, event.sample))
            index += 1
        return 0


def _complain(sentence: str) -> int:
    sys.stderr.write(sentence)
    return NOT_SET_UP


def main() -> None:
    order = json.load(sys.stdin)
    data = Path(order["data"])
    if not (data / "phontab").is_file():
        sys.exit(_complain("espeak-ng's data folder is missing or empty"))
    with tempfile.TemporaryDirectory(prefix="espeak") as folder:
        if len(bytes(data)) > LONGEST_DATA_PATH:
            short = Path(folder) / "data"
            short.symlink_to(data.resolve(), target_is_directory=True)
            data = short
        espeak = Espeak(order, data)
        said = [espeak.say(text) for text in order["texts"]]
    pieces = [{"samples": len(sound) // 2, "words": words} for sound, words in said]
    sys.stdout.buffer.write(json.dumps({"rate": espeak.rate, "pieces": pieces}).encode() + b"\n")
    for sound, _ in said:
        sys.stdout.buffer.write(sound)


if __name__ == "__main__":
    main()
