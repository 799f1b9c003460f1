"""Answers that nobody should give, at every door by its real SDK: refused in our terms, and not read to their end."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from uuid import UUID

import pytest

from storytailor_dagster.character.hero import Hero
from storytailor_dagster.defs.secrets import SettingsKeys
from storytailor_dagster.errors import Objection
from storytailor_dagster.providers.doubles import DoublePictures
from storytailor_dagster.providers.hands import Hands, hands_from
from storytailor_dagster.providers.limits import MOST_BYTES
from storytailor_dagster.providers.till import OpenTill
from storytailor_dagster.story.parts import Part
from storytailor_dagster.story.pictures import Picture, PictureBrief
from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.story.staging import Feeling, Light, Pose, Setting, Staging
from storytailor_dagster_tests.emulator import Emulator, Fault, Rule
from storytailor_dagster_tests.emulator.emulator import HUGE_BYTES
from storytailor_dagster_tests.emulator.rules import DOORS
from storytailor_dagster_tests.emulator.settings import hosted

REQUEST = StoryRequest(story_id=UUID(int=7), age=5, theme="courage", hero=Hero(name="Mira"), seed=4)
BRIEF = PictureBrief(
    part=Part.SCENE_1,
    hero=REQUEST.hero,
    staging=Staging(setting=Setting.BEACH, light=Light.DAY, pose=Pose.STAND, feeling=Feeling.CALM),
    description="Mira.",
    title=None,
    seed=4,
)

ASK: dict[str, Callable[[Hands], object]] = {
    "text": lambda hands: hands.text.write(request=REQUEST, till=OpenTill()),
    "picture": lambda hands: hands.picture.draw(brief=BRIEF, till=OpenTill()),
    "check": lambda hands: hands.check.look(brief=BRIEF, picture=_drawn(), till=OpenTill()),
    "moderation": lambda hands: hands.check.read(words=("A kite.",), till=OpenTill()),
    "speech": lambda hands: hands.speech.speak(beats=("A kite.",), age=5, till=OpenTill()),
    "polly": lambda hands: hands.speech.speak(beats=("A kite.",), age=5, till=OpenTill()),
}


def _drawn() -> Picture:
    return DoublePictures().draw(brief=BRIEF, till=OpenTill()).value


def refusal(emulator: Emulator, door: str) -> Objection:
    settings = hosted(emulator, speech_provider="polly" if door == "polly" else "elevenlabs")
    with closing(hands_from(settings, SettingsKeys(settings))) as hands, pytest.raises(Objection) as refused:
        ASK[door](hands)
    return refused.value


def code(door: str) -> str:
    """A checker that talks nonsense gives no verdict; everybody else gave no answer."""
    return "NO_VERDICT" if door == "check" else "ANSWER_BROKEN"


@pytest.mark.parametrize("door", DOORS)
def test_json_that_is_nested_beyond_reading_is_refused(emulator: Emulator, door: str) -> None:
    a_sound_comes_first = 1 if door == "polly" else 0
    emulator.rule(Rule(door=door, fault=Fault.DEEP, after=a_sound_comes_first))
    assert refusal(emulator, door).code == code(door)


@pytest.mark.parametrize("door", DOORS)
def test_an_answer_that_does_not_end_is_read_to_its_bound_and_no_further(emulator: Emulator, door: str) -> None:
    emulator.rule(Rule(door=door, fault=Fault.HUGE))
    assert refusal(emulator, door).code == code(door)
    while not (sent := emulator.at(door)[-1].sent):
        pass
    assert MOST_BYTES <= sent < HUGE_BYTES / 2
