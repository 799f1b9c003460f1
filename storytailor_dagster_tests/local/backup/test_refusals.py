"""What is not backed up and not restored, and that nothing is touched then."""

import io
import json
import tarfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from storytailor_dagster.local.backup.archive import this_version
from storytailor_dagster.local.cli import app
from storytailor_dagster.local.home import Home


def typed(home: Home, *words: object, **more: str) -> tuple[int, str]:
    environment = {"DATABASE_URL": None, "STORYTAILOR_HOME": str(home.folder), **more}
    result = CliRunner().invoke(app, [str(word) for word in words], env=environment)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


def listing(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def rewritten(backup: Path, to: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The backup with other members."""
    with tarfile.open(backup) as tar:
        members = {member.name: (opened.read() if (opened := tar.extractfile(member)) else b"") for member in tar}
    change(members)
    with tarfile.open(to, "w") as tar:
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return to


@pytest.mark.parametrize(
    ("setting", "value"),
    [("DATABASE_URL", "postgresql://elsewhere.test/stories"), ("STORYTAILOR_OBJECT_STORE", "s3")],
)
def test_data_that_lie_elsewhere_are_left_to_their_own_tools(
    backup: Path, place: Home, setting: str, value: str
) -> None:
    place.folder.parent.mkdir()
    for words in (("backup", place.folder.parent / "x"), ("restore", backup)):
        code, said = typed(place, *words, **{setting: value})
        assert (code, "(NOT_IN_THIS_HOME)" in said, listing(place.folder.parent)) == (1, True, [])


def test_a_backup_replaces_no_file_and_makes_no_folder(home: Home, backup: Path, parent: Path) -> None:
    before = backup.read_bytes()
    assert "(BACKUP_EXISTS)" in typed(home, "backup", backup)[1]
    assert "(NO_FOLDER)" in typed(home, "backup", parent / "none" / "x")[1]
    assert backup.read_bytes() == before
    assert not (parent / "none").exists()


def test_where_nothing_is_there_is_nothing_to_back_up(place: Home, parent: Path) -> None:
    code, said = typed(place, "backup", parent / "nothing")
    assert (code, "(NOTHING_TO_BACK_UP)" in said) == (1, True)
    assert not (parent / "nothing").exists()
    assert not place.folder.exists()


def test_a_home_that_holds_something_is_replaced_when_told_and_kept_beside(backup: Path, place: Home) -> None:
    place.folder.mkdir(parents=True)
    (place.folder / "dear").write_text("to somebody")
    code, said = typed(place, "restore", backup)
    assert (code, "(HOME_NOT_EMPTY)" in said) == (1, True)
    assert listing(place.folder.parent) == [place.folder]
    assert listing(place.folder) == [place.folder / "dear"]
    code, said = typed(place, "restore", backup, "--replace")
    assert code == 0, said
    former, now = sorted(listing(place.folder.parent), key=lambda path: path == place.folder)
    assert (former / "dear").read_text() == "to somebody"
    assert str(former) in said
    assert (now / "objects").is_dir()


def test_a_home_in_use_is_not_replaced(home: Home, backup: Path) -> None:
    before = listing(home.folder.parent)
    code, said = typed(home, "restore", backup, "--replace")
    assert (code, "(HOME_IN_USE)" in said) == (1, True)
    assert listing(home.folder.parent) == before


@pytest.mark.parametrize(
    "newer",
    [
        {"migrations": ["20991231000001"]},
        {"storytailor": "99.0.0"},
        {"dagster": "99.0.0"},
        {"format": 2},
        {"postgres": 99},
    ],
    ids=lambda newer: next(iter(newer)),
)
def test_what_a_newer_version_made_is_refused(backup: Path, place: Home, newer: Mapping[str, Any]) -> None:
    def change(members: dict[str, bytes]) -> None:
        from hashlib import sha256

        members["about.json"] = json.dumps(json.loads(members["about.json"]) | newer).encode()
        digests = json.loads(members["digests.json"]) | {"about.json": sha256(members["about.json"]).hexdigest()}
        members["digests.json"] = json.dumps(digests).encode()

    place.folder.parent.mkdir()
    file = rewritten(backup, place.folder.parent / "newer", change)
    code, said = typed(place, "restore", file)
    assert (code, "(BACKUP_TOO_NEW)" in said) == (1, True)
    assert listing(place.folder.parent) == [file]


def one_bit(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])


def an_object(members: Mapping[str, bytes]) -> str:
    return next(name for name in members if name.startswith("objects/"))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda m: m.update(database=one_bit(m["database"])), id="a bit of the database"),
        pytest.param(lambda m: m.update({an_object(m): one_bit(m[an_object(m)])}), id="a bit of an object"),
        pytest.param(lambda m: m.pop(an_object(m)), id="an object less"),
        pytest.param(lambda m: m.update({"objects/images/x/y.png": b""}), id="something behind the end"),
        pytest.param(lambda m: m.pop("digests.json"), id="no end"),
        pytest.param(lambda m: m.pop("about.json"), id="no beginning"),
        pytest.param(lambda m: m.update({"about.json": b"{}"}), id="an empty beginning"),
    ],
)
def test_what_is_not_as_it_was_written_is_refused(
    backup: Path, place: Home, change: Callable[[dict[str, bytes]], None]
) -> None:
    place.folder.parent.mkdir()
    file = rewritten(backup, place.folder.parent / "changed", change)
    code, said = typed(place, "restore", file)
    assert (code, "(BACKUP_BROKEN)" in said) == (1, True)
    assert listing(place.folder.parent) == [file]


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside", "objects/../../outside", "postgres/password", "keys/x"])
def test_nothing_is_unpacked_but_under_our_names(backup: Path, place: Home, name: str) -> None:
    place.folder.parent.mkdir()
    file = rewritten(
        backup, place.folder.parent / "changed", lambda m: m.update({name: b"", "digests.json": m.pop("digests.json")})
    )
    assert "(BACKUP_BROKEN)" in typed(place, "restore", file)[1]
    assert listing(place.folder.parent) == [file]


@pytest.mark.parametrize("part", [0.0, 0.3, 0.9])
def test_half_a_backup_and_other_files_are_refused(backup: Path, place: Home, part: float) -> None:
    place.folder.parent.mkdir()
    file = place.folder.parent / "half"
    data = backup.read_bytes()
    file.write_bytes(data[: int(len(data) * part)] or b"a letter, and no backup" * 100)
    assert "(BACKUP_BROKEN)" in typed(place, "restore", file)[1]
    assert "(NO_BACKUP)" in typed(place, "restore", file.with_name("nowhere"))[1]
    assert listing(place.folder.parent) == [file]


def test_it_says_what_it_is_and_nothing_of_a_child(backup: Path) -> None:
    with tarfile.open(backup) as tar:
        about = tar.extractfile("about.json")
        assert about is not None
        told = json.loads(about.read())
    assert (told["storytailor"], told["dagster"]) == this_version()
    assert set(told) == {"format", "made_at", "storytailor", "dagster", "postgres", "migrations"}
