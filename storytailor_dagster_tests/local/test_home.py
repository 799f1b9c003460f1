"""What lies in a home is closed to other people of the machine, however open their files are by default."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from storytailor_dagster.errors import NotSetUp, Permanent
from storytailor_dagster.local.alone import alone
from storytailor_dagster.local.home import Home
from storytailor_dagster.local.ports import free_port
from storytailor_dagster.local.postgres import EmbeddedPostgres
from storytailor_dagster.settings import Settings
from storytailor_dagster.store import store_from


@pytest.fixture
def open_hearted() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """pytest closes its own."""
    folder = Path(tempfile.mkdtemp(prefix="storytailor-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.usefixtures("open_hearted")
def test_nobody_else_reads_words_sound_or_logs(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", _env_file=None)
    home = Home(settings)
    home.prepare_dagster()
    assert home.jwt_secret()
    store_from(settings).put("private/stories/x/text.json", b"{}", content_type="application/json")
    made = {home.logs, home.stories, home.folder / "dagster", home.folder / "keys", home.objects / "private"}
    assert {path.name: path.stat().st_mode & 0o777 for path in made} == dict.fromkeys(
        ("logs", "stories", "dagster", "keys", "private"), 0o700
    )


@pytest.mark.usefixtures("open_hearted")
def test_what_the_file_server_serves_is_read_through_it_alone(tmp_path: Path) -> None:
    folder, ports = tmp_path / "home" / "objects", free_port()
    with subprocess.Popen([sys.executable, "-m", "storytailor_dagster.local.files", str(folder), str(ports)]) as server:
        while not folder.exists():
            assert server.poll() is None
        server.terminate()
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.usefixtures("open_hearted")
def test_a_home_whose_folders_are_open_holds_its_database(open_folder: Path) -> None:
    """Also where we are root, and its server is not."""
    home = Home(Settings(home=open_folder / "home", _env_file=None))
    server = EmbeddedPostgres(home.database)
    server.start()
    server.stop()
    data = home.folder / "postgres" / "pgdata"
    assert data.is_dir()
    assert not data.is_symlink()
    shown = {path.name: path.stat().st_mode & 0o077 for path in (home.folder / "postgres").iterdir()}
    assert {name for name, mode in shown.items() if mode} <= {".lock"}


def test_a_database_that_lay_elsewhere_and_is_gone_is_missed(tmp_path: Path) -> None:
    home = Home(Settings(home=tmp_path / "home", _env_file=None))
    (home.database / "pgdata").symlink_to(tmp_path / "gone" / "pgdata")
    with pytest.raises(NotSetUp) as told:
        EmbeddedPostgres(home.database).start()
    assert told.value.code == "DATABASE_LOST"
    assert not (tmp_path / "gone").exists()


def test_one_up_a_home(tmp_path: Path) -> None:
    with alone(tmp_path / "home"), alone(tmp_path / "other"):
        with pytest.raises(Permanent) as told, alone(tmp_path / "home"):
            pass
        assert told.value.code == "ALREADY_UP"
    with alone(tmp_path / "home"):
        pass
