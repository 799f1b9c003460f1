"""The two queries that operators of the earlier system run by hand, as they were written down."""

from __future__ import annotations

from decimal import Decimal

from storytailor_dagster.ledger import Ledger
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.ledger.help import Connection, claimed, made, new_story

ASSET_JOBS = """
SELECT 
  asset_type, 
  status, 
  COUNT(*) as count,
  AVG(EXTRACT(EPOCH FROM (completed_at - started_at))) as avg_duration_seconds
FROM asset_generation_jobs
WHERE created_at > NOW() - INTERVAL '24 hours'
GROUP BY asset_type, status;
"""  # noqa: W291

STORY_STATUS = """
SELECT 
  status,
  asset_generation_status->>'overall' as overall_status,
  COUNT(*) as count,
  AVG(EXTRACT(EPOCH FROM (asset_generation_completed_at - asset_generation_started_at))) as avg_duration_seconds
FROM stories
WHERE asset_generation_started_at > NOW() - INTERVAL '24 hours'
GROUP BY status, overall_status;
"""  # noqa: W291


def test_jobs_are_counted_with_their_mean_duration(ledger: Ledger, connection: Connection) -> None:
    for _ in range(2):
        made(ledger, new_story(ledger), Part.CONTENT)
    ledger.fail(claimed(ledger, new_story(ledger), Part.COVER), error="no")
    connection.execute(
        "update asset_generation_jobs set started_at = completed_at - interval '30 seconds' where status = 'ready'"
    )
    found = {(asset, status): rest for asset, status, *rest in connection.execute(ASSET_JOBS.encode())}
    assert found["content", "ready"] == [2, Decimal(30)]
    assert found["content", "queued"] == [1, None]
    assert found["cover", "failed"][0] == 1
    assert found["cover", "failed"][1] >= 0
    assert found["pdf", "failed"] == [1, None]


def test_stories_are_counted_by_status_with_their_mean_duration(ledger: Ledger, connection: Connection) -> None:
    whole, partial = new_story(ledger), new_story(ledger)
    made(ledger, whole, *Part)
    made(ledger, partial, *(part for part in Part if part is not Part.PDF))
    ledger.fail(claimed(ledger, partial, Part.PDF), error="no")
    new_story(ledger)
    connection.execute(
        "update stories set asset_generation_started_at = asset_generation_completed_at - interval '90 seconds'"
        " where status = 'ready'"
    )
    assert sorted(connection.execute(STORY_STATUS.encode()).fetchall()) == [
        ("generating", "generating", 1, None),
        ("ready", "partial", 1, Decimal(90)),
        ("ready", "ready", 1, Decimal(90)),
    ]
