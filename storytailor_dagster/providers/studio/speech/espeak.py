"""Running espeak-ng: finds it, starts `worker.py`, waits, and says clearly what went wrong. It changes no sound."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from storytailor_dagster.errors import NotSetUp, Transient
from storytailor_dagster.providers.studio.speech.voice import Voice

_WORKER = Path(__file__).with_name("worker.py")
_NOT_SET_UP = 3
_REMEDY = "Install the project's dependencies again, then run `storytailor doctor`."


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """One text as espeak-ng said it: 16-bit mono `pcm` of `rate` Hz, and `words` of (character, length, sample)."""

    pcm: bytes
    rate: int
    words: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, kw_only=True)
class Espeak:
    """Where espeak-ng's library and data are, the program that loads them, and how many seconds it may take."""

    library: Path
    data: Path
    worker: Path = _WORKER
    timeout: float = 120.0

    def say(self, texts: Sequence[str], *, voice: Voice) -> tuple[Spoken, ...]:
        """Each text said on its own.

        Raises:
            NotSetUp: the library, its data or the voice is missing.
            Transient: the process died, or took longer than the timeout.
        """
        order = {"library": str(self.library), "data": str(self.data), "texts": list(texts), **_settings(voice)}
        try:
            ended = subprocess.run(
                [sys.executable, "-I", "-S", str(self.worker)],
                input=json.dumps(order).encode(),
                capture_output=True,
                timeout=self.timeout,
                env={},
                check=False,
            )
        except subprocess.TimeoutExpired:
            # From None: the exception of the standard library carries what was said so far.
            raise Transient(f"espeak-ng took longer than {self.timeout:g} s") from None
        except OSError as error:
            raise NotSetUp(f"espeak-ng's process does not start: {error}", remedy=_REMEDY) from error
        if ended.returncode == _NOT_SET_UP:
            raise NotSetUp(ended.stderr.decode(errors="replace").strip(), remedy=_REMEDY)
        if ended.returncode != 0:
            raise Transient(f"espeak-ng's process ended with status {ended.returncode}")
        return _read(ended.stdout, expected=len(texts))


def installed_espeak() -> Espeak:
    """The one that the package espeakng-loader brings.

    Raises:
        NotSetUp: the package is not installed, or is incomplete.
    """
    try:
        import espeakng_loader
    except ImportError as error:
        raise NotSetUp("the package espeakng-loader is not installed", remedy=_REMEDY) from error
    try:
        data = espeakng_loader.get_data_path()
    except RuntimeError as error:
        raise NotSetUp("the package espeakng-loader has lost its data", remedy=_REMEDY) from error
    return Espeak(library=Path(espeakng_loader.get_library_path()), data=Path(data))


def _settings(voice: Voice) -> dict[str, str | int]:
    settings = asdict(voice)
    settings["voice"] = settings.pop("name")
    return settings


def _read(answer: bytes, *, expected: int) -> tuple[Spoken, ...]:
    line, _, sound = answer.partition(b"\n")
    try:
        head = json.loads(line)
        rate, pieces = int(head["rate"]), list(head["pieces"])
        sizes = [2 * int(piece["samples"]) for piece in pieces]
    except (ValueError, KeyError, TypeError) as error:
        raise Transient("espeak-ng's process answered something that cannot be read") from error
    if len(pieces) != expected or sum(sizes) != len(sound):
        raise Transient("espeak-ng's process answered with a part of the sound missing")
    spoken: list[Spoken] = []
    position = 0
    for piece, size in zip(pieces, sizes, strict=True):
        words = tuple((int(first), int(length), int(sample)) for first, length, sample in piece["words"])
        spoken.append(Spoken(pcm=sound[position : position + size], rate=rate, words=words))
        position += size
    return tuple(spoken)
