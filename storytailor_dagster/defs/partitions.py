"""The partitions: one per story, its key the story's id and nothing else."""

import dagster as dg

STORIES = dg.DynamicPartitionsDefinition(name="stories")
