"""What models are asked with: complete, for every type and trait, and without what must not leave the house."""

from __future__ import annotations

import json
import typing
from pathlib import Path
from uuid import UUID

import pytest
from openai.types.image_model import ImageModel
from openai.types.shared import chat_model

from storytailor_dagster.character.catalogue import TRAITS, Shown, shown_traits
from storytailor_dagster.character.hero import Hero, Species
from storytailor_dagster.character.portraits import Portrait, PortraitBrief
from storytailor_dagster.providers.openai import schema
from storytailor_dagster.providers.openai.text import StoryReply
from storytailor_dagster.providers.openai.vision import Point, TraitPoint, VisionReply, verdict
from storytailor_dagster.providers.prompts.checks import brief_as_data
from storytailor_dagster.providers.prompts.kinds import KINDS
from storytailor_dagster.providers.prompts.pictures import GENTLER, prompt
from storytailor_dagster.providers.prompts.story import instructions, request_as_data
from storytailor_dagster.settings import Settings
from storytailor_dagster.story.parts import Part
from storytailor_dagster.story.pictures import Picture, PictureBrief
from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.story.staging import Companion, Feeling, Light, Pose, Prop, Setting, Staging
from storytailor_dagster.story.types import StoryType
from storytailor_dagster.story.verdict import Matter, Objected

HERO = Hero(name="Alvaro", appearance="curly hair and an inhaler", traits=("vitiligo", "asthma", "dyslexia", "adhd"))
STAGING = Staging(
    setting=Setting.BEACH,
    light=Light.DUSK,
    pose=Pose.REACH,
    feeling=Feeling.AWED,
    companion=Companion.OWL,
    props=(Prop.KITE, Prop.MAP),
)

EARLIER = Picture(png=b"earlier")
PORTRAITS = tuple(Picture(png=b"portrait", portrait=portrait) for portrait in Portrait)


def request(**other: object) -> StoryRequest:
    return StoryRequest(story_id=UUID(int=7), hero=HERO, age=5).model_copy(update=other)


def brief(part: Part = Part.SCENE_2, **other: object) -> PictureBrief:
    made = PictureBrief(part=part, hero=HERO, staging=STAGING, description="Alvaro lets go.", title="Secret Title")
    return made.model_copy(update=other)


@pytest.mark.parametrize("kind", StoryType)
def test_each_story_type_has_its_own_rules(kind: StoryType) -> None:
    told = instructions(request(story_type=kind))
    assert KINDS[kind] in told
    assert "40 to 90 words in each beat" in told
    assert "{" not in told


@pytest.mark.parametrize("kind", StoryType)
def test_the_fields_of_a_type_are_named_as_families_send_them(kind: StoryType) -> None:
    fields = {
        StoryType.BIRTHDAY: ("birthdayMessage", "ageTurning"),
        StoryType.EDUCATIONAL: ("educationalSubject",),
        StoryType.FINANCIAL_LITERACY: ("financialConcept",),
        StoryType.LANGUAGE_LEARNING: ("targetLanguage", "proficiencyLevel"),
        StoryType.MEDICAL_BRAVERY: ("medicalChallenge",),
        StoryType.MENTAL_HEALTH: ("emotionExplored",),
        StoryType.MILESTONES: ("milestoneType",),
        StoryType.TECH_READINESS: ("techConcept",),
        StoryType.INNER_CHILD: ("yourName", "childhoodName", "ageToReconnectWith", "emotionalFocusArea"),
        StoryType.CHILD_LOSS: ("emotionalFocusArea",),
        StoryType.NEW_BIRTH: ("giftGiverName",),
    }
    assert all(f"`{field}`" in KINDS[kind] for field in fields.get(kind, ()))


def test_what_was_wrong_is_told_and_what_is_to_be_avoided() -> None:
    told = instructions(request(avoid=("spiders",)), objection="It was cut off.")
    assert "It was cut off." in told
    assert "`avoid`" in told
    assert json.loads(request_as_data(request(avoid=("spiders",))))["avoid"] == ["spiders"]


def test_no_id_and_no_seed_is_in_the_request() -> None:
    data = request_as_data(request(seed=987654321))
    assert "987654321" not in data
    assert str(UUID(int=7)) not in data


def test_a_picture_is_asked_for_with_its_moment_and_without_its_title() -> None:
    told = prompt(brief(), references=(EARLIER, EARLIER))
    for word in ("beach", "dusk", "reach", "awed", "owl", "kite", "map", "Alvaro lets go.", "sent along"):
        assert word in told
    assert "Secret Title" not in told
    assert "lettered" not in told
    assert "sent along" not in prompt(brief())


def test_portraits_come_last_and_decide_how_the_hero_looks() -> None:
    assert "portrait" not in prompt(brief(), references=(EARLIER,))
    assert "The last picture sent along" in prompt(brief(), references=(EARLIER, PORTRAITS[0]))
    both = prompt(brief(), references=(EARLIER, *PORTRAITS))
    assert "The last two pictures sent along" in both
    assert "the portrait decides" in both


@pytest.mark.parametrize("portrait", Portrait)
def test_a_portrait_is_asked_for_alone_on_a_plain_ground(portrait: Portrait) -> None:
    asked = PortraitBrief(portrait=portrait, hero=Hero(name="Alvaro", age=9, traits=("wheelchair_manual", "vitiligo")))
    told, data = prompt(asked), json.loads(brief_as_data(asked))
    assert "Square format." in told
    assert TRAITS["vitiligo"].headshot in told or portrait is Portrait.BODY
    assert (TRAITS["wheelchair_manual"].picture in told) == (portrait is Portrait.BODY)
    assert (data["kind"], data["reader_age"]) == ("portrait", 9)
    assert [one["trait"] for one in data["traits"]] == list(asked.traits)
    assert "place" not in data


def test_the_reader_s_age_is_not_the_hero_s() -> None:
    assert json.loads(brief_as_data(brief(age=4, hero=Hero(name="Alvaro", age=9))))["reader_age"] == 4


def test_a_cover_keeps_room_for_its_title() -> None:
    assert "upper third" in prompt(brief(Part.COVER))


def test_an_objection_and_a_block_change_the_prompt() -> None:
    plain = prompt(brief(), references=(EARLIER,))
    mended = prompt(brief(objection="Two left hands."), references=(EARLIER,))
    gentle = prompt(brief(objection=GENTLER), references=(EARLIER,))
    assert "Two left hands." in mended
    assert len({plain, mended, gentle}) == 3
    assert GENTLER not in gentle


def test_traits_are_shown_always_or_if_mentioned_or_never() -> None:
    assert shown_traits(HERO) == ("vitiligo", "asthma")
    told = prompt(brief())
    assert TRAITS["vitiligo"].picture in told
    assert TRAITS["asthma"].picture in told
    assert TRAITS["adhd"].picture not in told
    assert TRAITS["dyslexia"].picture not in told


@pytest.mark.parametrize("trait", TRAITS)
@pytest.mark.parametrize("species", [Species.HUMAN, Species.ROBOT, Species.ANIMAL])
def test_every_trait_that_is_always_shown_is_drawn_and_checked(trait: str, species: Species) -> None:
    hero = Hero(name="Alvaro", species=species, traits=(trait,))
    shown = TRAITS[trait].shown is Shown.ALWAYS
    assert (TRAITS[trait].picture in prompt(brief(hero=hero))) == shown
    assert (trait in [one["trait"] for one in json.loads(brief_as_data(brief(hero=hero)))["traits"]]) == shown


@pytest.mark.parametrize("trait", TRAITS)
def test_a_painter_is_told_what_must_not_be_shown(trait: str) -> None:
    hero = Hero(name="Alvaro", traits=(trait,), appearance=" and ".join(w[0] for w in TRAITS[trait].mentions.values()))
    told = prompt(brief(hero=hero))
    assert (TRAITS[trait].never in told) == (TRAITS[trait].shown is not Shown.NEVER)


@pytest.mark.parametrize("trait", [name for name, row in TRAITS.items() if row.shown is Shown.ALWAYS])
def test_a_checker_is_asked_the_row_s_questions_without_their_answers(trait: str) -> None:
    asked = brief_as_data(brief(hero=Hero(name="Alvaro", traits=(trait,))))
    (told,) = json.loads(asked)["traits"]
    assert told["questions"] == [question.ask for question in TRAITS[trait].questions]
    assert "right" not in told


@pytest.mark.parametrize("trait", [name for name, row in TRAITS.items() if row.shown is Shown.ALWAYS])
def test_an_answer_that_is_not_the_right_one_is_a_grave_objection(trait: str) -> None:
    hero = Hero(name="Alvaro", traits=(trait,))
    right = [question.right for question in TRAITS[trait].questions]

    def objections(answers: list[bool]) -> tuple[Objected, ...]:
        point = TraitPoint(trait=trait, fine=True, says="", answers=tuple(answers))
        return verdict(seen(traits=(point,)), brief(hero=hero)).objections

    assert objections(right) == ()
    for place, question in enumerate(TRAITS[trait].questions):
        (found,) = objections([answer is not (place == i) for i, answer in enumerate(right)])
        assert found.matter is Matter.TRAIT
        assert question.ask in found.says
    assert [found.matter for found in objections(right[:-1])] == [Matter.TRAIT]


def seen(**other: object) -> VisionReply:
    fine = Point(fine=True, says="")
    points = ("hero", "likeness", "scene", "letters", "fright", "limbs")
    return VisionReply.model_validate({**dict.fromkeys(points, fine), "traits": (), **other})


@pytest.mark.parametrize(("says", "told"), [("Alvaro's nose is another.", "the hero's nose is another."), ("", None)])
def test_another_child_than_in_the_portraits_is_a_wrong_hero(says: str, told: str | None) -> None:
    reply = seen(likeness=Point(fine=False, says=says))
    (found,) = verdict(reply, brief(hero=Hero(name="Alvaro")), compared=True).objections
    assert found.matter is Matter.HERO
    assert found.says == (told or "The hero is another one than in the portraits.")


def test_who_was_shown_no_portrait_has_nothing_to_say_of_likeness() -> None:
    reply = seen(likeness=Point(fine=False, says="Who knows?"))
    assert verdict(reply, brief(hero=Hero(name="Alvaro"))).objections == ()


@pytest.mark.parametrize("model", [StoryReply, VisionReply])
def test_schemas_are_strict(model: type[StoryReply | VisionReply]) -> None:
    def objects(node: object) -> typing.Iterator[dict[str, typing.Any]]:
        if isinstance(node, dict):
            if node.get("type") == "object":
                yield node
            for inner in node.values():
                yield from objects(inner)
        if isinstance(node, list):
            for inner in node:
                yield from objects(inner)

    made = schema.strict_schema(model)
    found = list(objects(made))
    assert found
    assert all(node["additionalProperties"] is False for node in found)
    assert all(set(node["required"]) == set(node["properties"]) for node in found)
    assert '"default"' not in json.dumps(made)


def test_no_default_model_is_retired_or_going_to_be() -> None:
    defaults = Settings.model_fields
    source = Path(chat_model.__file__).read_text(encoding="utf-8")
    going = source.partition('"""Deprecated values:')[2]
    assert going
    for name in ("text_model", "check_model"):
        model = str(defaults[name].default)
        assert model in typing.get_args(chat_model.ChatModel)
        assert f'"{model}"' not in going
    for name in ("picture_model", "picture_fallback_model"):
        assert defaults[name].default in set(typing.get_args(ImageModel)) - {"gpt-image-1", "dall-e-2", "dall-e-3"}
