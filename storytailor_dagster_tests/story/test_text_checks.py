from __future__ import annotations

from uuid import UUID

import pytest

from storytailor_dagster.character.hero import Hero
from storytailor_dagster.providers.studio.text import StudioText
from storytailor_dagster.providers.till import OpenTill
from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.story.text import Beat, StoryText
from storytailor_dagster.story.text_checks import check_text


@pytest.fixture(scope="module")
def text() -> StoryText:
    return (
        StudioText()
        .write(till=OpenTill(), request=StoryRequest(story_id=UUID(int=1), age=7, hero=Hero(name="Mira"), seed=3))
        .value
    )


def failed(text: StoryText, age: int = 7) -> set[str]:
    return {finding.name for finding in check_text(text, age=age) if not finding.passed}


def with_last_beat(text: StoryText, content: str) -> StoryText:
    return text.model_copy(update={"beats": (*text.beats[:3], Beat(id="beat-4", content=content))})


def test_a_good_text_passes_four_checks(text: StoryText) -> None:
    findings = check_text(text, age=7)
    assert [finding.name for finding in findings] == [
        "four_beats",
        "nothing_left_over",
        "reading_level",
        "words_on_page",
    ]
    assert [finding.blocks for finding in findings] == [True, True, False, False]
    assert failed(text) == set()


def test_three_beats_are_not_a_story(text: StoryText) -> None:
    assert "four_beats" in failed(text.model_copy(update={"beats": text.beats[:3]}))
    assert "four_beats" in failed(text.model_copy(update={"key_beats": text.key_beats[::-1]}))
    assert "four_beats" in failed(with_last_beat(text, " … "))


@pytest.mark.parametrize("rest", ["{hero}", "[name]", "<b>", "undefined", "null", "None", "two  spaces"])
def test_what_was_left_over_blocks(text: StoryText, rest: str) -> None:
    assert "nothing_left_over" in failed(with_last_beat(text, f"{text.beats[3].content} And {rest} came."))


def test_an_ordinary_none_is_a_word(text: StoryText) -> None:
    assert failed(with_last_beat(text, f"{text.beats[3].content} None of them spoke.")) == set()


def test_a_sentence_that_comes_twice_blocks(text: StoryText) -> None:
    first = text.beats[0].content.split(". ")[0]
    assert "nothing_left_over" in failed(with_last_beat(text, f"{text.beats[3].content} {first.upper()}."))


def test_a_page_with_too_few_or_too_many_words_warns(text: StoryText) -> None:
    assert "words_on_page" in failed(with_last_beat(text, "The end came soon."))
    assert "words_on_page" in failed(text, age=10) | failed(text, age=3)


def test_a_text_too_hard_for_the_youngest_warns(text: StoryText) -> None:
    hard = "Extraordinarily complicated deliberations necessarily preceded the celebration. " * 9
    assert "reading_level" in failed(with_last_beat(text, hard), age=4)
