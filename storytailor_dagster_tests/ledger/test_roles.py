"""What the API's role and Dagster's may not do, and that every table says who may do what with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from storytailor_dagster.errors import NotSetUp
from storytailor_dagster.ledger import Ledger, ensure_dagster_schema, migrate
from storytailor_dagster.local.postgres import EmbeddedPostgres
from storytailor_dagster_tests.conftest import BINARIES, SERVERS
from storytailor_dagster_tests.docs.test_tables import rows
from storytailor_dagster_tests.ledger.help import Connection, new_story
from storytailor_dagster_tests.logins import API, DAGSTER, login, made_ready

EITHER = [
    "create table public.mine ()",
    "create table dagster.mine ()",
    "create schema mine",
    "create role mine",
    "create function public.mine() returns int language sql as 'select 1'",
    "alter table stories add column mine int",
    "alter table stories disable row level security",
    "alter table webhook_endpoints disable trigger user",
    "drop policy stories_owner_read on stories",
    "drop function public.story_assets()",
    "drop table stories",
    "drop table dagster.runs",
    "truncate stories cascade",
    "truncate webhook_deliveries",
    "truncate run_pulses",
    "truncate dagster.event_logs",
    "alter publication supabase_realtime drop table stories",
    "select rolpassword from pg_authid",
    "select auth.uid()",
    "select statements from supabase_migrations.schema_migrations",
    "delete from supabase_migrations.schema_migrations",
    "delete from stories",
    "delete from characters",
    "update stories set creator_user_id = gen_random_uuid()",
    "update stories set asset_generation_status = '{}'",
    "insert into asset_generation_jobs (story_id, asset_type) values (gen_random_uuid(), 'qr')",
    "delete from asset_generation_jobs",
    "update asset_generation_jobs set priority = 'urgent'",
    "delete from generation_attempts",
    "delete from spending",
    "insert into forgettings (kind, digest) values ('user', 'x')",
    "delete from forgettings",
    "select public.record_assets(gen_random_uuid(), '{}')",
    "set role service_role",
]
ONLY_API = [
    "update asset_generation_jobs set status = 'ready'",
    "select status from asset_generation_jobs",
    "select metadata from stories",
    "insert into stories (creator_user_id) values (gen_random_uuid())",
    "select name from characters",
    "update characters set creator_user_id = gen_random_uuid()",
    "update characters set appearance_url = 'x'",
    "select * from generation_attempts",
    "update spending set cost = 0",
    "select * from forgettings",
    "select * from run_pulses",
    "select * from dagster.runs",
    "select to_regclass('dagster.runs')",
    "delete from usage_counts",
    "select public.record_part(gen_random_uuid(), 'cover', '{\"status\": \"ready\"}')",
    "select public.make_missing_jobs(gen_random_uuid(), '{cover}')",
    "select public.forget_overdue(gen_random_uuid(), '30 days')",
    "select public.is_overdue(gen_random_uuid(), '30 days')",
    "set role storytailor_dagster",
    "set role authenticated; update asset_generation_jobs set status = 'ready'",
    "set role authenticated; delete from stories",
    "set role authenticated; select secret from webhook_endpoints",
    "set role authenticated; select public.ask_parts(gen_random_uuid(), '{cover}')",
    "set role authenticated; select public.forget_subject(gen_random_uuid())",
]
ONLY_DAGSTER = [
    "select secret from webhook_endpoints",
    "select former_secret from webhook_endpoints",
    "select url from webhook_endpoints",
    "update webhook_endpoints set url = 'https://elsewhere.test'",
    "select payload from webhook_deliveries",
    "insert into webhook_deliveries (endpoint_id, event_type, payload) values (gen_random_uuid(), 'x', '{}')",
    "select * from usage_counts",
    "update characters set name = 'x'",
    "insert into characters (creator_user_id, name) values (gen_random_uuid(), 'x')",
    "insert into stories (creator_user_id, cover_art_url) values (gen_random_uuid(), 'x')",
    "update asset_generation_jobs set story_id = gen_random_uuid()",
    "update generation_attempts set provider = 'x'",
    "select public.forget_subject(gen_random_uuid())",
    "set role storytailor_api",
    "set role authenticated",
    "alter table dagster.runs add column mine int",
]
REFUSED = [
    *((role, statement) for role in (API, DAGSTER) for statement in EITHER),
    *((API, statement) for statement in ONLY_API),
    *((DAGSTER, statement) for statement in ONLY_DAGSTER),
]


@pytest.fixture(scope="module", params=SERVERS)
def logins(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The address of one database for each role, on each server in turn."""
    server: str = request.getfixturevalue(request.param)
    name = f"test_{uuid4().hex}"
    owner = f"{server.rpartition('/')[0]}/{name}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name} template template0".encode())
    try:
        made_ready(owner, tmp_path_factory.mktemp("home"))
        with login(owner, API) as api, login(owner, DAGSTER) as dagster:
            yield {API: api, DAGSTER: dagster}
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"drop database {name} with (force)".encode())


@pytest.mark.parametrize(("role", "statement"), REFUSED)
def test_a_process_may_not(logins: dict[str, str], role: str, statement: str) -> None:
    with (
        psycopg.connect(logins[role], options="-c search_path=public") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement.encode())


def test_the_api_as_itself_sees_no_story_and_no_family_s_row(database: str, ledger: Ledger) -> None:
    new_story(ledger)
    with login(database, API) as api, psycopg.connect(api, autocommit=True) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select id from stories")
        connection.execute("set role authenticated")
        assert connection.execute("select id from stories").fetchall() == []


GRANTS = """
with granted as (
  select c.relname, acl.grantee, lower(acl.privilege_type) as privilege, null as columns
  from pg_class c, aclexplode(c.relacl) acl where c.relnamespace = 'public'::regnamespace
  union all
  select c.relname, acl.grantee, lower(acl.privilege_type), ' (' || string_agg(a.attname, ', ' order by a.attnum) || ')'
  from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) acl
  where c.relnamespace = 'public'::regnamespace group by 1, 2, 3
), told as (
  select relname, rolname, string_agg(privilege || coalesce(columns, ''), ', '
    order by array_position(array['select', 'insert', 'update', 'delete'], privilege), columns nulls first) as may
  from granted join pg_roles r on r.oid = grantee group by 1, 2
)
select '`' || c.relname || '`', coalesce(api.may, ''), coalesce(dagster.may, ''), coalesce(family.may, '')
from pg_class c
left join told api on api.relname = c.relname and api.rolname = 'storytailor_api'
left join told dagster on dagster.relname = c.relname and dagster.rolname = 'storytailor_dagster'
left join told family on family.relname = c.relname and family.rolname = 'authenticated'
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
order by c.relname
"""


def test_every_table_is_in_the_docs_with_who_may_do_what(connection: Connection) -> None:
    found = [list(row) for row in connection.execute(GRANTS).fetchall()]
    assert rows("docs/security.md", after="## Every table") == found


def test_every_table_hides_its_rows_from_who_has_no_policy(connection: Connection) -> None:
    open_to_all = connection.execute(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')"
        " and not relrowsecurity"
    ).fetchall()
    assert open_to_all == []


def test_each_role_may_call_the_writers_it_needs_and_no_other(connection: Connection) -> None:
    may = {
        role: {
            row[0]
            for row in connection.execute(
                "select p.proname from pg_proc p, aclexplode(p.proacl) acl join pg_roles r on r.oid = acl.grantee"
                " where p.pronamespace = 'public'::regnamespace and r.rolname = %s",
                (role,),
            )
        }
        for role in (API, DAGSTER)
    }
    assert may == {
        API: {"ask_parts", "forget_subject"},
        DAGSTER: {
            *("ask_parts", "make_missing_jobs", "record_part", "record_parts", "webhook_signs"),
            *("forget_overdue", "is_overdue"),
        },
    }


def test_no_function_with_its_owner_s_rights_is_open_to_all(connection: Connection) -> None:
    found = connection.execute(
        "select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef and (proacl is null"
        " or exists (select from aclexplode(proacl) acl where acl.grantee = 0)"
        " or has_function_privilege('authenticated', oid, 'EXECUTE') or has_function_privilege('anon', oid, 'EXECUTE'))"
    ).fetchall()
    assert found == []


def checked(dsn: str) -> None:
    with Ledger(dsn) as ledger:
        ledger.check()


@pytest.mark.parametrize("role", [API, DAGSTER])
def test_who_may_not_migrate_finds_a_ready_database_ready(empty_database: str, tmp_path: Path, role: str) -> None:
    made_ready(empty_database, tmp_path)
    with login(empty_database, role) as lesser:
        made_ready(lesser, tmp_path)
        checked(lesser)


@pytest.mark.parametrize("role", [API, DAGSTER])
def test_who_may_not_migrate_says_that_the_database_is_behind(empty_database: str, tmp_path: Path, role: str) -> None:
    made_ready(empty_database, tmp_path)
    with psycopg.connect(empty_database, autocommit=True) as connection:
        connection.execute("delete from supabase_migrations.schema_migrations where version = '20261121000010'")
    with login(empty_database, role) as lesser:
        with pytest.raises(NotSetUp) as asking:
            checked(lesser)
        with pytest.raises(NotSetUp) as starting:
            made_ready(lesser, tmp_path)
    for told in (asking, starting):
        assert told.value.code == "DATABASE_BEHIND"
        assert "storytailor_dagster.local.database" in told.value.remedy


@pytest.mark.parametrize("ask", [checked, migrate, ensure_dagster_schema])
def test_a_database_without_a_migration_is_behind(empty_database: str, ask: Callable[[str], object]) -> None:
    with login(empty_database, API) as api, pytest.raises(NotSetUp) as told:
        ask(api)
    assert told.value.code == "DATABASE_BEHIND"


def test_a_table_that_is_missing_is_told_as_a_missing_migration(empty_database: str) -> None:
    with Ledger(empty_database) as ledger, pytest.raises(NotSetUp) as told:
        ledger.queue(limit=1)
    assert told.value.code == "DATABASE_BEHIND"


def test_a_login_without_the_right_role_is_told_so(database: str) -> None:
    with login(database, API) as api, Ledger(api) as ledger:
        with pytest.raises(NotSetUp) as told:
            ledger.queue(limit=1)
        assert told.value.code == "DATABASE_FORBIDS"


@pytest.mark.parametrize("binaries", BINARIES)
def test_databases_of_one_server_may_be_migrated_at_once(server_folder: Path, binaries: Path | None) -> None:
    server = EmbeddedPostgres(server_folder, binaries=binaries)
    address = server.start()
    try:
        names = [f"one_of_four_{number}" for number in range(4)]
        with psycopg.connect(address, autocommit=True) as connection:
            for name in names:
                connection.execute(f"create database {name}".encode())
            connection.execute("create role anon; create role authenticated; create role service_role bypassrls")
        with ThreadPoolExecutor(4) as threads:
            applied = list(threads.map(migrate, [f"{address.rpartition('/')[0]}/{name}" for name in names]))
    finally:
        server.stop()
    assert [len(one) for one in applied] == [len(applied[0])] * 4
