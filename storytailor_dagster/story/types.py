"""The fifteen story types and how people spell them."""

from __future__ import annotations

import re
from enum import StrEnum


class StoryType(StrEnum):
    ADVENTURE = "Adventure"
    BEDTIME = "Bedtime"
    BIRTHDAY = "Birthday"
    CHILD_LOSS = "Child-Loss"
    EDUCATIONAL = "Educational"
    FINANCIAL_LITERACY = "Financial Literacy"
    INNER_CHILD = "Inner-Child"
    LANGUAGE_LEARNING = "Language Learning"
    MEDICAL_BRAVERY = "Medical Bravery"
    MENTAL_HEALTH = "Mental Health"
    MILESTONES = "Milestones"
    MUSIC = "Music"
    NEW_BIRTH = "New Birth"
    TECH_READINESS = "Tech Readiness"
    NEW_CHAPTER_SEQUEL = "New Chapter Sequel"


def _key(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", text.strip().casefold())


_BY_SPELLING = {_key(story_type): story_type for story_type in StoryType} | {
    "birthday story": StoryType.BIRTHDAY,
    "education": StoryType.EDUCATIONAL,
    "medical": StoryType.MEDICAL_BRAVERY,
    "milestone": StoryType.MILESTONES,
    "sequel": StoryType.NEW_CHAPTER_SEQUEL,
}


def story_type(spelling: str) -> StoryType | None:
    """The type a person means, whatever the case, spaces, hyphens or underscores; None where there is none."""
    return _BY_SPELLING.get(_key(spelling))
