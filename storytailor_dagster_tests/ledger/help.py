"""What the ledger's tests share: a story to work on, and the table of which statuses agree."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg

from storytailor_dagster.ledger import Claim, ClaimMode, Ledger, StoryRow
from storytailor_dagster.story.parts import Part
from storytailor_dagster.subjects import AnyPart

Connection = psycopg.Connection[tuple[Any, ...]]
FAMILY = UUID("11111111-1111-1111-1111-111111111111")
NEIGHBOURS = UUID("22222222-2222-2222-2222-222222222222")

DISAGREEMENTS = """
select s.id, j.asset_type, j.status, a.v ->> 'status'
from stories s join asset_generation_jobs j on j.story_id = s.id
left join lateral (select s.asset_generation_status -> 'assets' -> j.asset_type as v) a on true
where not coalesce(case j.status
  when 'queued' then a.v ->> 'status' = case j.asset_type when 'content' then 'generating' else 'pending' end
  when 'generating' then a.v ->> 'status' in ('generating', 'retrying')
  when 'ready' then a.v ->> 'status' = 'ready'
  when 'failed' then a.v ->> 'status' = 'failed'
  when 'canceled' then a.v is null end, false)
union all
select id, 'overall', status, asset_generation_status ->> 'overall' from stories
where asset_generation_status ->> 'overall' <> public.story_overall(asset_generation_status -> 'assets')
   or status <> replace(asset_generation_status ->> 'overall', 'partial', 'ready')
   or (asset_generation_completed_at is null) <> (status = 'generating')
"""


def new_story(ledger: Ledger, **metadata: Any) -> UUID:
    return ledger.insert_story(creator_user_id=FAMILY, metadata={"storyType": "Adventure", **metadata})


def claimed(ledger: Ledger, subject: UUID, part: AnyPart, run: str = "run", mode: ClaimMode = ClaimMode.QUEUE) -> Claim:
    return ledger.claim(subject_id=subject, part=part, run_id=run, mode=mode)


def made(ledger: Ledger, story: UUID, *parts: Part, run: str = "run") -> None:
    for part in parts:
        ledger.record(
            claimed(ledger, story, part, run),
            columns={},
            url=f"https://cdn.test/{part}",
            object_key=None,
        )


def read(ledger: Ledger, story: UUID) -> StoryRow:
    row = ledger.story(story)
    assert row is not None
    return row


def statuses(ledger: Ledger, story: UUID) -> dict[str, str]:
    return {asset: state["status"] for asset, state in read(ledger, story).asset_generation_status["assets"].items()}


def jobs(ledger: Ledger, story: UUID) -> dict[AnyPart, str]:
    return {job.part: job.status for job in read(ledger, story).jobs}
