"""What everybody behind a door does: one body, the studio and the doubles alike."""

from __future__ import annotations

from uuid import UUID

import pytest

from storytailor_dagster.defs.secrets import SettingsKeys
from storytailor_dagster.providers.doubles import doubles
from storytailor_dagster.providers.hands import Hands, hands_from
from storytailor_dagster.providers.till import OpenTill
from storytailor_dagster.settings import Settings
from storytailor_dagster.story.captions import captions
from storytailor_dagster.story.hero import Hero
from storytailor_dagster.story.narration import is_spoken
from storytailor_dagster.story.narration_checks import check_narration
from storytailor_dagster.story.parts import Part
from storytailor_dagster.story.picture_checks import check_picture
from storytailor_dagster.story.pictures import PictureBrief
from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.story.staging import Feeling, Light, Pose, Setting, Staging
from storytailor_dagster.story.text_checks import check_text

REQUEST = StoryRequest(
    story_id=UUID("5f0f3c5e-0000-4000-8000-000000000000"), age=5, theme="courage", hero=Hero(name="Mira"), seed=4
)
BEATS = ("Mira had a red hat.", "The wind took it — whoosh!", "A fox ran after it.", "Now the hat is back.")


def brief(part: Part) -> PictureBrief:
    staging = Staging(setting=Setting.BEACH, light=Light.DAY, pose=Pose.STAND, feeling=Feeling.CALM)
    title = "A Red Hat" if part is Part.COVER else None
    return PictureBrief(part=part, hero=REQUEST.hero, staging=staging, description="Mira.", title=title, seed=4)


@pytest.fixture(params=["studio", "doubles"])
def hands(request: pytest.FixtureRequest) -> Hands:
    return doubles() if request.param == "doubles" else hands_from(Settings(), SettingsKeys(Settings()))


def test_a_text_has_nothing_that_stops_it(hands: Hands) -> None:
    answer = hands.text.write(till=OpenTill(), request=REQUEST)
    assert [found.name for found in check_text(answer.value, age=5) if found.blocks and not found.passed] == []
    assert "Mira" in answer.value.text
    assert answer.usage.units > 0
    assert answer.usage.cost == 0


def test_a_title_that_was_given_is_kept(hands: Hands) -> None:
    asked = REQUEST.model_copy(update={"title": "My <own> “Title”"})
    assert hands.text.write(till=OpenTill(), request=asked).value.title == "My <own> “Title”"


def test_the_same_request_gets_the_same_text(hands: Hands) -> None:
    assert hands.text.write(till=OpenTill(), request=REQUEST) == hands.text.write(till=OpenTill(), request=REQUEST)


@pytest.mark.parametrize("part", [Part.COVER, Part.SCENE_2])
def test_a_picture_is_one_and_passes_its_checker(hands: Hands, part: Part) -> None:
    answer = hands.picture.draw(till=OpenTill(), brief=brief(part))
    assert [found.name for found in check_picture(answer.value.png) if not found.passed] == []
    assert hands.check.look(till=OpenTill(), brief=brief(part), picture=answer.value).value.objections == ()
    assert answer.usage.units == 1


def test_a_narration_speaks_every_word_in_order(hands: Hands) -> None:
    narration = hands.speech.speak(till=OpenTill(), beats=BEATS, age=5).value
    findings = check_narration(narration, beats=BEATS, captions=captions(narration))
    assert [found.name for found in findings if found.blocks and not found.passed] == []
    assert len(narration.beats) == 4
    assert sum(map(len, narration.beats)) == sum(is_spoken(token) for beat in BEATS for token in beat.split())
