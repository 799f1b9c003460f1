from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from uuid import UUID

import pytest

from storytailor_dagster.character.hero import Hero, Pronouns, Species
from storytailor_dagster.providers.studio.text import StudioText
from storytailor_dagster.providers.till import OpenTill
from storytailor_dagster.story.readability import words
from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.story.types import StoryType

NAMES = ("Mira", "Teo", "Anouk", "Jonas", "Safiya", "Kofi", "Noor", "Emil", "Zoë", "James")
THEMES = ("courage", "friendship", "kindness", "honesty", "patience", "curiosity", "sharing")
MOST_IN_COMMON = 0.15


def runs_of_five(text: str) -> set[tuple[str, ...]]:
    found = [word.lower() for word in words(text)]
    return {tuple(found[start : start + 5]) for start in range(len(found) - 4)}


def most_in_common(requests: Iterable[StoryRequest]) -> float:
    runs = [runs_of_five(StudioText().write(till=OpenTill(), request=request).value.text) for request in requests]
    return max(len(one & other) / min(len(one), len(other)) for one, other in combinations(runs, 2))


@pytest.mark.parametrize(
    ("story_type", "age"),
    [
        (StoryType.ADVENTURE, 4),
        (StoryType.ADVENTURE, 7),
        (StoryType.BEDTIME, 5),
        (StoryType.MUSIC, 8),
        (StoryType.BIRTHDAY, 7),
        (StoryType.FINANCIAL_LITERACY, 9),
    ],
)
def test_twenty_seeds_of_one_request_give_twenty_stories(story_type: StoryType, age: int) -> None:
    hero = Hero(name="Mira", pronouns=Pronouns.SHE)
    requests = (
        StoryRequest(story_id=UUID(int=1), hero=hero, age=age, story_type=story_type, theme="courage", seed=seed)
        for seed in range(20)
    )
    assert most_in_common(requests) <= MOST_IN_COMMON


def test_twenty_requests_give_twenty_stories() -> None:
    requests = (
        StoryRequest(
            story_id=UUID(int=number),
            hero=Hero(name=NAMES[number % 10], species=list(Species)[number % 3], pronouns=list(Pronouns)[number % 3]),
            age=3 + number % 8,
            story_type=list(StoryType)[number % 15],
            theme=THEMES[number % 7],
            seed=number * 2_654_435_761 % 2**32,
        )
        for number in range(20)
    )
    assert most_in_common(requests) <= MOST_IN_COMMON
