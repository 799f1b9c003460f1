"""The job `health`: well where all is well, and where it is not, the step that says so and what to do."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import dagster as dg
import psycopg
import pytest

from storytailor_dagster.defs.build import build_defs
from storytailor_dagster.defs.health.job import health
from storytailor_dagster.defs.health.looks import LOOKS, NEARLY_NONE
from storytailor_dagster.errors import Permanent
from storytailor_dagster.ledger import Claim, ClaimMode, Ledger
from storytailor_dagster.settings import Settings
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.conftest import emptied
from storytailor_dagster_tests.emulator import Emulator
from storytailor_dagster_tests.emulator.settings import hosted

Connection = psycopg.Connection[tuple[object, ...]]
ALL = {look.__name__ for look in LOOKS}
FAMILY = uuid4()
Told = dict[str, dict[str, Any]]


@pytest.fixture
def database(postgres_18: str) -> str:
    """One server will do: what both have to agree on is tested with the ledger."""
    return emptied(postgres_18)


@pytest.fixture
def settings(database: str, tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, database_url=database)


def looked(settings: Settings, ledger: Ledger) -> Told:
    """The metadata of each step, by its name: of what it said, or of its failure."""
    with dg.DagsterInstance.ephemeral() as instance:
        run = health.execute_in_process(
            instance=instance, resources={"ledger": ledger, "settings": settings}, raise_on_error=False
        )
        told: Told = {}
        for event in run.all_events:
            if event.is_successful_output:
                told[event.node_name] = plain(event.step_output_data.metadata)
            elif event.is_step_failure and event.step_failure_data.user_failure_data is not None:
                failed = event.step_failure_data.user_failure_data
                told[event.node_name] = {**plain(failed.metadata), "says": failed.description}
        failed_steps = {event.node_name for event in run.all_events if event.is_step_failure}
        assert failed_steps == {name for name, one in told.items() if one["severity"] == "ERROR"}
        assert run.success == (not failed_steps)
        return told


def plain(metadata: Any) -> dict[str, Any]:
    return {name: one.value for name, one in metadata.items()}


def graves(told: Told) -> dict[str, str]:
    """What is not well."""
    return {name: one["severity"] for name, one in told.items() if one["severity"] != "OK"}


def asked(ledger: Ledger) -> Any:
    return ledger.insert_story(creator_user_id=FAMILY, metadata={"hero": {"name": "Zuzka"}})


def claimed(ledger: Ledger, part: Part = Part.CONTENT) -> Claim:
    return ledger.claim(subject_id=asked(ledger), part=part, run_id="a run", mode=ClaimMode.QUEUE)


def test_where_all_is_well_every_step_says_so(settings: Settings, ledger: Ledger) -> None:
    told = looked(settings, ledger)
    assert set(told) == ALL
    assert graves(told) == {}
    assert told["look_database"]["says"] == "PostgreSQL 18, migrated"
    assert told["look_store"]["says"] == "folder: written and read"


def test_a_story_that_waits_too_long_fails_the_job(settings: Settings, ledger: Ledger, connection: Connection) -> None:
    asked(ledger)
    assert graves(looked(settings, ledger)) == {}
    for ago, grave in (("6 minutes", "WARN"), ("16 minutes", "ERROR")):
        connection.execute(f"update stories set asset_generation_started_at = now() - interval '{ago}'".encode())
        told = looked(settings, ledger)
        assert graves(told) == {"look_queue": grave}
        assert "daemon" in told["look_queue"]["remedy"]


def test_failures_count_by_code_and_only_those_that_are_ours_to_mend(settings: Settings, ledger: Ledger) -> None:
    ledger.fail(claimed(ledger), error=Permanent("No.", code="REQUEST_NOT_FOR_CHILDREN"))
    assert graves(looked(settings, ledger)) == {}
    ledger.fail(claimed(ledger), error=Permanent("No.", code="BAD_KEY"))
    told = looked(settings, ledger)
    assert graves(told) == {"look_failures": "WARN"}
    assert told["look_failures"]["BAD_KEY"] == 1
    for _ in range(4):
        ledger.fail(claimed(ledger), error=Permanent("No.", code="QUOTA"))
    assert graves(looked(settings, ledger)) == {"look_failures": "ERROR"}


def test_silence_is_told_and_silence_that_nobody_ended_fails(
    settings: Settings, ledger: Ledger, connection: Connection
) -> None:
    claimed(ledger)
    for lease, grave in (("9 minutes", "WARN"), ("-3 minutes", "ERROR")):
        connection.execute(
            f"update asset_generation_jobs set lease_expires_at = now() + interval '{lease}'"
            " where status = 'generating'".encode()
        )
        assert graves(looked(settings, ledger)) == {"look_silence": grave}


def test_webhooks_that_fail_and_deliveries_that_wait(
    settings: Settings, ledger: Ledger, connection: Connection
) -> None:
    connection.execute(
        "insert into webhook_endpoints (owner_user_id, url, events, secret, failing_since) values"
        " (%s, 'https://example.org/hook', array['story.ready'], %s, now() - interval '2 hours')",
        (FAMILY, b"a" * 32),
    )
    assert graves(looked(settings, ledger)) == {"look_webhooks": "WARN"}
    connection.execute(
        "insert into webhook_deliveries (endpoint_id, event_type, payload, next_attempt_at)"
        " select id, 'story.ready', '{}', now() - interval '11 minutes' from webhook_endpoints"
    )
    assert graves(looked(settings, ledger)) == {"look_webhooks": "ERROR"}


def test_caps_that_are_near(settings: Settings, ledger: Ledger, connection: Connection) -> None:
    day = settings.budget_per_day
    assert day is not None
    for share, grave in ((Decimal("0.81"), "WARN"), (Decimal("0.96"), "ERROR")):
        connection.execute("delete from spending")
        connection.execute(
            "insert into spending (day, cost) values ((now() at time zone 'utc')::date, %s)", (day * share,)
        )
        assert graves(looked(settings, ledger)) == {"look_spending": grave}
    unbounded = settings.model_copy(update={"budget_per_day": None, "budget_per_story": None})
    assert graves(looked(unbounded, ledger)) == {}


def test_a_database_without_a_migration_is_named(settings: Settings, ledger: Ledger, connection: Connection) -> None:
    taken = connection.execute(
        "delete from supabase_migrations.schema_migrations where version ="
        " (select max(version) from supabase_migrations.schema_migrations) returning version, statements, name"
    ).fetchone()
    assert taken is not None
    try:
        told = looked(settings, ledger)
    finally:
        connection.execute("insert into supabase_migrations.schema_migrations values (%s, %s, %s)", taken)
    assert graves(told) == {"look_database": "ERROR"}
    assert str(taken[2]) in told["look_database"]["says"]


def test_a_store_that_can_not_be_written(settings: Settings, ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "objects").write_text("no folder")
    told = looked(settings, ledger)
    assert graves(told) == {"look_store": "ERROR"}
    assert "disk" in told["look_store"]["remedy"]


def test_the_room_that_is_left_is_this_disk_s(settings: Settings, ledger: Ledger, tmp_path: Path) -> None:
    free = looked(settings, ledger)["look_disk"]["free_bytes"]
    assert abs(free - shutil.disk_usage(tmp_path).free) < NEARLY_NONE


def test_hosted_providers_answer_for_nothing(emulator: Emulator, database: str, ledger: Ledger, tmp_path: Path) -> None:
    given = hosted(emulator, home=tmp_path, database_url=database, speech_fallback="polly", moderation="openai")
    told = looked(given, ledger)
    assert graves(told) == {}
    assert {"openai", "moderation", "elevenlabs", "polly"} <= set(told["look_providers"])
    assert {call.path for call in emulator.calls} == {"/v1/models", "/v1/moderations", "/v2/voices", "/v1/voices"}


def test_a_wrong_key_fails_the_job_and_is_not_shown(
    emulator: Emulator, database: str, ledger: Ledger, tmp_path: Path
) -> None:
    given = hosted(emulator, home=tmp_path, database_url=database, elevenlabs_api_key="a-wrong-key")
    told = looked(given, ledger)
    assert graves(told) == {"look_providers": "ERROR"}
    assert "ELEVENLABS_API_KEY" in told["look_providers"]["remedy"]
    assert "a-wrong-key" not in str(told)


def test_it_is_a_job_of_the_deployment_with_a_schedule_that_somebody_turns_on() -> None:
    repository = build_defs().get_repository_def()
    assert repository.get_job("health").name == "health"
    schedule = repository.get_schedule_def("hourly_health")
    assert schedule.default_status is dg.DefaultScheduleStatus.STOPPED
