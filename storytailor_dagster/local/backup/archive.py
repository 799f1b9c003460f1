"""The file a backup is: a tar that says first what it is and last the digest of everything in it.

What goes into it and what becomes of it is for others to say. Nothing is unpacked here but under names of ours.
"""

from __future__ import annotations

import io
import json
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any, BinaryIO

from storytailor_dagster.errors import Permanent
from storytailor_dagster.store import is_key

DATABASE, JWT, OBJECTS = "database", "keys/jwt", "objects"
FORMAT = 1
_ABOUT, _DIGESTS = "about.json", "digests.json"


class BrokenBackup(Permanent):
    """The file is no whole backup."""

    code = "BACKUP_BROKEN"
    remedy = "Take another backup, or another copy of this one. Nothing was changed."


@dataclass(frozen=True, kw_only=True)
class About:
    """What made the backup, and of what: versions alone, nothing of a child."""

    format: int
    made_at: str
    storytailor: str
    dagster: str
    postgres: int
    migrations: list[str]


def this_version() -> tuple[str, str]:
    """The versions of this program and of Dagster."""
    return version("storytailor-dagster"), version("dagster")


class Writing:
    """Members are added one after the other; `close` says that it was all."""

    def __init__(self, file: BinaryIO, about: About) -> None:
        self._tar = tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed by `close`
        self._digests: dict[str, str] = {}
        self._bytes(_ABOUT, json.dumps(asdict(about), indent=2).encode())

    def add(self, name: str, opened: BinaryIO) -> None:
        """The file from its beginning, as long as it is now."""
        size = opened.seek(0, io.SEEK_END)
        opened.seek(0)
        self._member(name, opened, size)

    def close(self) -> None:
        self._bytes(_DIGESTS, json.dumps(self._digests).encode())
        self._tar.close()

    def _bytes(self, name: str, data: bytes) -> None:
        self._member(name, io.BytesIO(data), len(data))

    def _member(self, name: str, opened: BinaryIO, size: int) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        hashing = _Hashing(opened)
        self._tar.addfile(member, hashing)
        self._digests[name] = hashing.hexdigest()


class Reading:
    """A backup that was opened; `about` is read, the rest is not."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self._digests: dict[str, str] = {}
        self.about = self._read_about()

    def unpack(self, folder: Path) -> None:
        """Writes all members into the empty folder and holds them against the digests; objects open to readers.

        Raises:
            BrokenBackup: one is missing, changed or too many; what was written is not to be used.
        """
        with _told():
            while (member := self._tar.next()) is not None:
                if member.name == _DIGESTS:
                    if json.loads(self._opened(member).read()) != self._digests or self._tar.next() is not None:
                        raise _broken()
                    return
                if not (member.isfile() and _is_ours(member.name)) or member.name in self._digests:
                    raise _broken()
                self._unpack(member, folder / member.name)
        raise _broken()

    def _unpack(self, member: tarfile.TarInfo, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(0o600, exist_ok=False)
        hashing = _Hashing(self._opened(member))
        with path.open("wb") as file:
            shutil.copyfileobj(hashing, file)
        if member.name.startswith(OBJECTS):
            path.chmod(0o644)
        self._digests[member.name] = hashing.hexdigest()

    def _read_about(self) -> About:
        with _told():
            first = self._tar.next()
            if first is not None and first.name == _ABOUT:
                data = self._opened(first).read()
                self._digests[_ABOUT] = sha256(data).hexdigest()
                fields: dict[str, Any] = json.loads(data)
                return About(**{name: fields[name] for name in About.__dataclass_fields__})
        raise _broken()

    def _opened(self, member: tarfile.TarInfo) -> IO[bytes]:
        opened = self._tar.extractfile(member)
        if opened is None:
            raise _broken()
        return opened


@contextmanager
def reading(file: Path) -> Iterator[Reading]:
    """Opens a backup.

    Raises:
        BrokenBackup: it is none.
    """
    with _told(), tarfile.open(file, "r:") as tar:
        yield Reading(tar)


class _Hashing(io.RawIOBase):
    """Reads a file and keeps the digest of what was read."""

    def __init__(self, opened: IO[bytes]) -> None:
        self._opened = opened
        self._digest = sha256()

    def read(self, size: int = -1, /) -> bytes:
        data = self._opened.read(size)
        self._digest.update(data)
        return data

    def hexdigest(self) -> str:
        return self._digest.hexdigest()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, ValueError, KeyError, EOFError) as error:
        raise _broken() from error


def _is_ours(name: str) -> bool:
    folder, _, key = name.partition("/")
    return name in (DATABASE, JWT) or (folder == OBJECTS and is_key(key))


def _broken() -> BrokenBackup:
    return BrokenBackup("The file is no whole backup: it was cut short or changed, or something else made it.")
