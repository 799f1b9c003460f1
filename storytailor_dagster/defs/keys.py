"""Dagster's names for the parts: `story/cover`, `character/body`, and back."""

import dagster as dg

from storytailor_dagster.subjects import SUBJECTS, AnyPart, part_named, subject_of

GROUPS = tuple(subject.name for subject in SUBJECTS)


def asset_key(part: AnyPart) -> dg.AssetKey:
    return dg.AssetKey([subject_of(part).name, part.value])


def part_of(key: dg.AssetKey) -> AnyPart:
    return part_named(key.path[-1])
