"""Objects that a restored backup brought back of what the database does not know go, and no other: both stores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import boto3
import pytest
from typer.testing import CliRunner, Result

from storytailor_dagster.keys import folders
from storytailor_dagster.ledger import CharacterFields, Ledger
from storytailor_dagster.local.cli import app
from storytailor_dagster.settings import Settings
from storytailor_dagster.store import ObjectStore, store_from
from storytailor_dagster_tests.conftest import emptied
from storytailor_dagster_tests.ledger.help import FAMILY, new_story

NOBODYS = "logs/2026/november.txt"


@pytest.fixture
def database(postgres_18: str) -> str:
    return emptied(postgres_18)


@pytest.fixture(params=["folder", "s3"])
def settings(
    request: pytest.FixtureRequest, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Settings]:
    """Of this database and a store of its own, also for whatever is typed."""
    monkeypatch.setenv("DATABASE_URL", database)
    monkeypatch.setenv("STORYTAILOR_HOME", str(tmp_path / "home"))
    if request.param == "folder":
        yield Settings()
        return
    bucket = f"stories-{uuid4().hex[:8]}"
    given = {"OBJECT_STORE": "s3", "S3_BUCKET": bucket, "S3_ENDPOINT_URL": request.getfixturevalue("s3_server")}
    for name, value in given.items():
        monkeypatch.setenv(f"STORYTAILOR_{name}", value)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    client = boto3.Session().client("s3", endpoint_url=given["S3_ENDPOINT_URL"], region_name="us-east-1")
    client.create_bucket(Bucket=bucket)
    client.close()
    yield Settings()


@pytest.fixture
def store(settings: Settings) -> ObjectStore:
    return store_from(settings)


def stored(store: ObjectStore, subject: UUID) -> set[str]:
    """An object in each folder that there is of it, bought answers too."""
    keys = {f"{folder}/0123456789abcdef.bin" for folder in folders(subject)}
    for key in keys:
        store.put(key, b"x", content_type="any")
    return keys


def forget_again(tmp_path: Path, *options: str) -> Result:
    (tmp_path / "receipts").write_text("")
    return CliRunner().invoke(app, ["forget", "again", str(tmp_path / "receipts"), *options])


def test_objects_of_what_the_database_does_not_know_are_cleared(
    ledger: Ledger, store: ObjectStore, tmp_path: Path
) -> None:
    character = uuid4()
    ledger.characters.insert(FAMILY, character_id=character, fields=CharacterFields(name="Zuzka", traits={}))
    known = {*stored(store, new_story(ledger)), *stored(store, character), NOBODYS}
    store.put(NOBODYS, b"x", content_type="text/plain")
    stored(store, uuid4())
    stored(store, uuid4())
    said = forget_again(tmp_path)
    assert said.exit_code == 0, said.output
    assert said.stdout.splitlines() == ["Forgotten again: 0", "Objects cleared of 2 unknown stories and characters"]
    assert set(store.all_keys()) == known
    assert forget_again(tmp_path).stdout.splitlines()[1] == "Objects cleared of 0 unknown stories and characters"


def test_where_most_are_unknown_it_may_be_another_database_and_nothing_is_cleared_untold(
    ledger: Ledger, store: ObjectStore, tmp_path: Path
) -> None:
    known = stored(store, new_story(ledger))
    unknown = stored(store, uuid4()) | stored(store, uuid4())
    refused = forget_again(tmp_path)
    assert (refused.exit_code, "(MOST_UNKNOWN)" in refused.stderr) == (1, True)
    assert set(store.all_keys()) == known | unknown
    assert forget_again(tmp_path, "--even-most").exit_code == 0
    assert set(store.all_keys()) == known
