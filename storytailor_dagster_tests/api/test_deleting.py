"""Deleting a story takes all there is of it."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import httpx

from storytailor_dagster.keys import folders
from storytailor_dagster.ledger import Ledger
from storytailor_dagster_tests.api.conftest import FAMILY, serving, settings, token
from storytailor_dagster_tests.api.test_stories import STORIES, asked, code


def test_a_deleted_story_is_gone(family: httpx.Client, ledger: Ledger) -> None:
    story = asked(family)
    assert family.delete(f"{STORIES}/{story}").json()["data"] == {"id": story, "deleted": True}
    assert code(family.get(f"{STORIES}/{story}")) == (404, "STORY_NOT_FOUND")
    assert ledger.story(UUID(story)) is None


def test_a_deleted_story_leaves_no_object(database: str, tmp_path: Path) -> None:
    headers = {"Authorization": f"Bearer {token(FAMILY)}"}
    with serving(settings(database, home=tmp_path)) as url, httpx.Client(base_url=url, headers=headers) as client:
        story, other = (asked(client) for _ in range(2))
        keys = {one: [f"{folder}/x-1.bin" for folder in folders(UUID(one))] for one in (story, other)}
        for key in (*keys[story], *keys[other]):
            file = tmp_path / "objects" / key
            file.parent.mkdir(parents=True)
            file.write_bytes(b"x")
        assert client.delete(f"{STORIES}/{story}").status_code == 200
    left = sorted(str(file.relative_to(tmp_path / "objects")) for file in tmp_path.rglob("*.bin"))
    assert left == sorted(keys[other])


def test_what_the_store_does_not_give_up_now_waits_for_the_sensor(
    database: str, tmp_path: Path, ledger: Ledger
) -> None:
    headers = {"Authorization": f"Bearer {token(FAMILY)}"}
    with serving(settings(database, home=tmp_path)) as url, httpx.Client(base_url=url, headers=headers) as client:
        story = asked(client)
        folder = tmp_path / "objects" / "audio" / "stories"
        folder.mkdir(parents=True)
        (folder / story).touch()  # where a folder should be
        assert client.delete(f"{STORIES}/{story}").status_code == 200
        assert code(client.get(f"{STORIES}/{story}")) == (404, "STORY_NOT_FOUND")
    assert [str(one.id) for one in ledger.forgetting.deleted(limit=9)] == [story]
