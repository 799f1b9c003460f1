"""Dagster's names for the parts: `story/cover` and back."""

import dagster as dg

from storytailor_dagster.story.parts import Part

GROUP = "story"


def asset_key(part: Part) -> dg.AssetKey:
    return dg.AssetKey([GROUP, part.value])


def part_of(key: dg.AssetKey) -> Part:
    return Part(key.path[-1])
