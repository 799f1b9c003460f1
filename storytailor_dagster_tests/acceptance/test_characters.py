"""A running system: a child is asked for, a story about her right after, and she is in it from the cover on."""

from __future__ import annotations

import json
import time
import urllib.request
from pathlib import Path
from typing import Any

from storytailor_dagster_tests.acceptance.household import LONGEST, answers, left_running, storytailor, up

CHILD = {
    "name": "Alex",
    "age": 7,
    "species": "human",
    "inclusivityTraits": ["wheelchair_user"],
    "appearance": {"hair": "short and red", "clothing": "a green jumper"},
}
COVERS = """query Cover($partition: String!) {
  assetNodeOrError(assetKey: {path: ["story", "cover"]}) {
    ... on AssetNode {
      dependencies { asset { assetKey { path } } }
      assetMaterializations(partitions: [$partition]) {
        metadataEntries { label ... on TextMetadataEntry { text } }
        runOrError { ... on Run { tags { key value } } }
      }
    }
  }
}"""


def test_a_child_is_in_her_story_from_the_cover_on(home: Path) -> None:
    with up(home) as ports:
        url = f"http://127.0.0.1:{ports['STORYTAILOR_API_PORT']}"
        answers(f"{url}/health/ready")
        token = storytailor(home, "token").stdout.strip()
        character = sent(f"{url}/api/v1/characters", CHILD, token)["data"]["id"]
        asked = {"storyType": "bedtime", "childAge": 6, "characterId": character, "generateAssets": ["cover"]}
        story = sent(f"{url}/api/v1/stories", asked, token)["data"]["id"]
        made = ready(f"{url}/api/v1/stories/{story}", token)
        drawn = ready(f"{url}/api/v1/characters/{character}", token)
        cover = told(ports["STORYTAILOR_PORT"], story)
    assert (drawn["status"], set(drawn["reference_images"])) == ("ready", {"headshot", "body"})
    assert made["character"]["appearance_url"] == drawn["appearance_url"]
    assert "Alex" in made["content"]["text"]
    lineage = {"/".join(one["asset"]["assetKey"]["path"]) for one in cover["dependencies"]}
    assert lineage == {"story/content", "character/headshot", "character/body"}
    (materialization,) = cover["assetMaterializations"]
    metadata = {entry["label"]: entry.get("text") for entry in materialization["metadataEntries"]}
    assert (metadata["character"], metadata["portraits"]) == (character, "headshot, body")
    tags = {tag["key"]: tag["value"] for tag in materialization["runOrError"]["tags"]}
    assert tags["storytailor/character"] == character
    assert left_running(home) == []


def sent(url: str, body: dict[str, Any] | None = None, token: str | None = None) -> dict[str, Any]:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data=data, headers=headers), timeout=20) as answer:
        return dict(json.load(answer))


def ready(url: str, token: str) -> dict[str, Any]:
    """The row, when nothing of it is being made any more."""
    end = time.monotonic() + LONGEST
    while (row := sent(url, token=token)["data"])["asset_generation_status"]["overall"] == "generating":
        assert time.monotonic() < end, row["asset_generation_status"]
        time.sleep(0.5)
    assert row["asset_generation_status"]["overall"] == "ready", row["asset_generation_status"]
    return dict(row)


def told(port: str, story: str) -> dict[str, Any]:
    """What Dagster's UI knows of the story's cover."""
    answer = sent(f"http://127.0.0.1:{port}/graphql", {"query": COVERS, "variables": {"partition": story}})
    return dict(answer["data"]["assetNodeOrError"])
