"""What every object store does, and which keys it takes. Keys name contents by digest: nothing is overwritten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

from storytailor_dagster.errors import Permanent

CACHE_FOREVER = "public, max-age=31536000, immutable"

_KEY = re.compile(r"[a-z0-9][a-z0-9_.-]*(/[a-z0-9][a-z0-9_.-]*)+")


class ObjectStore(Protocol):
    """Bytes under keys. Every method may raise `Transient` when the store can't be reached."""

    def put(self, key: str, data: bytes, *, content_type: str) -> None:
        """Stores the object unless the key is taken; what is there stays, since equal keys are equal contents."""
        ...

    def get(self, key: str) -> bytes:
        """The object's bytes.

        Raises:
            MissingObject: there is none.
        """
        ...

    def size(self, key: str) -> int | None:
        """Bytes of the object, or None where there is none."""
        ...

    def delete(self, key: str) -> None:
        """Removes the object; nothing happens where there is none."""
        ...

    def clear(self, folder: str) -> None:
        """Removes every object whose key begins with the folder and a slash."""
        ...

    def all_keys(self) -> Iterator[str]:
        """The key of every object. What is stored or removed meanwhile may be among them or not."""
        ...

    def url(self, key: str) -> str:
        """Where a client reads the object."""
        ...

    def origin_url(self, key: str) -> str:
        """Where the object itself lies, behind whatever caches it for clients."""
        ...


def checked(key: str) -> str:
    """The key, if it is one: lower-case words parted by slashes, at most 512 characters, no dots leading anywhere.

    Raises:
        Permanent: it is not.
    """
    if not is_key(key):
        raise Permanent("That is no object key.", code="BAD_KEY", remedy="Report it: keys are made by the program.")
    return key


def is_key(text: str) -> bool:
    """Whether it could be the key of an object."""
    return len(text) <= 512 and _KEY.fullmatch(text) is not None
