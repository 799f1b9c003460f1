"""Which four activities a story gets: four types, different scenes, what fits its age, mood and things first."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from storytailor_dagster.story.activities.fill import fill, offers
from storytailor_dagster.story.activities.making import MAKING
from storytailor_dagster.story.activities.model import Activity, ActivityType
from storytailor_dagster.story.activities.moving import MOVING
from storytailor_dagster.story.activities.sensing import SENSING
from storytailor_dagster.story.activities.template import Template
from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.story.text import KeyBeat, StoryText
from storytailor_dagster.story.types import StoryType

TEMPLATES: tuple[Template, ...] = (*MAKING, *MOVING, *SENSING)
HOW_MANY = 4

_TENDER = frozenset(
    {
        StoryType.BEDTIME,
        StoryType.CHILD_LOSS,
        StoryType.INNER_CHILD,
        StoryType.MEDICAL_BRAVERY,
        StoryType.MENTAL_HEALTH,
    }
)
"""Stories after which nobody is asked to run about."""

_FIRST = {
    StoryType.MUSIC: ActivityType.MUSIC_RHYTHM,
    StoryType.CHILD_LOSS: ActivityType.SOCIAL_EMOTIONAL,
    StoryType.MENTAL_HEALTH: ActivityType.SOCIAL_EMOTIONAL,
    StoryType.MEDICAL_BRAVERY: ActivityType.SOCIAL_EMOTIONAL,
    StoryType.NEW_BIRTH: ActivityType.SOCIAL_EMOTIONAL,
}


def _types(request: StoryRequest, random: Random) -> list[ActivityType]:
    types = list(ActivityType)
    random.shuffle(types)
    first = _FIRST.get(request.story_type)
    return sorted(types, key=lambda kind: kind is not first)


def _suits(template: Template, request: StoryRequest) -> bool:
    youngest, oldest = template.ages
    quiet_enough = template.quiet or request.story_type not in _TENDER
    words = " ".join((template.title, template.about, *template.needs, *template.steps)).casefold()
    unwanted = any(topic.strip() and topic.strip().casefold() in words for topic in request.avoid)
    return youngest <= request.age <= oldest and quiet_enough and not unwanted


def _fit(pool: list[Template], beats: Sequence[KeyBeat], random: Random) -> tuple[Template, KeyBeat] | None:
    """The first template of the pool that one of the beats has everything for, with such a beat."""
    for template in pool:
        fitting = [beat for beat in beats if offers(beat, template)]
        if fitting:
            return template, random.choice(fitting)
    return None


def activities_for(*, request: StoryRequest, text: StoryText) -> tuple[Activity, ...]:
    """Four activities of four types, in the order of the scenes they belong to; the same story gets the same four.

    Templates that use a scene's companion or prop are likelier. Topics the family wants avoided are left out as long
    as that leaves four.
    """
    random = Random(f"{request.story_id}:{request.seed}:activities")
    free = list(text.key_beats)
    chosen: list[tuple[Template, KeyBeat]] = []
    suiting = [template for template in TEMPLATES if _suits(template, request)]
    for kind in _types(request, random):
        pool = [template for template in suiting if template.type is kind]
        pool.sort(key=lambda template: random.random() * (0.6 if template.wants else 1.0))
        fit = _fit(pool, free, random) or _fit(pool, text.key_beats, random)
        if fit is not None and len(chosen) < HOW_MANY:
            chosen.append(fit)
            free = [beat for beat in free if beat is not fit[1]]
    chosen.sort(key=lambda pair: pair[1].beat_number)
    return tuple(
        fill(template, request=request, text=text, beat=beat, number=number)
        for number, (template, beat) in enumerate(chosen, start=1)
    )
