"""Whether job rows and status objects say the same, by the decided table; read in one statement."""

from __future__ import annotations

from typing import Any

import psycopg

SAYS = {
    "queued": {"pending"},
    "generating": {"generating", "retrying"},
    "ready": {"ready"},
    "failed": {"failed"},
    "canceled": {"failed"},
}
_READ = """
select s.id::text, s.status, s.asset_generation_status, jsonb_object_agg(j.asset_type, j.status)
from stories s join asset_generation_jobs j on j.story_id = s.id group by s.id
"""


def disagreements(connection: psycopg.Connection[Any]) -> list[str]:
    """One line for every story or part whose two records disagree; empty when all is well."""
    return [line for row in connection.execute(_READ) for line in _of_story(*row)]


def _of_story(story: str, status: str, written: dict[str, Any], jobs: dict[str, str]) -> list[str]:
    assets = {part: asset["status"] for part, asset in written["assets"].items()}
    found = [
        f"{story} {part}: job {job}, asset {assets.get(part)}"
        for part, job in jobs.items()
        if not _agree(part, job, assets.get(part))
    ]
    if written["overall"] != (overall := _overall(assets)):
        found.append(f"{story}: overall {written['overall']}, but its assets say {overall}")
    if status != {"partial": "ready"}.get(overall, overall):
        found.append(f"{story}: status {status}, but its assets say {overall}")
    return found


def _agree(part: str, job: str, asset: str | None) -> bool:
    if asset is None:
        return job == "canceled"
    if part == "content" and job == "queued":
        return asset == "generating"
    return asset in SAYS[job]


def _overall(assets: dict[str, str]) -> str:
    states = set(assets.values())
    if states & {"pending", "generating", "retrying"}:
        return "generating"
    if states == {"ready"}:
        return "ready"
    return "failed" if assets["content"] == "failed" or "ready" not in states else "partial"
