"""A home whose every table has a row, with objects and Dagster's own, and its server at work; a backup of it."""

import os
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import dagster as dg
import psycopg
import pytest

from storytailor_dagster.keys import BOUGHT
from storytailor_dagster.ledger import Caps, CharacterFields, ClaimMode, Ledger
from storytailor_dagster.local.backup.making import back_up
from storytailor_dagster.local.database import database
from storytailor_dagster.local.home import Home
from storytailor_dagster.settings import Settings, environment_put_back
from storytailor_dagster.store import FolderStore
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.folders import open_folder

FAMILY = UUID("11111111-1111-4111-8111-111111111111")
ANOTHERS = UUID("33333333-3333-4333-8333-333333333333")
"""A story that nobody asked for in this home."""


@pytest.fixture(scope="package")
def parent() -> Iterator[Path]:
    """A folder for homes, open to the user that root hands a server to."""
    with open_folder() as folder:
        yield folder


@pytest.fixture(scope="package")
def home(parent: Path) -> Iterator[Home]:
    made = home_at(parent / "home")
    made.jwt_secret()
    with database(made) as dsn:
        _dagsters(made, dsn)
        _ours(made, dsn)
        yield made


@pytest.fixture(scope="package")
def backup(home: Home, parent: Path) -> Path:
    return back_up(home, parent / "a.backup")


@pytest.fixture
def place(parent: Path) -> Iterator[Home]:
    """Where there is no home yet."""
    made = home_at(parent / uuid4().hex / "home")
    yield made
    shutil.rmtree(made.folder.parent, ignore_errors=True)


def home_at(folder: Path) -> Home:
    return Home(Settings(home=folder, _env_file=None))


@dg.op
def works(context: dg.OpExecutionContext) -> None:
    context.log.info("worked")


@dg.job(partitions_def=dg.DynamicPartitionsDefinition(name="stories"))
def one_step() -> None:
    works()


def _dagsters(home: Home, dsn: str) -> None:
    with environment_put_back():
        os.environ.update(home.environment(dsn))
        with dg.DagsterInstance.get() as instance:
            instance.add_dynamic_partitions("stories", ["one"])
            one_step.execute_in_process(instance=instance, partition_key="one")


def _ours(home: Home, dsn: str) -> None:
    store = FolderStore(home.objects, base_url="")
    with Ledger(dsn) as ledger, psycopg.connect(dsn, autocommit=True) as connection:
        ledger.webhooks.add(
            FAMILY, url="https://a.test", events=["story.ready"], description=None, secret="s" * 32, most=9
        )
        ledger.characters.insert(FAMILY, character_id=uuid4(), fields=CharacterFields(name="Zuzka", traits={}))
        story = ledger.insert_story(creator_user_id=FAMILY, metadata={"hero": {"name": "Žužka 🎈"}})
        claim = ledger.claim(subject_id=story, part=Part.CONTENT, run_id="run", mode=ClaimMode.QUEUE)
        ledger.spending.reserve(
            claim, try_number=1, provider="openai", model="m", purpose="text", digest="d", most=Decimal(1),
            caps=Caps(each=None, day=None),
        )  # fmt: skip
        ledger.forget(ledger.insert_story(creator_user_id=FAMILY, metadata={"hero": {"name": "Gone"}}))
        ledger.pulses.beat("run")
        connection.execute(
            "insert into usage_counts (user_id, month, kind, used) values (%s, '2026-11-01', 'stories', 1)",
            [FAMILY],
        )
        endpoint = ledger.webhooks.endpoints(FAMILY)[0]
        ledger.webhooks.test(FAMILY, endpoint.id)
    for subject in (story, ANOTHERS):
        store.put(f"images/stories/{subject}/cover-00.png", os.urandom(200_000), content_type="image/png")
        store.put(f"{BOUGHT}/{subject}/00", b"bought", content_type="application/json")
    (home.objects / "images" / ".new-half").write_bytes(b"half")
    (home.objects / "READ ME.txt").write_bytes(b"somebody's")
