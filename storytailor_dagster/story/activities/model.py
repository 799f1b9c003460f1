"""What an activity is: the shape of `stories.activities` (camelCase in JSON, as existing clients read it)."""

from __future__ import annotations

from enum import StrEnum

from storytailor_dagster.character.model import Value


class ActivityType(StrEnum):
    CREATIVE_ARTS = "creative_arts"
    PHYSICAL_MOVEMENT = "physical_movement"
    DRAMATIC_PLAY = "dramatic_play"
    BUILDING_CONSTRUCTION = "building_construction"
    SENSORY_PLAY = "sensory_play"
    MUSIC_RHYTHM = "music_rhythm"
    SOCIAL_EMOTIONAL = "social_emotional"


class AgeRange(Value):
    """Years, both ends included."""

    min: int
    max: int


class Adaptations(Value):
    """How the activity is done with a younger child, an older one, or one who moves, hears or senses differently."""

    younger: str
    older: str
    special_needs: str


class Activity(Value):
    """Something a family does together after the story. `id` is `activity-{13 digits}-{6 of a-z0-9}`.

    `duration` is a text range (`15-20 minutes`); `story_connection` names the hero and a scene of this story.
    """

    id: str
    type: ActivityType
    title: str
    description: str
    age_range: AgeRange
    duration: str
    materials: tuple[str, ...]
    instructions: tuple[str, ...]
    learning_objectives: tuple[str, ...]
    parent_tips: tuple[str, ...]
    safety_notes: tuple[str, ...]
    adaptations: Adaptations
    story_connection: str
