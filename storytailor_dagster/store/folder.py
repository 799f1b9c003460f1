"""Objects as files: written beside, synced, then linked into place, so that a half-written one is never seen."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from storytailor_dagster.errors import MissingObject, Transient
from storytailor_dagster.store.door import checked, is_key


class FolderStore:
    """A folder as an object store; `base_url` is where that folder is served, without the private part."""

    def __init__(self, folder: Path, *, base_url: str) -> None:
        self._folder = folder
        self._base_url = base_url.rstrip("/")

    def put(self, key: str, data: bytes, *, content_type: str) -> None:  # noqa: ARG002 - a file's name says its type
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_relative_to(private := self._folder / "private"):
                private.chmod(0o700)  # whoever serves the folder, serves the rest of it
            handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".new-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                Path(beside).chmod(0o644)
                with suppress(FileExistsError):
                    os.link(beside, path)
            finally:
                Path(beside).unlink()
        except OSError as error:
            raise _unreachable("The object could not be written to the folder.") from error

    def get(self, key: str) -> bytes:
        path = self._path(key)
        try:
            return path.read_bytes()
        except FileNotFoundError as error:
            raise MissingObject("The object is not in the folder.") from error
        except OSError as error:
            raise _unreachable("The object could not be read from the folder.") from error

    def size(self, key: str) -> int | None:
        path = self._path(key)
        try:
            return path.stat().st_size
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unreachable("The object could not be looked at in the folder.") from error

    def delete(self, key: str) -> None:
        path = self._path(key)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise _unreachable("The object could not be removed from the folder.") from error

    def clear(self, folder: str) -> None:
        try:
            shutil.rmtree(self._path(folder))
        except FileNotFoundError:
            return
        except OSError as error:
            raise _unreachable("The objects could not be removed from the folder.") from error

    def all_keys(self) -> Iterator[str]:
        for folder, inner, names in os.walk(self._folder, onerror=_unlisted):
            inner.sort()
            for name in sorted(names):
                key = (Path(folder) / name).relative_to(self._folder).as_posix()
                if is_key(key):
                    yield key

    def opened(self, key: str) -> BinaryIO:
        """The object, to be read piece by piece.

        Raises:
            MissingObject: there is none.
        """
        try:
            return self._path(key).open("rb")
        except FileNotFoundError as error:
            raise MissingObject("The object is not in the folder.") from error

    def url(self, key: str) -> str:
        return f"{self._base_url}/{checked(key)}"

    def origin_url(self, key: str) -> str:
        return self.url(key)

    def _path(self, key: str) -> Path:
        return self._folder / checked(key)


def _unlisted(error: OSError) -> None:
    """What was cleared meanwhile is no matter; a folder that can't be read would pass for an empty one."""
    if not isinstance(error, FileNotFoundError):
        raise _unreachable("The folder could not be listed.") from error


def _unreachable(says: str) -> Transient:
    """A disk that is full, gone or read-only may be well again in a minute, as a bucket may."""
    remedy = "Look at the disk's free space and the folder's permissions."
    return Transient(says, code="STORE_UNREACHABLE", remedy=remedy)
