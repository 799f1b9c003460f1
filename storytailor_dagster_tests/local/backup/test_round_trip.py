"""What comes out of a backup is what went into it."""

from __future__ import annotations

import shutil
import stat
import threading
from collections.abc import Mapping
from pathlib import Path

import psycopg
import pytest

from storytailor_dagster.keys import BOUGHT
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.local.backup.making import back_up
from storytailor_dagster.local.backup.restoring import restore
from storytailor_dagster.local.database import database, started
from storytailor_dagster.local.home import Home
from storytailor_dagster.local.postgres import EmbeddedPostgres
from storytailor_dagster.store import FolderStore
from storytailor_dagster_tests.local.backup.conftest import ANOTHERS, FAMILY, home_at

SCHEMAS = "in ('public', 'dagster', 'auth', 'supabase_migrations')"
_OF = "namespace::regnamespace::text " + SCHEMAS
CATALOGUE = (
    f"select oid::regclass::text, relkind, relacl::text, relrowsecurity from pg_class where rel{_OF}",
    f"select oid::regprocedure::text, prosrc, proacl::text, prosecdef from pg_proc where pro{_OF}",
    f"select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint where con{_OF}",
    "select tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), tgenabled from pg_trigger where not tgisinternal",
    "select tablename, policyname, cmd, roles::text, qual, with_check from pg_policies",
    "select schemaname, sequencename, last_value from pg_sequences",
    "select schemaname, indexname, indexdef from pg_indexes",
    f"select nspname, nspacl::text from pg_namespace where nspname {SCHEMAS}",
    "select rolname, rolsuper, rolbypassrls, rolcanlogin from pg_roles where rolname not like 'pg\\_%'",
)


def rows(dsn: str) -> Mapping[str, list[str]]:
    """Every row of every table, and what the tables are, as text."""
    with psycopg.connect(dsn) as connection:
        tables = connection.execute(
            "select format('%I.%I', schemaname, tablename) from pg_tables"
            f" where schemaname {SCHEMAS} order by 1".encode()
        ).fetchall()
        found = {name: connection.execute(f"select t::text from {name} t".encode()).fetchall() for (name,) in tables}
        found |= {query: connection.execute(query.encode()).fetchall() for query in CATALOGUE}
    return {name: sorted(str(row) for row in held) for name, held in found.items()}


def files(folder: Path) -> Mapping[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def restored(backup: Path, parent: Path) -> Home:
    place = home_at(parent / "restored" / "home")
    assert restore(place, backup) is None
    return place


def test_every_row_right_sequence_object_and_key_is_back(home: Home, restored: Home) -> None:
    with started(EmbeddedPostgres(home.database)) as before, started(EmbeddedPostgres(restored.database)) as after:
        was, is_ = rows(before), rows(after)
    assert [name for name, held in was.items() if name.startswith("public.") and not held] == []
    assert len(was["dagster.runs"]) == 1
    assert len(was["dagster.event_logs"]) > 4
    assert len(was["dagster.dynamic_partitions"]) == 1
    assert list(is_) == list(was)
    assert [name for name in was if is_[name] != was[name]] == []
    kept = {
        name: data
        for name, data in files(home.objects).items()
        if str(ANOTHERS) not in name and name.startswith(("images/stories/", BOUGHT))
    }
    assert len(kept) == 2
    assert files(restored.objects) == kept
    assert restored.jwt_secret() == home.jwt_secret()


def test_what_holds_childrens_data_is_its_owners_alone(
    home: Home, backup: Path, restored: Home, tmp_path: Path
) -> None:
    named = back_up(home, tmp_path)
    assert list(tmp_path.iterdir()) == [named]
    for file in (backup, named, restored.folder / "keys" / "jwt", restored.folder / "postgres" / "password"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE((restored.folder / "postgres" / "pgdata").stat().st_mode) == 0o700
    assert stat.S_IMODE(restored.objects.stat().st_mode) == 0o700


def test_a_restored_home_works_and_is_backed_up_again(restored: Home, tmp_path: Path) -> None:
    with database(restored) as dsn, Ledger(dsn) as ledger:
        story = ledger.insert_story(creator_user_id=FAMILY, metadata={"hero": {"name": "Zuzka"}})
        assert ledger.forget(story)
    assert back_up(restored, tmp_path / "again").stat().st_size > 200_000


def test_what_is_recorded_while_it_is_made_has_its_object(home: Home, place: Home, parent: Path) -> None:
    begun, over, store = threading.Event(), threading.Event(), FolderStore(home.objects, base_url="")

    def make_stories(dsn: str) -> None:
        with Ledger(dsn) as ledger:
            while not over.is_set():
                story = ledger.insert_story(creator_user_id=FAMILY, metadata={"theme": "haste"})
                key = f"images/stories/{story}/cover-01.png"
                store.put(key, b"drawn", content_type="image/png")
                ledger.webhooks.endpoints(FAMILY)
                with psycopg.connect(dsn) as connection:
                    connection.execute("update stories set title = %s where id = %s", (key, story))
                begun.set()

    with started(EmbeddedPostgres(home.database)) as dsn:
        maker = threading.Thread(target=make_stories, args=(dsn,))
        maker.start()
        try:
            assert begun.wait(60)
            file = back_up(home, parent / "busy.backup")
        finally:
            over.set()
            maker.join()
    restore(place, file)
    with started(EmbeddedPostgres(place.database)) as dsn, psycopg.connect(dsn) as connection:
        keys = {row[0] for row in connection.execute("select title from stories where title like 'images/%'")}
        ids = {str(row[0]) for row in connection.execute("select id from stories")}
    assert keys
    assert {key for key in keys if not (place.objects / key).exists()} == set()
    assert {path.name for path in (place.objects / "images" / "stories").iterdir()} <= ids


def test_a_home_that_others_may_not_enter_is_restored_as_one(backup: Path, place: Home) -> None:
    place.folder.mkdir(parents=True)
    place.folder.chmod(0o700)
    restore(place, backup)
    assert stat.S_IMODE(place.folder.stat().st_mode) == 0o700
    server = EmbeddedPostgres(place.database)
    with started(server) as dsn, psycopg.connect(dsn) as connection:
        assert connection.execute("select count(*) from spending").fetchone() == (1,)
    shutil.rmtree(server.data.parent)  # root's lies elsewhere where nobody else may enter
