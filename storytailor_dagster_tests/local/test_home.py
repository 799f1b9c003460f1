"""What lies in a home is closed to other people of the machine, however open their files are by default."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from storytailor_dagster.local.home import Home
from storytailor_dagster.settings import Settings
from storytailor_dagster.store import store_from


@pytest.fixture
def open_hearted() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_hearted")
def test_nobody_else_reads_words_sound_or_logs(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", _env_file=None)
    home = Home(settings)
    home.prepare_dagster()
    assert home.jwt_secret()
    store_from(settings).put("private/stories/x/text.json", b"{}", content_type="application/json")
    made = {home.logs, home.stories, *home.folder.iterdir()}
    assert {path.name for path in made} == {"dagster", "keys", "logs", "objects", "stories"}
    assert {path.name: path.stat().st_mode & 0o777 for path in made if path.stat().st_mode & 0o077} == {}
