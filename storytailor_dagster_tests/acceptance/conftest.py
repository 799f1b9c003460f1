"""What every test of the whole product begins with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storytailor_dagster_tests.folders import open_folder


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A home with nothing in it, in a folder of its own, where somebody keeps a file called as a library is."""
    with open_folder() as folder:
        (folder / "gql.py").write_text("raise AssertionError('Imported from where somebody stands.')")
        yield folder / "data"
