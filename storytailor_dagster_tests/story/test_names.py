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


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Mia Rodriguez", "Mia finds a kite, and Mia Rodriguez calls: “Rodriguez!” MIA!"),
        ("mia", "Mia and mia and MIA"),
        ("MIA", "Mia and MIA"),
        ("anne-marie", "Anne-Marie’s hat, ANNE-MARIE"),
        ("Mia", "Miaaaa! The two Mias, _Mia_ and MIAAA"),
    ],
)
def test_a_name_is_hidden_however_its_family_spells_it(name: str, written: str) -> None:
    request = request_of(name).model_copy(
        update={"title": written, "idea": written, "avoid": (written,), "theme": written}
    )
    stand_ins = StandIns(request)
    hidden = stand_ins.hidden_request(request)
    seen = hidden.model_dump_json().casefold()
    assert not [word for word in ("mia", "rodriguez", "anne", "marie") if word in seen]
    assert hidden.title is not None
    assert stand_ins.reveal(hidden.title) == written


@pytest.mark.parametrize(("name", "other"), [("O'Neil", "O’Neil"), ("O’Neil", "O'Neil")])
def test_an_apostrophe_is_one_however_it_is_written(name: str, other: str) -> None:
    request = request_of(name).model_copy(update={"idea": f"{other} and {name} fly"})
    hidden = StandIns(request).hidden_request(request)
    assert "Neil" not in (hidden.idea or "Neil")


def test_who_somebody_is_to_the_child_is_not_hidden() -> None:
    request = request_of("Mira", to="Grandpa Joe").model_copy(update={"idea": "Grandpa and Joe bake"})
    stand_ins = StandIns(request)
    hidden = stand_ins.hidden_request(request)
    assert hidden.idea == f"Grandpa and {stand_ins.hide('Joe')} bake"
    assert stand_ins.hide("Joe") != "Joe"


def test_a_name_that_somebody_had_before_is_hidden_too() -> None:
    stand_ins = StandIns(request_of("Maya"), "Mia")
    assert "Mia" not in stand_ins.hide("Mia in a meadow")
    assert stand_ins.reveal(stand_ins.hide("Mia and Maya")) == "Mia and Maya"


def test_names_of_very_many_words_are_hidden_all_the_same() -> None:
    people = {detail: " ".join(f"{letter}{detail}x" for letter in "BCDEFGH") for detail in ("to", "from", "yourName")}
    people |= {detail: " ".join(f"{letter}{detail}y" for letter in "KLMNPQR") for detail in ("childName", "parentName")}
    stand_ins = StandIns(request_of("Mira", **people))
    text = "Mira " + " ".join(people.values())
    hidden = stand_ins.hide(text)
    assert not set(hidden.split()) & set(text.split())
    assert stand_ins.reveal(hidden) == text


def test_a_stand_in_spelled_in_another_way_is_found() -> None:
    stand_ins = StandIns(request_of("Mira"))
    stand_in = stand_ins.hide("Mira")
    accented = stand_in.replace("a", "á").replace("o", "ó").replace("i", "í").replace("e", "é")
    assert stand_ins.are_left_in(stand_ins.reveal(f"“{accented}!”"))
    assert stand_ins.are_left_in(stand_ins.reveal(f"{stand_in}ito"))
    assert not stand_ins.are_left_in(stand_ins.reveal(f"{stand_in}, {stand_in}s and {stand_in.upper()}"))


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
    words=st.lists(
        st.sampled_from(["went", "May", "the", "'s", "NAME", "NAMEs", "NAME+", "—", "\n", "Hope"]), max_size=12
    ),
)
def test_hiding_and_revealing_gives_the_text_back(name: str, words: list[str]) -> None:
    stand_ins = StandIns(request_of(name.capitalize()))
    called = name.capitalize()
    text = " ".join(word.replace("NAME", called).replace("+", called[-1] * 3) for word in words)
    assert stand_ins.reveal(stand_ins.hide(text)) == text
