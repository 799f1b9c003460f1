"""Requests: what becomes a story and what is refused, with which code, and never with the family's own words."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from storytailor_dagster.character.hero import Pronouns, Species
from storytailor_dagster.errors import InvalidRequest
from storytailor_dagster.story.intake import read_request, story_seed
from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.story.request_body import request_body
from storytailor_dagster.story.types import StoryType

STORY = UUID("5f0f3c5e-0000-4000-8000-000000000000")


def read(title: str | None = None, age: int | None = None, /, **metadata: Any) -> StoryRequest:
    return read_request(story_id=STORY, title=title, age_rating=age, metadata=metadata)


def refusal(title: str | None = None, age: int | None = None, /, **metadata: Any) -> InvalidRequest:
    with pytest.raises(InvalidRequest) as caught:
        read(title, age, **metadata)
    return caught.value


def test_an_empty_request_is_a_story_about_somebody() -> None:
    request = read()
    assert request.hero.name
    assert request.age == 7
    assert request.story_type is StoryType.ADVENTURE


def test_both_spellings_of_age_and_theme_are_taken() -> None:
    assert read(userAge=4, theme="courage") == read(childAge=4, themes=["courage", "hope"])


def test_columns_win_over_metadata() -> None:
    request = read("The Column", 9, title="The Body", childAge=4)
    assert (request.title, request.age) == ("The Column", 9)


@pytest.mark.parametrize("spelling", ["Medical Bravery", "medical-bravery", " MEDICAL_BRAVERY ", "medical"])
def test_a_type_is_known_however_it_is_spelled(spelling: str) -> None:
    assert read(storyType=spelling).story_type is StoryType.MEDICAL_BRAVERY


@pytest.mark.parametrize("age", [2, 11, 0, -1, 99])
def test_an_age_outside_three_to_ten_is_refused(age: int) -> None:
    assert refusal(None, age).code == "AGE_OUT_OF_RANGE"


@pytest.mark.parametrize("age", ["7", 7.5, True, [7.5]])
def test_an_age_that_is_no_whole_number_is_refused(age: object) -> None:
    assert refusal(childAge=age).code == "AGE_OUT_OF_RANGE"


def test_an_unknown_type_is_refused_with_the_known_ones() -> None:
    error = refusal(storyType="thriller")
    assert error.code == "UNKNOWN_STORY_TYPE"
    assert "Bedtime" in error.remedy


@pytest.mark.parametrize(
    "name",
    [
        "Mira",
        "Zoë",
        "O'Neil",
        "Anne-Marie",
        "José Luis",
        "Łucja",
        "Nguyễn Thị Ánh",
        "Ṣọlá",
        "Ş. Ğül",
        "R2-D2",
        "ʻIolani",
    ],
)
def test_latin_names_of_any_language_are_taken(name: str) -> None:
    assert read(hero=name).hero.name == name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "EMPTY_FIELD"),
        ("   ", "EMPTY_FIELD"),
        ("M" * 10_000, "FIELD_TOO_LONG"),
        ("Mia 🦄", "CHARACTER_NOT_ALLOWED"),
        ("🦄", "CHARACTER_NOT_ALLOWED"),
        ("מיה", "SCRIPT_NOT_SUPPORTED"),
        ("ميا", "SCRIPT_NOT_SUPPORTED"),
        ("Мира", "SCRIPT_NOT_SUPPORTED"),
        ("Mi\x07ra", "CONTROL_CHARACTER"),
        ("Mi\x00ra", "CONTROL_CHARACTER"),
        ("Mi\nra", "CONTROL_CHARACTER"),
        ("Mi\u202era", "CONTROL_CHARACTER"),
        ("../../etc/passwd", "CHARACTER_NOT_ALLOWED"),
        ("..", "CHARACTER_NOT_ALLOWED"),
        ("<b>Mira</b>", "CHARACTER_NOT_ALLOWED"),
        ("{name}", "CHARACTER_NOT_ALLOWED"),
        ("--", "CHARACTER_NOT_ALLOWED"),
        (17, "INVALID_FIELD"),
    ],
)
def test_what_is_no_name_is_refused_without_repeating_it(name: object, code: str) -> None:
    error = refusal(hero={"name": name})
    assert error.code == code
    assert "Mira" not in f"{error} {error.remedy}"


@pytest.mark.parametrize("title", ['<b>Bold</b> & "brave"', "What's up, Dóra?", "100 % Me!", "Ánh – a story; (part 2)"])
def test_markup_and_quotes_in_a_title_are_only_letters(title: str) -> None:
    assert read(title).title == title


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("", "EMPTY_FIELD"),
        ("T" * 10_000, "FIELD_TOO_LONG"),
        ("A\x00B", "CONTROL_CHARACTER"),
        ("קסם", "SCRIPT_NOT_SUPPORTED"),
        ("Party 🎉", "CHARACTER_NOT_ALLOWED"),
        ("?!", "CHARACTER_NOT_ALLOWED"),
    ],
)
def test_a_title_that_can_not_be_lettered_is_refused(title: str, code: str) -> None:
    assert refusal(title).code == code


def test_free_words_may_be_in_any_script() -> None:
    assert read(storyIdea="ירח 🌙 and a cat").idea == "ירח 🌙 and a cat"


@pytest.mark.parametrize(
    "metadata",
    [
        {"hero": ["Mira"]},
        {"hero": 7},
        {"theme": {"a": 1}},
        {"birthday": "soon"},
        {"seed": "one"},
        {"avoidTopics": "dogs"},
    ],
)
def test_fields_of_the_wrong_kind_are_refused(metadata: dict[str, Any]) -> None:
    assert refusal(**metadata).code == "INVALID_FIELD"


@pytest.mark.parametrize(
    ("given", "meant"),
    [("girl", Pronouns.SHE), ("male", Pronouns.HE), ("non-binary", Pronouns.THEY), ("she/her", Pronouns.SHE)],
)
def test_gender_and_pronouns_are_understood(given: str, meant: Pronouns) -> None:
    assert read(hero={"name": "Sam", "gender": given}).hero.pronouns is meant


def test_a_hero_with_a_name_alone_is_they() -> None:
    assert read(hero="Sam").hero.pronouns is Pronouns.THEY


def test_every_species_is_known() -> None:
    for species in Species:
        assert read(hero={"name": "Sam", "species": species.value.upper()}).hero.species is species
    assert refusal(hero={"name": "Sam", "species": "sofa"}).code == "UNKNOWN_SPECIES"


def test_traits_are_taken_in_every_shape() -> None:
    shapes = [
        "wheelchair_user",
        {"id": "hearing_aids", "label": "Hearing Aids"},
        {"type": "vitiligo", "detail": "hands"},
        {"type": "prosthetic_leg", "detail": "left", "notes": "with stars on it"},
    ]
    hero = read(hero={"name": "Sam", "traits": shapes}).hero
    assert hero.traits == ("wheelchair_manual", "hearing_aids", "vitiligo", "prosthetic_leg")
    assert hero.appearance == "vitiligo: hands, prosthetic leg: left, with stars on it"


def test_an_unknown_trait_is_never_dropped_in_silence() -> None:
    error = refusal(hero={"name": "Sam", "traits": ["hering_aids"]})
    assert error.code == "UNKNOWN_TRAIT"
    assert "hearing_aids" in error.remedy


def test_a_types_own_fields_are_kept_as_words() -> None:
    details = read(storyType="birthday", birthday={"to": "Ida", "ageTurning": 6}).details
    assert details == {"to": "Ida", "ageTurning": "6"}


def test_what_a_family_wishes_beside_the_type_is_told_too() -> None:
    details = read(
        childLoss={"childName": "Eli", "ethnicity": ["Irish", "Polish", 7]},
        moralLesson="Asking helps.",
        emotionalContext=" ",
        therapeuticGoals=["speak of Eli", "sleep"],
    ).details
    assert details == {
        "childName": "Eli",
        "ethnicity": "Irish, Polish",
        "moralLesson": "Asking helps.",
        "therapeuticGoals": "speak of Eli, sleep",
    }


def test_the_seed_is_the_storys_unless_it_is_given() -> None:
    assert read().seed == read().seed
    assert read(seed=17).seed == 17


def test_a_typed_request_becomes_a_row_that_reads_back() -> None:
    body = request_body(story_id=STORY, title="Up", age=5, theme="courage", hero="Mira", pronouns="she", seed=3)
    request = read_request(story_id=STORY, title=body.title, age_rating=body.age, metadata=body.metadata)
    assert (request.title, request.age, request.hero.name, request.seed) == ("Up", 5, "Mira", 3)


def test_a_typed_request_is_refused_before_it_is_a_row() -> None:
    with pytest.raises(InvalidRequest):
        request_body(story_id=STORY, hero="../x")
    with pytest.raises(InvalidRequest):
        request_body(story_id=STORY, priority="at once")


def test_a_family_s_next_story_has_the_next_seed_and_another_family_s_another() -> None:
    one, other = UUID(int=1), UUID(int=2)
    assert story_seed(creator=one, ordinal=5) == story_seed(creator=one, ordinal=4) + 1
    assert story_seed(creator=one, ordinal=0) != story_seed(creator=other, ordinal=0)
    drawn = read_request(story_id=STORY, title=None, age_rating=None, metadata={}, seed=7)
    given = read_request(story_id=STORY, title=None, age_rating=None, metadata={"seed": 3}, seed=7)
    assert (drawn.seed, given.seed) == (7, 3)
