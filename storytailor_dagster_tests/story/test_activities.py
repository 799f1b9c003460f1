from __future__ import annotations

import json
import re
from uuid import UUID

import pytest

from storytailor_dagster.story.activities import Activity, ActivityType, activities_for, check_activities
from storytailor_dagster.story.activities.choose import TEMPLATES
from storytailor_dagster.story.activities.fill import fill, offers
from storytailor_dagster.story.activities.places import PLACES
from storytailor_dagster.story.activities.things import FRIENDS, MOODS, THINGS
from storytailor_dagster.story.finding import Finding
from storytailor_dagster.story.staging import Companion, Feeling, Prop, Setting
from storytailor_dagster.story.types import StoryType
from storytailor_dagster_tests.story.book_parts import request, text

AGES = (3, 4, 5, 6, 8, 9, 10)


def _said(activity: Activity) -> str:
    return json.dumps(activity.model_dump(by_alias=True), ensure_ascii=False)


def _findings(activities: tuple[Activity, ...], *, age: int = 7) -> dict[str, Finding]:
    return {f.name: f for f in check_activities(activities, request=request(age=age), text=text())}


@pytest.mark.parametrize("age", AGES)
@pytest.mark.parametrize("kind", list(StoryType))
def test_every_story_gets_four_activities_that_pass_every_check(kind: StoryType, age: int) -> None:
    for number in range(1, 6):
        asked = request(number=number, age=age, kind=kind)
        findings = check_activities(activities_for(request=asked, text=text()), request=asked, text=text())
        assert [finding.name for finding in findings if not finding.passed] == []


def test_they_belong_to_four_different_scenes() -> None:
    for number in range(1, 30):
        connections = [a.story_connection for a in activities_for(request=request(number=number), text=text())]
        assert all(sum(f"In the {nth} scene" in c for c in connections) <= 1 for nth in ("first", "second", "third"))


def test_the_json_has_the_keys_that_clients_read() -> None:
    activity = json.loads(activities_for(request=request(), text=text())[0].model_dump_json(by_alias=True))
    assert set(activity) == {
        "id", "type", "title", "description", "ageRange", "duration", "materials", "instructions",
        "learningObjectives", "parentTips", "safetyNotes", "adaptations", "storyConnection",
    }  # fmt: skip
    assert set(activity["adaptations"]) == {"younger", "older", "specialNeeds"}
    assert set(activity["ageRange"]) == {"min", "max"}
    assert re.fullmatch(r"activity-\d{13}-[a-z0-9]{6}", activity["id"])
    assert re.fullmatch(r"\d+-\d+ minutes", activity["duration"])


def test_the_same_story_gets_the_same_four_and_another_gets_others() -> None:
    assert activities_for(request=request(), text=text()) == activities_for(request=request(), text=text())
    told = [{a.title for a in activities_for(request=request(number=n), text=text())} for n in range(1, 21)]
    assert len({frozenset(titles) for titles in told}) >= 18
    ids = {a.id for n in range(1, 21) for a in activities_for(request=request(number=n), text=text())}
    assert len(ids) == 80


def test_there_are_enough_templates_over_all_seven_types() -> None:
    assert len(TEMPLATES) >= 24
    assert {template.type for template in TEMPLATES} == set(ActivityType)


def test_every_template_fills_without_a_gap() -> None:
    beats = text().key_beats
    for template in TEMPLATES:
        for age in (4, 9):
            beat = next(beat for beat in beats if offers(beat, template))
            said = _said(fill(template, request=request(age=age), text=text(), beat=beat, number=1))
            assert not re.search(r"[{}]", re.sub(r'^\{|\}$|"(ageRange|adaptations)": \{[^{}]*\}', "", said))
            assert not re.search(r"undefined|None|\.\.|  ", said)


def test_every_word_a_staging_can_have_offers_something() -> None:
    assert set(PLACES) == set(Setting)
    assert set(FRIENDS) == set(Companion)
    assert set(THINGS) == set(Prop)
    assert set(MOODS) == set(Feeling)


def test_a_small_child_never_cuts_alone() -> None:
    for number in range(1, 60):
        for activity in activities_for(request=request(number=number, age=4), text=text()):
            for line in (*activity.materials, *activity.instructions):
                assert "scissors" not in line or "grown-up" in line
                assert not line.startswith("Cut")
                assert "rice" not in line


@pytest.mark.parametrize("kind", [StoryType.BEDTIME, StoryType.CHILD_LOSS])
def test_nobody_is_asked_to_run_about_after_a_tender_story(kind: StoryType) -> None:
    loud = {template.title for template in TEMPLATES if not template.quiet and "{" not in template.title}
    for number in range(1, 40):
        titles = {a.title for a in activities_for(request=request(number=number, kind=kind), text=text())}
        assert not titles & loud
        assert not any(title.startswith(("The way through", "Move like")) for title in titles)


def test_a_story_about_music_has_music() -> None:
    types = {a.type for a in activities_for(request=request(kind=StoryType.MUSIC), text=text())}
    assert ActivityType.MUSIC_RHYTHM in types


def test_what_a_family_wants_avoided_is_left_out() -> None:
    for number in range(1, 60):
        asked = request(number=number).model_copy(update={"avoid": ("scissors", "Torch", " ")})
        for activity in activities_for(request=asked, text=text()):
            assert "torch" not in " ".join(activity.materials)


def test_a_name_is_taken_literally() -> None:
    asked = request(name="{Zoë} O'Neil %s")
    found = activities_for(request=asked, text=text())
    assert all("{Zoë} O'Neil %s" in activity.story_connection for activity in found)


def test_three_activities_block() -> None:
    four = _findings(activities_for(request=request(), text=text())[:3])["four_activities"]
    assert not four.passed
    assert four.blocks


def test_four_of_one_type_block() -> None:
    same = tuple(
        a.model_copy(update={"type": ActivityType.SENSORY_PLAY}) for a in activities_for(request=request(), text=text())
    )
    assert not _findings(same)["four_activities"].passed


def test_activities_of_another_story_warn() -> None:
    other = request(name="Jonas").model_copy(update={"story_id": UUID(int=99)})
    named = _findings(activities_for(request=other, text=text()))["names_this_story"]
    assert not named.passed
    assert not named.blocks
    assert named.figures["strangers"] == [1, 2, 3, 4]


def test_the_heros_name_without_a_scene_warns() -> None:
    vague = tuple(
        a.model_copy(update={"story_connection": "Mira likes this too."})
        for a in activities_for(request=request(), text=text())
    )
    assert not _findings(vague)["names_this_story"].passed


@pytest.mark.parametrize(
    ("change", "objection"),
    [
        ({"materials": ("glass beads",)}, "swallowed"),
        ({"instructions": ("Cut out the star.",)}, "sharp"),
        ({"safety_notes": ()}, "safety note"),
    ],
)
def test_what_does_not_fit_a_small_child_warns(change: dict[str, tuple[str, ...]], objection: str) -> None:
    first, *rest = activities_for(request=request(age=4), text=text())
    fits = _findings((first.model_copy(update=change), *rest), age=4)["fits_the_age"]
    assert not fits.passed
    assert objection in fits.summary
    assert "Mira" not in fits.summary


def test_activities_for_another_age_warn() -> None:
    assert not _findings(activities_for(request=request(age=4), text=text()), age=10)["fits_the_age"].passed
