"""What a character does to the stories about it: who they are about, and what their pictures lean on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import dagster as dg
import pytest

from storytailor_dagster.character.hero import Pronouns, Species
from storytailor_dagster.character.portraits import PortraitBrief
from storytailor_dagster.defs.jobs import redraw_stories
from storytailor_dagster.defs.references import Kept
from storytailor_dagster.ledger import CharacterFields
from storytailor_dagster.providers.doubles import Script, doubles
from storytailor_dagster.providers.studio.illustration.figures.look import look_of
from storytailor_dagster.settings import Settings
from storytailor_dagster.store import FolderStore
from storytailor_dagster.story.parts import SCENES, Part
from storytailor_dagster.story.verdict import Matter, Objected, Verdict
from storytailor_dagster_tests.defs.conftest import House

Events = Callable[[dg.ExecuteInProcessResult], str]
LOOKS: dict[str, Any] = {"age": 6, "gender": "girl", "appearance": {"hair": "curly red"}}


@pytest.fixture
def hasty(house: House) -> House:
    """A house whose covers wait for nobody."""
    house.settings = Settings(portrait_seconds=0)
    return house


def sent(picture: Script) -> list[list[str]]:
    """The references of each picture of a story: portraits by name, others by `picture`."""
    return [
        [reference.portrait.value if reference.portrait else "picture" for reference in call["references"]]
        for call in picture.calls
        if not isinstance(call["brief"], PortraitBrief)
    ]


def metadata(result: dg.ExecuteInProcessResult, asset: str) -> dict[str, Any]:
    (event,) = [one for one in result.get_asset_materialization_events() if str(one.asset_key) == f"AssetKey({asset})"]
    return {name: value.value for name, value in event.materialization.metadata.items()}


def test_every_picture_leans_on_those_before_it_and_then_on_the_portraits(house: House) -> None:
    picture = Script()
    hands = doubles(picture=picture)
    character = house.character(**LOOKS)
    house.portray(character, hands=hands)
    assert house.run(house.asked(characterId=str(character)), hands=hands).success
    portraits = ["headshot", "body"]
    assert sent(picture) == [
        portraits,
        ["picture", *portraits],
        *[["picture", "picture", *portraits]] * 3,
    ]
    stored = {house.store.get(str(job.metadata["object_key"])) for job in house.drawn(character).jobs}
    assert {reference.png for reference in picture.calls[2]["references"]} == stored


def test_a_story_is_about_its_character(house: House) -> None:
    text, picture = Script(), Script()
    hands = doubles(text=text, picture=picture)
    character = house.character("Alex", species="robot", inclusivity_traits=["hearing_aids"], pronouns="he", age=9)
    house.portray(character, hands=hands)
    story = house.asked(characterId=str(character), hero={"name": "Somebody Else"}, age=4)
    result = house.run(story, hands=hands)
    hero = text.calls[0]["request"].hero
    assert (hero.species, hero.traits, hero.pronouns, hero.age) == (Species.ROBOT, ("hearing_aids",), Pronouns.HE, 9)
    assert "Alex" in house.row(story).content["text"]
    briefs = [call["brief"] for call in picture.calls]
    assert {brief.hero.traits for brief in briefs} == {("hearing_aids",)}
    assert [brief.age for brief in briefs] == [9, 9, 4, 4, 4, 4, 4]
    assert len({getattr(brief, "hero_seed", brief.seed) for brief in briefs}) == 1
    told = metadata(result, "['story', 'cover']")
    assert (told["character"], told["portraits"]) == (str(character), "headshot, body")


def test_the_studio_s_hero_is_the_same_child_in_portraits_and_every_story(hasty: House) -> None:
    """The same face, hair, skin and clothes: a look is all that the studio draws a hero from."""
    picture = Script()
    character = hasty.character(**LOOKS)
    stories = [hasty.asked(characterId=str(character)) for _ in range(2)]
    hasty.portray(character, hands=doubles(picture=picture))
    for story in stories:
        hasty.run(story, [Part.CONTENT, Part.COVER, Part.SCENE_1], hands=doubles(picture=picture))
    briefs = [call["brief"] for call in picture.calls]
    looks = [look_of(brief.hero, seed=getattr(brief, "hero_seed", brief.seed)) for brief in briefs]
    assert len(looks) == 6
    assert all(look == looks[0] for look in looks)
    assert len({brief.seed for brief in briefs}) == 3  # while places and plots differ


@pytest.mark.parametrize("whose", ["nobody's", "another family's", "no id"])
def test_a_story_about_a_character_that_its_family_has_not_fails_and_says_why(house: House, whose: str) -> None:
    other = uuid4()
    if whose == "another family's":
        fields = CharacterFields(name="Zuzka", traits={})
        house.ledger.characters.insert(uuid4(), character_id=other, fields=fields)
    story = house.asked(characterId="one" if whose == "no id" else str(other))
    assert not house.run(story).success
    job = house.row(story).job(Part.CONTENT)
    assert job is not None
    assert (job.status, job.code) == ("failed", "CHARACTER_GONE")


def test_a_wrong_hero_never_lands(house: House) -> None:
    wrong = Verdict(objections=(Objected(matter=Matter.HERO, says="Another child."),))
    character = house.character(**LOOKS)
    house.portray(character)
    story = house.asked(characterId=str(character))
    house.run(story, [Part.CONTENT])
    house.run(story, [Part.COVER], hands=doubles(verdicts=[wrong] * 4))
    row = house.row(story)
    assert row.cover_art_url is None
    assert row.asset_generation_status["assets"]["cover"]["error"] == "The hero is not as described."
    assert not list((house.folder / "images" / "stories").glob("**/*.png"))


@dataclass
class Counting:
    """A folder store that knows what was read of it."""

    store: FolderStore
    read: list[str] = field(default_factory=list)

    def get(self, key: str) -> bytes:
        self.read.append(key)
        time.sleep(0.05)
        return self.store.get(key)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)


def test_a_portrait_is_read_from_the_store_once_by_all_who_ask_at_once(house: House) -> None:
    store = Counting(house.store)
    for number in range(3):
        house.store.put(f"images/{number}-x.png", bytes([number]), content_type="image/png")
    kept, found = Kept(2), []

    def ask() -> None:
        found.append(kept.get(store, "images/0-x.png"))

    threads = [threading.Thread(target=ask) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [b"\x00"] * 5
    assert store.read == ["images/0-x.png"]
    for number in (1, 2, 0):
        kept.get(store, f"images/{number}-x.png")
    assert store.read == [f"images/{number}-x.png" for number in (0, 1, 2, 0)]


def test_a_character_s_pictures_are_drawn_anew_by_a_job(house: House) -> None:
    character = house.character(**LOOKS)
    house.portray(character)
    about, text_only = (
        house.asked(characterId=str(character)),
        house.asked(characterId=str(character), generateAssets=False),
    )
    other = house.asked()
    for story, parts in ((about, tuple(Part)), (text_only, (Part.CONTENT,)), (other, tuple(Part))):
        assert house.run(story, parts).success
    config = {"ops": {"queue_pictures": {"config": {"character_id": str(character)}}}}
    result = redraw_stories.execute_in_process(run_config=config, resources={"ledger": house.ledger})
    assert result.success
    queued = {job.part for job in house.row(about).jobs if job.status == "queued"}
    assert queued == {Part.COVER, *SCENES, Part.PDF}
    assert {job.status for one in (text_only, other) for job in house.row(one).jobs} == {"ready", "canceled"}
    assert house.run(about, tuple(queued)).success


@pytest.mark.parametrize(("typed", "said"), [("Zuzka", "INVALID_FIELD"), (str(UUID(int=7)), "Look at the id.")])
def test_an_id_that_was_mistyped_is_refused_by_the_job(house: House, typed: str, said: str) -> None:
    refused = redraw_stories.execute_in_process(
        run_config={"ops": {"queue_pictures": {"config": {"character_id": typed}}}},
        resources={"ledger": house.ledger},
        raise_on_error=False,
    )
    assert said in str(refused.failure_data_for_node("queue_pictures"))
