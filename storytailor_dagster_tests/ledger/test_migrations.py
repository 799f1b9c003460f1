from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from storytailor_dagster.ledger import ensure_dagster_schema, migrate
from storytailor_dagster.local.postgres import EmbeddedPostgres
from storytailor_dagster.story.parts import Part
from storytailor_dagster.story.types import StoryType
from storytailor_dagster_tests.conftest import BINARIES
from storytailor_dagster_tests.ledger.help import Connection


def test_migrating_twice_changes_nothing(empty_database: str) -> None:
    first = migrate(empty_database)
    assert first[0] == "20251228000001_roles"
    assert migrate(empty_database) == []


def test_two_that_migrate_at_once_apply_each_file_once(empty_database: str) -> None:
    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(migrate, [empty_database] * 2)
    assert sorted(first + second) == sorted({*first, *second})


def test_supabases_own_tool_finds_what_was_applied(empty_database: str) -> None:
    applied = migrate(empty_database)
    with psycopg.connect(empty_database) as connection:
        rows = connection.execute(
            "select version || '_' || name, cardinality(statements) > 0"
            " from supabase_migrations.schema_migrations order by version"
        ).fetchall()
    assert rows == [(name, True) for name in applied]


def test_dagsters_tables_get_a_schema_of_their_own(empty_database: str) -> None:
    ensure_dagster_schema(empty_database)
    ensure_dagster_schema(empty_database)
    with psycopg.connect(empty_database) as connection:
        found = connection.execute("select to_regnamespace('dagster') is not null").fetchone()
    assert found == (True,)


def test_the_tables_have_the_contracts_columns_and_types(connection: Connection) -> None:
    columns = connection.execute(
        "select table_name || '.' || column_name, udt_name from information_schema.columns"
        " where table_schema = 'public'"
    ).fetchall()
    contract = {
        "stories.content": "jsonb",
        "stories.scene_art_urls": "_text",
        "stories.audio_duration": "numeric",
        "stories.pdf_file_size": "int8",
        "stories.pdf_pages": "int4",
        "stories.hue_extracted_colors": "jsonb",
        "stories.asset_generation_status": "jsonb",
        "stories.created_at": "timestamptz",
        "asset_generation_jobs.priority": "text",
        "asset_generation_jobs.metadata": "jsonb",
        "asset_generation_jobs.cost": "numeric",
        "asset_generation_jobs.retry_count": "int4",
        "generation_attempts.cost": "numeric",
    }
    assert contract.items() <= dict(columns).items()


def test_the_database_and_the_code_name_the_same_nine_assets(connection: Connection) -> None:
    assert connection.execute("select public.story_assets()").fetchone() == ([part.value for part in Part],)


def test_every_story_type_but_the_sequel_has_its_light(connection: Connection) -> None:
    names = {row[0] for row in connection.execute("select type_name from story_types")}
    assert names == set(StoryType) - {StoryType.NEW_CHAPTER_SEQUEL}
    bedtime = connection.execute(
        "select hue_base_hex, hue_base_bri, hue_style, hue_tt_scene from story_types where type_name = 'Bedtime'"
    ).fetchone()
    assert bedtime == ("#6d5cff", 60, "bold", 110)


def test_realtime_publishes_stories(connection: Connection) -> None:
    tables = connection.execute(
        "select tablename from pg_publication_tables where pubname = 'supabase_realtime'"
    ).fetchall()
    assert ("stories",) in tables


@pytest.mark.parametrize("binaries", BINARIES)
def test_an_owner_who_is_no_superuser_can_migrate_and_act_as_the_service(
    server_folder: Path, binaries: Path | None
) -> None:
    server = EmbeddedPostgres(server_folder, binaries=binaries)
    address = server.start()
    try:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("create role owner login createrole password 'o'")
            connection.execute("create database owned owner owner")
        owned = f"postgresql://owner:o@{address.partition('@')[2].partition('/')[0]}/owned"
        migrate(owned)
        with psycopg.connect(owned) as connection:
            connection.execute("set role service_role")
            connection.execute("insert into stories (creator_user_id) values (gen_random_uuid())")
            jobs = connection.execute("select count(*) from asset_generation_jobs").fetchone()
    finally:
        server.stop()
    assert jobs == (9,)
