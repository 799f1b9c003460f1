"""What is written into the outbox when a story's status changes: exactly that, and in the same transaction."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import psycopg
import pytest

from storytailor_dagster.ledger import EndpointRow, Ledger
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.ledger.help import FAMILY, NEIGHBOURS, Connection, claimed, made, new_story, read
from storytailor_dagster_tests.ledger.test_access import acting_as

EVENTS = ["story.ready", "story.partial", "story.failed", "asset.ready", "asset.failed"]


def endpoint(ledger: Ledger, user: UUID = FAMILY, *events: str) -> EndpointRow:
    return ledger.webhooks.add(
        user, url="https://app.test/hook", events=events or EVENTS, description=None, secret="whsec_c2VjcmV0", most=10
    )


def log(ledger: Ledger, of: EndpointRow) -> list[dict[str, Any]]:
    """The payloads, the oldest first."""
    rows, total = ledger.webhooks.deliveries(FAMILY, of.id, status=None, limit=100, offset=0)
    assert total == len(rows)
    assert all(row.payload["type"] == row.event_type for row in rows)
    return [row.payload for row in reversed(rows)]


def told(ledger: Ledger, of: EndpointRow) -> list[tuple[str, str | None]]:
    return [(payload["type"], payload["data"].get("asset")) for payload in log(ledger, of)]


def test_a_whole_storys_changes_are_written_one_by_one(ledger: Ledger) -> None:
    mine = endpoint(ledger)
    story = new_story(ledger, hero={"name": "Zuzka"}, title="Zuzka")
    expected = []
    for part in Part:
        claim = claimed(ledger, story, part)
        ledger.record(
            claim, columns={"title": "Zuzka and the kite"}, url=f"https://cdn.test/{part}", object_key="private/k"
        )
        expected.append(
            {
                "story_id": str(story),
                "revision": read(ledger, story).revision,
                "overall": "ready" if part is Part.PDF else "generating",
                "asset": part.value,
                "status": "ready",
                "url": f"https://cdn.test/{part}",
            }
        )
    payloads = log(ledger, mine)
    assert [payload["data"] for payload in payloads[:-1]] == expected
    assert payloads[-1] == {
        "type": "story.ready",
        "timestamp": payloads[-2]["timestamp"],
        "data": {
            "story_id": str(story),
            "revision": read(ledger, story).revision,
            "overall": "ready",
            "status": "ready",
            "assets": dict.fromkeys(Part, "ready"),
        },
    }
    assert "Zuzka" not in str(payloads)


def test_what_fails_is_written_with_all_that_fails_with_it_and_without_a_word_of_why(ledger: Ledger) -> None:
    mine = endpoint(ledger)
    story = new_story(ledger, generateAssets=["cover", "audio", "pdf"])
    made(ledger, story, Part.CONTENT, Part.AUDIO)
    ledger.fail(claimed(ledger, story, Part.COVER), error="Zuzka can't be drawn.")
    payloads = log(ledger, mine)
    assert [(one["type"], one["data"].get("asset")) for one in payloads[:2]] == [
        ("asset.ready", "content"),
        ("asset.ready", "audio"),
    ]
    failed = {one["data"].pop("asset"): one["data"] for one in payloads[2:-1]}
    rest = {
        "story_id": str(story),
        "revision": read(ledger, story).revision,
        "overall": "partial",
    }
    assert failed == {part: {**rest, "status": "failed"} for part in ("cover", "pdf")}
    assert payloads[-1]["type"] == "story.partial"
    assert payloads[-1]["data"] == {
        **rest,
        "status": "ready",
        "assets": {"content": "ready", "audio": "ready", "cover": "failed", "pdf": "failed"},
    }
    assert "Zuzka" not in str(payloads)


def test_a_story_without_a_text_failed(ledger: Ledger) -> None:
    mine = endpoint(ledger, FAMILY, "story.failed")
    ledger.fail(claimed(ledger, new_story(ledger, generateAssets=["cover"]), Part.CONTENT), error="no")
    assert told(ledger, mine) == [("story.failed", None)]


def test_nothing_is_written_while_a_part_is_only_on_its_way(ledger: Ledger, connection: Connection) -> None:
    mine = endpoint(ledger)
    story = new_story(ledger, generateAssets=["cover"])
    claim = claimed(ledger, story, Part.CONTENT)
    ledger.renew(claim)
    ledger.retrying(claim, error="again")
    connection.execute("update stories set title = 'T', metadata = metadata || '{\"a\": 1}'")
    connection.execute("update stories set asset_generation_status = asset_generation_status || '{\"note\": 1}'")
    assert told(ledger, mine) == []


def test_what_was_ready_before_is_told_again_when_it_is_made_anew(ledger: Ledger) -> None:
    mine = endpoint(ledger)
    story = new_story(ledger, generateAssets=["cover"])
    made(ledger, story, Part.CONTENT, Part.COVER)
    ledger.ask(subject_id=story, parts=[Part.COVER])
    made(ledger, story, Part.COVER)
    cover = [("asset.ready", "cover"), ("story.ready", None)]
    assert told(ledger, mine) == [("asset.ready", "content"), *cover, *cover]


def test_the_address_of_a_part_that_failed_anew_is_not_told(ledger: Ledger) -> None:
    mine = endpoint(ledger, FAMILY, "asset.failed")
    story = new_story(ledger, generateAssets=["cover"])
    made(ledger, story, Part.CONTENT, Part.COVER)
    ledger.ask(subject_id=story, parts=[Part.COVER])
    ledger.fail(claimed(ledger, story, Part.COVER), error="no")
    assert "url" not in log(ledger, mine)[0]["data"]


def test_each_endpoint_gets_what_it_wants_under_an_id_of_its_own(ledger: Ledger, connection: Connection) -> None:
    wants = [("story.ready",), ("asset.ready", "story.ready"), ("story.failed",)]
    endpoints = [endpoint(ledger, FAMILY, *events) for events in wants]
    story = new_story(ledger, generateAssets=False)
    made(ledger, story, Part.CONTENT)
    assert [told(ledger, one) for one in endpoints] == [
        [("story.ready", None)],
        [("asset.ready", "content"), ("story.ready", None)],
        [],
    ]
    rows = connection.execute(
        "select count(distinct id), array_agg(distinct (status, attempt, story_id)::text) from webhook_deliveries"
    ).fetchone()
    assert rows == (3, [f"(pending,0,{story})"])


def test_neither_another_family_nor_a_disabled_endpoint_gets_anything(ledger: Ledger, connection: Connection) -> None:
    endpoint(ledger, NEIGHBOURS)
    ledger.webhooks.change(FAMILY, endpoint(ledger).id, enabled=False)
    made(ledger, new_story(ledger, generateAssets=False), Part.CONTENT)
    assert connection.execute("select count(*) from webhook_deliveries").fetchone() == (0,)


def test_a_change_that_is_taken_back_is_told_to_nobody(ledger: Ledger, connection: Connection) -> None:
    mine = endpoint(ledger)
    story = new_story(ledger, generateAssets=False)
    ready = (story, "content", '{"status": "ready"}')
    with connection.transaction(force_rollback=True):
        connection.execute("select record_asset(%s, %s, %s)", ready)
        written = connection.execute("select count(*) from webhook_deliveries").fetchone()
    assert written == (2,)
    assert told(ledger, mine) == []


@pytest.mark.parametrize("gone", ["delete from stories", "delete from webhook_endpoints"])
def test_deleting_a_story_or_an_endpoint_deletes_what_was_to_be_delivered(
    ledger: Ledger, connection: Connection, gone: str
) -> None:
    endpoint(ledger)
    made(ledger, new_story(ledger), *Part)
    assert connection.execute("select count(*) from webhook_deliveries").fetchone() == (10,)
    connection.execute(gone.encode())
    assert connection.execute("select count(*) from webhook_deliveries").fetchone() == (0,)


def test_a_storys_change_outlives_an_endpoint_that_is_deleted_just_then(
    ledger: Ledger, connection: Connection, database: str
) -> None:
    gone, stays = endpoint(ledger), endpoint(ledger)
    story = new_story(ledger, generateAssets=False)
    with ThreadPoolExecutor(1) as threads:
        with connection.transaction():
            connection.execute("delete from webhook_endpoints where id = %s", (gone.id,))
            making = threads.submit(made, ledger, story, Part.CONTENT)
            with psycopg.connect(database, autocommit=True) as other:
                while other.execute("select count(*) from pg_locks where not granted").fetchone() == (0,):
                    assert not making.done()
        making.result(timeout=30)
    assert told(ledger, stays) == [("asset.ready", "content"), ("story.ready", None)]
    assert read(ledger, story).status == "ready"


def test_the_service_without_the_owners_rights_writes_them_too(ledger: Ledger, connection: Connection) -> None:
    mine = endpoint(ledger, FAMILY, "asset.ready")
    story = new_story(ledger, generateAssets=False)
    with acting_as(connection, None, "service_role"):
        connection.execute("select record_asset(%s, 'content', '{\"status\": \"ready\"}')", (story,))
    assert told(ledger, mine) == [("asset.ready", "content")]


def test_who_may_change_stories_and_see_no_endpoint_writes_them_as_well(ledger: Ledger, connection: Connection) -> None:
    endpoint(ledger, FAMILY, "asset.ready")
    new_story(ledger, generateAssets=False)
    with connection.transaction(force_rollback=True):
        connection.execute(
            "create role storytailor_test_maker; grant select, update on stories to storytailor_test_maker;"
            " create policy makes on stories to storytailor_test_maker using (true); set role storytailor_test_maker"
        )
        connection.execute(
            "update stories set asset_generation_status = jsonb_set("
            "asset_generation_status, '{assets, content, status}', '\"ready\"')"
        )
        connection.execute("reset role")
        written = connection.execute("select event_type from webhook_deliveries").fetchall()
    assert written == [("asset.ready",)]


def test_owners_read_their_endpoints_and_deliveries_but_no_secret(ledger: Ledger, connection: Connection) -> None:
    mine, theirs = endpoint(ledger), endpoint(ledger, NEIGHBOURS)
    made(ledger, new_story(ledger, generateAssets=False), Part.CONTENT)
    for user, found in ((FAMILY, mine), (NEIGHBOURS, theirs)):
        with acting_as(connection, user):
            assert connection.execute("select id from webhook_endpoints").fetchall() == [(found.id,)]
    with acting_as(connection, FAMILY):
        assert len(connection.execute("select * from webhook_deliveries").fetchall()) == 2
    with acting_as(connection, NEIGHBOURS):
        assert connection.execute("select * from webhook_deliveries").fetchall() == []


@pytest.mark.parametrize(
    "forbidden",
    [
        "select secret from webhook_endpoints",
        "select former_secret from webhook_endpoints",
        "insert into webhook_endpoints (url, events, secret) values ('https://a.test', '{story.ready}', 's')",
        "update webhook_endpoints set url = 'http://10.0.0.1'",
        "delete from webhook_endpoints",
        "update webhook_deliveries set status = 'pending'",
        "insert into webhook_deliveries (endpoint_id, event_type, payload) select id, 'e', '{}' from webhook_endpoints",
    ],
)
def test_owners_may_not(ledger: Ledger, connection: Connection, forbidden: str) -> None:
    endpoint(ledger)
    with pytest.raises(psycopg.errors.InsufficientPrivilege), acting_as(connection, FAMILY):
        connection.execute(forbidden.encode())


@pytest.mark.parametrize("table", ["webhook_endpoints", "webhook_deliveries"])
def test_a_stranger_sees_no_webhook(connection: Connection, table: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), acting_as(connection, None, "anon"):
        connection.execute(f"select id from {table}".encode())
