from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storytailor_dagster.character.hero import Hero
from storytailor_dagster.providers.studio.text import StudioText
from storytailor_dagster.providers.till import OpenTill
from storytailor_dagster.story.names import StandIns
from storytailor_dagster.story.request import StoryRequest


def request_of(name: str, **details: str) -> StoryRequest:
    return StoryRequest(story_id=UUID(int=1), hero=Hero(name=name), details=details, seed=7)


@pytest.mark.parametrize("name", ["Mira", "Zoë", "O'Neil", "Anne-Marie", "James", "Łukasz", "Rose", "Will", "Mary Ann"])
def test_a_hidden_text_holds_no_real_name_and_comes_back_as_it_was(name: str) -> None:
    stand_ins = StandIns(request_of(name))
    text = f"{name} went out. “{name}'s hat!” said {name}, and {name}’s cat came: THE BOOK OF {name.upper()}."
    hidden = stand_ins.hide(text)
    assert name not in hidden
    assert name.upper() not in hidden
    assert stand_ins.reveal(hidden) == text


def test_a_longer_name_is_hidden_before_the_shorter_one_in_it() -> None:
    stand_ins = StandIns(request_of("Anne", to="Anne-Marie"))
    hidden = stand_ins.hide("Anne-Marie and Anne")
    assert "Anne" not in hidden
    assert "Marie" not in hidden
    assert stand_ins.reveal(hidden) == "Anne-Marie and Anne"


def test_a_name_inside_a_word_is_left_alone() -> None:
    assert StandIns(request_of("Ann")).hide("The Annual of Annika") == "The Annual of Annika"


def test_words_that_look_like_the_name_survive_the_way_back() -> None:
    stand_ins = StandIns(request_of("Hope"))
    story = "They had no hope. Hope was not a plan."
    assert stand_ins.reveal(story) == story


def test_every_person_of_a_request_is_hidden() -> None:
    people = {"to": "Noor", "from": "Grandpa Joe", "childName": "Eli", "giftGiverName": "Aunt May"}
    request = request_of("Mira", **people).model_copy(update={"title": "MIRA and Noor", "idea": "Eli finds a kite"})
    hidden = StandIns(request).hidden_request(request).model_dump_json()
    assert not [name for name in ("Mira", "MIRA", "Noor", "Grandpa Joe", "Eli", "Aunt May") if name in hidden]


def test_the_same_request_has_the_same_stand_ins() -> None:
    assert StandIns(request_of("Mira")).hide("Mira") == StandIns(request_of("Mira")).hide("Mira")


def test_a_story_written_for_a_stand_in_is_revealed_whole() -> None:
    request = request_of("Zoë").model_copy(update={"title": "Zoë's Day"})
    stand_ins = StandIns(request)
    hidden = StudioText().write(till=OpenTill(), request=stand_ins.hidden_request(request)).value
    revealed = stand_ins.revealed_text(hidden)
    assert "Zoë" not in hidden.model_dump_json()
    assert revealed.title == "Zoë's Day"
    assert "Zoë" in revealed.text
    assert "Zoë" in revealed.key_beats[0].visual_description
    assert stand_ins.hide(revealed.text) == hidden.text


@settings(max_examples=60, deadline=None)
@given(
    name=st.text(alphabet="abcdeéñøßłAEIOU'- ", min_size=1, max_size=12).filter(lambda name: name.strip(" '-") == name),
    words=st.lists(st.sampled_from(["went", "May", "the", "'s", "NAME", "—", "\n", "Hope"]), max_size=12),
)
def test_hiding_and_revealing_gives_the_text_back(name: str, words: list[str]) -> None:
    stand_ins = StandIns(request_of(name.capitalize()))
    text = " ".join(name.capitalize() if word == "NAME" else word for word in words)
    assert stand_ins.reveal(stand_ins.hide(text)) == text
