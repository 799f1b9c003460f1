"""Whether activities are the four a story needs, about this story, and fit for the child's age."""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import MappingProxyType

from storytailor_dagster.story.activities.choose import HOW_MANY
from storytailor_dagster.story.activities.model import Activity
from storytailor_dagster.story.activities.places import PLACES
from storytailor_dagster.story.finding import Finding
from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.story.text import StoryText

_SMALL = 5
_SWALLOWED = re.compile(
    r"\b(beads?|buttons?|marbles?|coins?|magnets?|batter(?:y|ies)|balloons?|pebbles|sequins|googly|rice|lentils)\b"
)
_SHARP_OR_HOT = re.compile(r"\b(scissors|knife|knives|needles?|pins?|candles?|hot glue|stove|oven|staplers?|cut)\b")
_GROWN_UP = re.compile(r"grown-up|adult|parent")


def _finding(name: str, summary: str, *, passed: bool, blocks: bool = False, **figures: object) -> Finding:
    return Finding(name=name, passed=passed, blocks=blocks, summary=summary, figures=MappingProxyType(dict(figures)))


def _four(activities: Sequence[Activity]) -> Finding:
    types = {activity.type for activity in activities}
    ids = {activity.id for activity in activities}
    passed = len(activities) == HOW_MANY == len(types) == len(ids)
    summary = f"{len(activities)} activities of {len(types)} types."
    return _finding("four_activities", summary, passed=passed, blocks=True, count=len(activities), types=sorted(types))


def _names(activity: Activity, *, request: StoryRequest, text: StoryText) -> bool:
    scenes = [PLACES[beat.staging.setting].at for beat in text.key_beats]
    for staging in (beat.staging for beat in text.key_beats):
        scenes += [staging.setting, *staging.props, *((staging.companion,) if staging.companion else ())]
    said = activity.story_connection
    return request.hero.name in said and any(scene in said.casefold() for scene in scenes)


def _about_this_story(activities: Sequence[Activity], *, request: StoryRequest, text: StoryText) -> Finding:
    strangers = [n for n, a in enumerate(activities, start=1) if not _names(a, request=request, text=text)]
    summary = (
        f"Without the hero or a scene of this story: activity {', '.join(map(str, strangers))}."
        if strangers
        else "Each names the hero and a scene of this story."
    )
    return _finding("names_this_story", summary, passed=not strangers, strangers=strangers)


def _unfit(activity: Activity, age: int) -> list[str]:
    found = []
    if not activity.age_range.min <= age <= activity.age_range.max:
        found.append("is for another age")
    if not activity.safety_notes:
        found.append("has no safety note")
    if age <= _SMALL:
        for sentence in (*activity.materials, *activity.instructions):
            spoken = sentence.casefold()
            if _SWALLOWED.search(spoken):
                found.append("has parts that can be swallowed")
            if _SHARP_OR_HOT.search(spoken) and not _GROWN_UP.search(spoken):
                found.append("leaves something sharp or hot to a small child")
    return list(dict.fromkeys(found))


def _fits(activities: Sequence[Activity], *, age: int) -> Finding:
    wrong = [
        f"activity {number} {objection}"
        for number, activity in enumerate(activities, start=1)
        for objection in _unfit(activity, age)
    ]
    summary = f"{'; '.join(wrong)}.".capitalize() if wrong else "All fit the reader's age."
    return _finding("fits_the_age", summary, passed=not wrong, objections=wrong)


def check_activities(activities: Sequence[Activity], *, request: StoryRequest, text: StoryText) -> tuple[Finding, ...]:
    """`four_activities` (four, of four types, ids apart) blocks; `names_this_story` and `fits_the_age` warn."""
    return (
        _four(activities),
        _about_this_story(activities, request=request, text=text),
        _fits(activities, age=request.age),
    )
