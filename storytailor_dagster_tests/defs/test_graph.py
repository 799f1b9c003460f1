"""The asset graph as Dagster has it, written out so that a change of it is seen."""

from __future__ import annotations

import dagster as dg
import pytest
from dagster._core.remote_representation.external_data import RepositorySnap
from dagster._serdes import deserialize_value, serialize_value

from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.defs.build import build_defs
from storytailor_dagster.defs.checks import CHECKS
from storytailor_dagster.defs.keys import asset_key
from storytailor_dagster.story.parts import MORE_TRIES, NEEDS, SCENES, Part, below

GRAPH = """
character/body < character/headshot
character/headshot <
story/activities < story/content
story/audio < story/content
story/content <
story/cover < character/body character/headshot story/content
story/pdf < story/activities story/content story/cover story/scene_1 story/scene_2 story/scene_3 story/scene_4
story/scene_1 < character/body character/headshot story/content story/cover
story/scene_2 < character/body character/headshot story/content story/cover story/scene_1
story/scene_3 < character/body character/headshot story/content story/scene_1 story/scene_2
story/scene_4 < character/body character/headshot story/content story/scene_2 story/scene_3
"""


def specs() -> dict[str, dg.AssetSpec]:
    return {spec.key.to_user_string(): spec for spec in build_defs().resolve_all_asset_specs()}


def test_the_graph_is_the_one_decided() -> None:
    lines = [
        f"{name} < {' '.join(sorted(dep.asset_key.to_user_string() for dep in spec.deps))}".rstrip()
        for name, spec in sorted(specs().items())
    ]
    assert lines == GRAPH.strip().splitlines()


def test_scenes_may_lean_on_the_cover_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORYTAILOR_SCENE_REFERENCES", "cover")
    for number in (1, 2, 3, 4):
        deps = specs()[f"story/scene_{number}"].deps
        needed = {"story/content", "story/cover", "character/headshot", "character/body"}
        assert {dep.asset_key.to_user_string() for dep in deps} == needed
    assert below(Part.SCENE_1, "cover") == (Part.PDF,)
    assert below(Part.COVER, "cover") == (*SCENES, Part.PDF)


def test_every_asset_says_what_it_is_and_whose() -> None:
    for spec in specs().values():
        assert spec.description
        assert spec.group_name == spec.key.path[0]
        assert list(spec.owners) == ["team:storytelling"]
        assert spec.code_version
        assert spec.kinds


def test_every_asset_is_partitioned_by_its_story_or_character() -> None:
    for spec in specs().values():
        assert isinstance(spec.partitions_def, dg.DynamicPartitionsDefinition)
        assert spec.partitions_def.name == {"story": "stories", "character": "characters"}[spec.group_name or ""]


@pytest.mark.parametrize("part", [Part.COVER, *SCENES])
def test_a_picture_hangs_on_all_characters_since_only_its_story_knows_which(part: Part) -> None:
    """As the UI's process sees it, which knows the graph by what the code server sends."""
    told = deserialize_value(
        serialize_value(RepositorySnap.from_def(build_defs().get_repository_def())), RepositorySnap
    )
    (node,) = [node for node in told.asset_nodes if node.asset_key == asset_key(part)]
    mappings = {edge.parent_asset_key: edge.partition_mapping for edge in node.parent_edges}
    for portrait in Portrait:
        assert isinstance(mappings[asset_key(portrait)], dg.AllPartitionMapping)


def test_every_check_is_known_to_dagster() -> None:
    known = {key.name for key in build_defs().get_repository_def().asset_graph.asset_check_keys}
    assert known == {check.name for checks in CHECKS.values() for check in checks}


def test_tries_are_the_ones_decided() -> None:
    assert [MORE_TRIES[part] for part in Part] == [2, 3, 3, 3, 3, 3, 1, 1, 0]


def test_what_lies_below_a_part_follows_the_graph() -> None:
    assert below(Part.CONTENT) == tuple(part for part in Part if part is not Part.CONTENT)
    assert below(Part.SCENE_2) == (Part.SCENE_3, Part.SCENE_4, Part.PDF)
    assert below(Part.PDF) == ()
    assert all(need is not part for part in Part for need in NEEDS[part])


def test_every_job_and_sensor_can_be_loaded_as_a_daemon_loads_them() -> None:
    build_defs().get_repository_def().load_all_definitions()
