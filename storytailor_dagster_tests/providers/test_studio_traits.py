"""Every trait in the studio's pictures: drawn where it is said to be, seen, recorded, checked; or left out."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from PIL import Image, ImageChops

from storytailor_dagster.character.catalogue import TRAITS, Shown, shown_parts, shown_traits
from storytailor_dagster.character.hero import Hero, Species
from storytailor_dagster.providers.studio.check import StudioCheck
from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.compose import compose
from storytailor_dagster.providers.studio.illustration.figures.aids.told import LEFT, RIGHT
from storytailor_dagster.providers.studio.illustration.figures.hero import draw
from storytailor_dagster.providers.studio.illustration.figures.look import look_of
from storytailor_dagster.providers.studio.illustration.seen import mask, seen
from storytailor_dagster.providers.studio.illustration.shapes import H, W
from storytailor_dagster.providers.till import OpenTill
from storytailor_dagster.story.parts import SCENES, Part
from storytailor_dagster.story.pictures import PART, Picture, PictureBrief
from storytailor_dagster.story.staging import Companion, Feeling, Light, Pose, Prop, Setting, Staging
from storytailor_dagster.story.verdict import GRAVE, Matter
from storytailor_dagster_tests.gallery import LIGHT, LYING, STANDING, figure, rendered
from storytailor_dagster_tests.trait_samples import MENTIONS, TRIPLES, hero

SHOWN = [name for name, trait in TRAITS.items() if trait.shown is not Shown.NEVER]
ALWAYS = [name for name, trait in TRAITS.items() if trait.shown is Shown.ALWAYS]
MENTIONED = [name for name, trait in TRAITS.items() if trait.shown is Shown.IF_MENTIONED]
NEVER = [name for name, trait in TRAITS.items() if trait.shown is Shown.NEVER]
LOOK = "brown skin, curly black hair, a striped jumper and jeans"
OTHERS = [species for species in Species if species is not Species.HUMAN]
WIDTH = 200


def brief(who: Hero, part: Part = Part.SCENE_1, **staged: object) -> PictureBrief:
    given = {
        "setting": Setting.MEADOW,
        "light": Light.DAY,
        "pose": Pose.STAND,
        "feeling": Feeling.HAPPY,
        "companion": Companion.FOX,
        "props": (Prop.BASKET,),
        **staged,
    }
    staging = Staging.model_validate(given)
    return PictureBrief(part=part, hero=who, staging=staging, description="Mira stands.", seed=4)


def document(who: Hero, pose: Pose = Pose.STAND) -> str:
    return figure(who, pose=pose, seed=4, box=LYING if pose is Pose.SLEEP else STANDING, width=WIDTH)


def change(with_it: str, without: str, where: Image.Image) -> float:
    """The mean difference of two documents where the mask is white, 0 to 255."""
    one, other = (rendered(svg, width=WIDTH).convert("L") for svg in (with_it, without))
    apart = ImageChops.difference(one, other)
    inside = [(value, weight) for value, weight in zip(apart.tobytes(), where.tobytes(), strict=True) if weight > 127]
    assert inside
    return sum(value for value, _ in inside) / len(inside)


@pytest.mark.parametrize("trait", SHOWN)
@pytest.mark.parametrize("species", [Species.HUMAN, Species.ANIMAL, Species.ROBOT])
def test_a_trait_changes_the_picture_where_its_part_is(trait: str, species: Species) -> None:
    who, plain = (hero(*traits, species=species, appearance=LOOK) for traits in ((trait,), ()))
    with_it, without = document(who), document(plain)
    for part in shown_parts(who):
        assert change(with_it, without, mask(with_it, part, width=WIDTH)) > 9, part


@pytest.mark.parametrize("trait", NEVER)
def test_what_has_no_look_leaves_no_mark(trait: str) -> None:
    for words in ("", "a book with jumbled letters"):
        assert document(hero(trait, appearance=words)) == document(hero(appearance=words))


@pytest.mark.parametrize("trait", MENTIONED)
def test_what_nobody_mentions_is_not_drawn(trait: str) -> None:
    assert document(hero(trait, mentioned=False)) == document(hero())
    assert document(hero(trait)) != document(hero(appearance=MENTIONS[trait].replace("a ", "no ")))


@pytest.mark.parametrize("trait", SHOWN)
def test_every_species_in_every_pose_has_the_part(trait: str) -> None:
    for species in Species:
        for pose in Pose:
            who = hero(trait, species=species)
            named = set(re.findall(r'data-part="([^"]+)"', document(who, pose)))
            assert set(shown_parts(who)) <= named, (species, pose)


@pytest.mark.parametrize("trait", SHOWN)
def test_a_part_is_plainly_seen_in_every_pose(trait: str) -> None:
    """On people, and on another species for each trait."""
    for species in (Species.HUMAN, OTHERS[SHOWN.index(trait) % len(OTHERS)]):
        for pose in (Pose.SIT, Pose.SLEEP, Pose.HUG):
            who = hero(trait, species=species, appearance="a red coat and trousers")
            sights = seen(document(who, pose))
            assert all(sights[part].plain for part in shown_parts(who)), (species, pose)


@pytest.mark.parametrize("traits", TRIPLES, ids="+".join)
@pytest.mark.parametrize("species", [Species.HUMAN, Species.ANIMAL, Species.ROBOT])
def test_three_traits_go_together(traits: tuple[str, ...], species: Species) -> None:
    who = hero(*traits, species=species)
    for pose in (Pose.WAVE, Pose.SLEEP):
        sights = seen(document(who, pose))
        assert [part for part in shown_parts(who) if not sights[part].plain] == [], pose


@pytest.mark.parametrize("chair", ["wheelchair_manual", "wheelchair_power"])
@pytest.mark.parametrize("species", [Species.HUMAN, Species.ANIMAL, Species.DRAGON])
@pytest.mark.parametrize("age", [3, 6, 10])
def test_the_feet_are_on_the_foot_plate(chair: str, species: Species, age: int) -> None:
    for traits in ((chair,), (chair, "dwarfism")):
        who = hero(*traits, species=species, age=age)
        x, y = draw(Canvas(LIGHT), look_of(who, seed=4), Pose.STAND, Feeling.HAPPY).anchors["foot_near"]
        plate = mask(document(who), chair, width=WIDTH)
        scale = WIDTH / STANDING[2]
        sole = [round((x + along - STANDING[0]) * scale) for along in range(-6, 27, 4)]
        rows = [round((y + down - STANDING[1]) * scale) for down in range(16, 28, 2)]
        assert any(all(plate.getpixel((across, row)) == 255 for across in sole) for row in rows)


def test_what_is_covered_is_not_seen() -> None:
    svg = document(hero("vitiligo"))
    assert seen(svg)["vitiligo"].plain
    covered = svg.replace("</svg>", '<rect x="-500" y="-500" width="1000" height="700" fill="#fff"/></svg>')
    assert not seen(covered)["vitiligo"].plain
    misty = svg.replace("</svg>", '<rect x="-500" y="-500" width="1000" height="700" fill="#fff" opacity=".2"/></svg>')
    assert seen(misty)["vitiligo"].plain


@pytest.mark.parametrize("trait", SHOWN)
def test_the_check_is_exact(trait: str) -> None:
    asked = brief(hero(trait, appearance=LOOK))
    picture = Picture(png=b"", drawn=compose(asked).drawn)
    assert StudioCheck().look(till=OpenTill(), brief=asked, picture=picture).value.objections == ()
    for part in shown_parts(asked.hero):
        without = replace(picture, drawn=tuple(name for name in picture.drawn if name != f"{PART}{part}"))
        (objection,) = StudioCheck().look(till=OpenTill(), brief=asked, picture=without).value.objections
        assert objection.matter is Matter.TRAIT
        assert objection.matter in GRAVE
        assert TRAITS[trait].label in objection.says


@pytest.mark.parametrize("trait", ["dyslexia", "asthma"])
def test_what_is_not_shown_is_not_asked_for(trait: str) -> None:
    asked = brief(hero(trait, mentioned=False))
    assert shown_traits(asked.hero) == ()
    picture = Picture(png=b"", drawn=compose(asked).drawn)
    assert StudioCheck().look(till=OpenTill(), brief=asked, picture=picture).value.objections == ()


def test_hands_are_freed_where_what_they_hold_would_hide_a_part() -> None:
    who = hero("crutches", "type1_diabetes", "vitiligo")
    for pose in (Pose.WAVE, Pose.HUG):
        drawn = compose(brief(who, pose=pose, props=(Prop.BASKET, Prop.MAP))).parts
        assert set(shown_parts(who)) <= drawn, pose


def test_nothing_of_a_hero_with_a_part_is_mirrored() -> None:
    assert not any(compose(brief(hero("medical_alert_symbol"), part)).mirrored for part in SCENES)


@pytest.mark.parametrize(
    ("words", "part", "side"),
    [
        ("", "prosthetic_leg", LEFT),
        ("her right leg is a prosthesis", "prosthetic_leg", RIGHT),
        ("", "limb_difference_arm_missing", RIGHT),
        ("her left arm ends at the elbow", "limb_difference_arm_missing", LEFT),
        ("a birthmark on the left cheek", "birthmark_large", LEFT),
    ],
)
def test_a_part_is_on_the_side_that_the_family_says(words: str, part: str, side: str) -> None:
    assert look_of(hero(part, appearance=words), seed=2).told.sides[part] == side


def test_two_parts_of_one_kind_take_a_side_each() -> None:
    look = look_of(hero("prosthetic_arm", "limb_difference_arm_missing", "medical_alert_symbol"), seed=2)
    assert look.told.sides["prosthetic_arm"] != look.told.sides["limb_difference_arm_missing"]


def test_marks_are_where_the_family_says_and_nowhere_else() -> None:
    told = look_of(hero("vitiligo", appearance="vitiligo on her hands and knees, brown eyes"), seed=2).told
    assert told.places["vitiligo"] == {"hand", "leg"}
    usual = look_of(hero("vitiligo"), seed=2).told
    assert {"eye", "hand"} <= usual.places["vitiligo"]
    brown, wine = (document(hero("birthmark_large", appearance=words)) for words in ("a brown birthmark", ""))
    assert brown != wine


def test_a_whole_scene_s_document_has_the_parts_in_it() -> None:
    asked = brief(hero("wheelchair_manual", "hearing_aids", "albinism"), setting=Setting.BEACH, light=Light.GOLDEN)
    composition = compose(asked)
    assert composition.parts == {"wheelchair_manual", "hearing_aids", "albinism"}
    assert f'viewBox="0 0 {W} {H}"' not in composition.svg
