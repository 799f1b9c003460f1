"""All ready parts in the order in which they became so, a few at a time, by an index."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storytailor_dagster.ledger import OLDEST, Ledger, MadeObject
from storytailor_dagster.ledger.statements import statement
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.ledger.help import FAMILY, Connection, made, new_story


def test_each_ready_part_comes_once_even_of_those_of_one_moment(ledger: Ledger, connection: Connection) -> None:
    stories = [new_story(ledger) for _ in range(3)]
    for story in stories:
        made(ledger, story, Part.CONTENT, Part.COVER)
    connection.execute("update asset_generation_jobs set completed_at = now() where status = 'ready'")
    place = OLDEST
    found: list[MadeObject] = []
    while some := ledger.agreement.made_after(place, until=datetime.now(UTC) + timedelta(minutes=1), limit=4):
        found += some
        place = some[-1].place
    assert len(found) == 6
    assert {(one.subject_id, one.part) for one in found} == {
        (story, part) for story in stories for part in (Part.CONTENT, Part.COVER)
    }


def test_what_is_hardly_ready_is_left_for_later(ledger: Ledger) -> None:
    made(ledger, new_story(ledger), Part.CONTENT)
    assert ledger.agreement.made_after(OLDEST, until=datetime.now(UTC) - timedelta(seconds=30), limit=4) == ()


def test_they_are_read_through_their_own_index(ledger: Ledger, connection: Connection) -> None:
    connection.execute(
        "insert into stories (creator_user_id, status) select %s, 'archived' from generate_series(1, 600)", (FAMILY,)
    )
    connection.execute(
        "insert into asset_generation_jobs (story_id, asset_type, status, completed_at)"
        " select id, part, 'ready', now() - random() * interval '1 year'"
        " from stories, unnest(public.story_assets()) as part"
    )
    connection.execute("analyze asset_generation_jobs")
    now = datetime.now(UTC)
    values = {"at": OLDEST.at, "id": OLDEST.id, "until": now, "limit": 300}
    plan = connection.execute(f"explain {statement('made_after')}".encode(), values).fetchall()
    assert any("jobs_ready" in row[0] for row in plan), plan
    assert not any("Sort" in row[0] for row in plan), plan
    assert len(ledger.agreement.made_after(OLDEST, until=now, limit=300)) == 300
