"""Whose title it is; what strangers see of names in notes, after a character was renamed, and in what comes back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.ledger import CharacterFields
from storytailor_dagster.providers.doubles import DoubleText, Script, doubles
from storytailor_dagster.providers.hands import Hands
from storytailor_dagster.providers.till import Answer
from storytailor_dagster.story.parts import Part
from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.story.text import StoryText
from storytailor_dagster_tests.defs.conftest import FAMILY, House


@dataclass
class Titles(DoubleText):
    """A writer who gives these titles, one after the other, to stories that have none."""

    titles: Sequence[str] = ()

    def __post_init__(self) -> None:
        self._rest: Iterator[str] = iter(self.titles)

    def _written(self, request: StoryRequest, objection: str | None) -> Answer[StoryText]:
        answer = super()._written(request, objection)
        title = request.title or next(self._rest).replace("HERO", request.hero.name)
        return replace(answer, value=answer.value.model_copy(update={"title": title}))


def writing(*titles: str, script: Script | None = None) -> Hands:
    hands = doubles()
    return Hands(
        text=Titles(script=script or Script(), titles=titles),
        picture=hands.picture,
        speech=hands.speech,
        check=hands.check,
    )


def test_a_title_that_the_text_chose_gives_way_to_the_next_text_s(house: House) -> None:
    story, seen = house.asked(), Script()
    house.run(story, [Part.CONTENT], hands=writing("The Lost Kite"))
    assert house.row(story).title == "The Lost Kite"
    house.ledger.ask(subject_id=story, parts=[Part.CONTENT], note="Make it about dinosaurs.")
    house.run(story, [Part.CONTENT], hands=writing("A Small Dinosaur", script=seen))
    assert [call["request"].title for call in seen.calls] == [None]
    assert house.row(story).title == "A Small Dinosaur"
    assert house.run(story, [Part.COVER]).success


def test_a_title_that_the_family_gave_stays(house: House) -> None:
    story = house.asked(title="Our Book")
    house.run(story, [Part.CONTENT], hands=writing("Never Said"))
    house.ledger.ask(subject_id=story, parts=[Part.CONTENT])
    house.run(story, [Part.CONTENT], hands=writing("Never Said"))
    assert house.row(story).title == "Our Book"


def test_a_chosen_title_that_can_not_be_lettered_is_chosen_anew(house: House) -> None:
    """It is looked at with the real names in it."""
    story, seen = house.asked(), Script()
    hands = writing(f"HERO {'and the very, very long ' * 3} day", "The Kite of HERO", script=seen)
    assert house.run(story, [Part.CONTENT], hands=hands).success
    assert house.row(story).title == "The Kite of Zuzka"
    first, second = [call["objection"] for call in seen.calls]
    assert first is None
    assert "title" in second


def test_a_name_that_came_back_in_another_spelling_is_not_printed(house: House) -> None:
    story, seen = house.asked(), Script()
    assert house.run(story, [Part.CONTENT], hands=writing("HEROito", "HERO", script=seen)).success
    assert house.row(story).title == "Zuzka"
    assert "exactly as it is given" in seen.calls[-1]["objection"]


def test_after_a_character_was_renamed_its_former_name_is_hidden_too(house: House) -> None:
    character = house.character("Zuzka")
    house.portray(character)
    story, painted = house.asked(characterId=str(character)), Script()
    house.run(story, [Part.CONTENT])
    house.ledger.characters.redraw(FAMILY, character, fields=CharacterFields(name="Maya", traits={}), parts=[])
    assert house.run(story, [Part.COVER], hands=doubles(picture=painted)).success
    told = " ".join(call["brief"].description for call in painted.calls)
    assert "in a meadow" in told
    assert "Zuzka" not in told


def test_a_note_on_a_portrait_is_moderated_without_the_name(house: House) -> None:
    character, read = house.character("Zuzka"), Script()
    house.portray(character)
    house.ledger.ask(subject_id=character, parts=[Portrait.HEADSHOT], note="Let Zuzka smile.")
    house.portray(character, Portrait.HEADSHOT, hands=doubles(check=read))
    words = [word for call in read.calls for word in call.get("words", ())]
    assert any("smile" in word for word in words)
    assert not [word for word in words if "Zuzka" in word]
