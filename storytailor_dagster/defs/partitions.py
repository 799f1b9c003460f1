"""The partitions: one per story and one per character, its key the id and nothing else."""

import dagster as dg

from storytailor_dagster.subjects import CHARACTER, STORY, Subject

STORIES = dg.DynamicPartitionsDefinition(name="stories")
CHARACTERS = dg.DynamicPartitionsDefinition(name="characters")


def partitions_of(subject: Subject) -> dg.DynamicPartitionsDefinition:
    return {STORY.name: STORIES, CHARACTER.name: CHARACTERS}[subject.name]
