"""A folder that can't be read or written is waited for, as a bucket is: it is no failure of a story's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from storytailor_dagster.errors import Transient
from storytailor_dagster.store.folder import FolderStore

KEY = "private/bought/one"
ASKED: dict[str, Callable[[FolderStore], object]] = {
    "put": lambda store: store.put(KEY, b"well", content_type="text/plain"),
    "get": lambda store: store.get(KEY),
    "size": lambda store: store.size(KEY),
    "delete": lambda store: store.delete(KEY),
}


@pytest.mark.parametrize("what", ASKED)
def test_it_says_that_waiting_may_help_and_is_well_again_with_the_folder(what: str, tmp_path: Path) -> None:
    folder = tmp_path / "objects"
    store = FolderStore(folder, base_url="http://127.0.0.1")
    store.put(KEY, b"well", content_type="text/plain")
    folder.rename(away := tmp_path / "away")
    folder.write_text("A file stands where the folder was: nothing in it can be reached, not even by root.")
    with pytest.raises(Transient) as said:
        ASKED[what](store)
    assert said.value.code == "STORE_UNREACHABLE"
    folder.unlink()
    away.rename(folder)
    assert store.get(KEY) == b"well"
