"""What a run does to a character: two portraits, the second after the first, and what became of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import dagster as dg
import pytest

from storytailor_dagster.character.hero import Hero, Pronouns, Species
from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.errors import Superseded
from storytailor_dagster.ledger import ClaimMode
from storytailor_dagster.providers.doubles import Script, doubles
from storytailor_dagster.providers.studio.check import StudioCheck
from storytailor_dagster.providers.studio.pictures import StudioPictures
from storytailor_dagster.story.pictures import Picture
from storytailor_dagster.story.verdict import Matter, Objected, Verdict
from storytailor_dagster_tests.defs.conftest import House

Events = Callable[[dg.ExecuteInProcessResult], str]
LOOKS: dict[str, Any] = {"age": 6, "gender": "girl", "appearance": {"hair": "curly red"}}
WRONG = Verdict(objections=(Objected(matter=Matter.TRAIT, says="The chair's wheel is missing."),))


def test_a_character_becomes_a_headshot_and_a_body_that_leans_on_it(house: House) -> None:
    picture = Script()
    character = house.character(species="human", inclusivity_traits=["wheelchair_user"], **LOOKS)
    assert house.portray(character, hands=doubles(picture=picture)).success
    row = house.drawn(character)
    assert (row.status, row.asset_generation_status["overall"]) == ("ready", "ready")
    assert row.reference_images is not None
    assert set(row.reference_images) == {"headshot", "body"}
    for portrait, addresses in row.reference_images.items():
        assert set(addresses) == {"cdnUrl", "s3Url"}
        assert f"/images/characters/{character}/{portrait}-" in addresses["cdnUrl"]
    assert row.appearance_url == row.reference_images["headshot"]["cdnUrl"]
    assert len(row.color_palette) == 3
    assert all(len(colour) == 7 and colour.startswith("#") for colour in row.color_palette)
    assert [[one.portrait for one in call["references"]] for call in picture.calls] == [[], [Portrait.HEADSHOT]]


def test_a_painter_hears_of_the_character_as_the_family_described_it(house: House) -> None:
    picture = Script()
    character = house.character(
        species="animal", kind="fox", ethnicity=["Irish"], inclusivity_traits=["vitiligo"], pronouns="he", age=4,
        appearance={"hair": "short", "clothing": "a blue jumper"}, personality="Zuzka is brave.",
    )  # fmt: skip
    house.portray(character, hands=doubles(picture=picture))
    hero: Hero = picture.calls[0]["brief"].hero
    assert (hero.species, hero.kind, hero.age, hero.pronouns) == (Species.ANIMAL, "fox", 4, Pronouns.HE)
    assert hero.appearance == "of Irish heritage, short hair, a blue jumper"
    assert hero.traits == ("vitiligo",)
    assert "Zuzka" not in repr(hero)


def test_dagster_holds_no_name_and_no_look_of_a_character(house: House, events: Events) -> None:
    character = house.character("Zuzka", inclusivity_traits=["vitiligo"], appearance="hair like a copper kettle")
    held = events(house.portray(character))
    assert "character__headshot" in held
    for secret in ("Zuzka", "copper kettle", "vitiligo"):
        assert secret not in held


def test_an_objection_changes_the_next_try_and_in_the_end_fails_the_portrait_with_its_reason(house: House) -> None:
    picture = Script()
    character = house.character(inclusivity_traits=["wheelchair_user"])
    result = house.portray(character, hands=doubles(picture=picture, verdicts=[WRONG] * 4))
    assert not result.success
    objections = [call["brief"].objection for call in picture.calls]
    assert objections == [None, *["The chair's wheel is missing."] * 3]
    assert [call["brief"].last_try for call in picture.calls] == [False, False, False, True]
    row = house.drawn(character)
    assert row.status == "failed"
    states = row.asset_generation_status["assets"]
    assert states["headshot"]["error"] == "A trait is not shown as it should be."
    assert states["body"]["error"].startswith("needs headshot, which failed:")
    assert row.reference_images is None
    assert not any(path.suffix == ".png" for path in house.folder.rglob("*"))


def test_words_that_are_not_for_children_are_never_drawn(house: House) -> None:
    picture = Script()
    character = house.character(appearance="in a bloodbath")
    result = house.portray(character, hands=doubles(picture=picture))
    assert "REQUEST_NOT_FOR_CHILDREN" in str(result.failure_data_for_node("character__headshot"))
    assert picture.calls == []


def test_a_person_s_note_on_a_portrait_reaches_the_painter(house: House) -> None:
    picture = Script()
    character = house.character("Zuzka")
    house.portray(character)
    house.ledger.ask(subject_id=character, parts=[Portrait.HEADSHOT], note="Let Zuzka smile.")
    house.portray(character, Portrait.HEADSHOT, hands=doubles(picture=picture))
    (brief,) = [call["brief"] for call in picture.calls]
    assert brief.objection.endswith("smile.")
    assert "Zuzka" not in brief.objection


def test_a_late_portrait_is_fenced_off(house: House) -> None:
    character = house.character()
    claim = house.ledger.claim(subject_id=character, part=Portrait.HEADSHOT, run_id="old", mode=ClaimMode.QUEUE)
    house.ledger.ask(subject_id=character, parts=list(Portrait))
    with pytest.raises(Superseded, match="asked for anew"):
        house.ledger.record(claim, columns={"appearance_url": "https://old"}, url=None, object_key=None)
    assert house.drawn(character).appearance_url is None


def test_the_studio_draws_and_checks_portraits_by_itself(house: House) -> None:
    hands = doubles()
    studio = type(hands)(text=hands.text, picture=StudioPictures(), speech=hands.speech, check=StudioCheck())
    character = house.character(species="dragon", inclusivity_traits=["prosthetic_leg", "vitiligo"], **LOOKS)
    result = house.portray(character, hands=studio)
    assert result.success
    assert all(evaluation.passed for evaluation in result.get_asset_check_evaluations())
    for portrait in Portrait:
        job = house.drawn(character).job(portrait)
        assert job is not None
        assert Picture(png=house.store.get(str(job.metadata["object_key"]))).png.startswith(b"\x89PNG")
