"""Figures: looks from the family's words, and every species, pose, feeling, companion and thing composed."""

from __future__ import annotations

import math
import re
from io import BytesIO
from xml.etree import ElementTree

import pytest
import resvg_py
from PIL import Image

from storytailor_dagster.character.hero import Hero, Pronouns, Species
from storytailor_dagster.providers.studio.illustration.canvas import Canvas, Palette
from storytailor_dagster.providers.studio.illustration.colour import oklab
from storytailor_dagster.providers.studio.illustration.figures.companions import draw_companion
from storytailor_dagster.providers.studio.illustration.figures.figure import Figure
from storytailor_dagster.providers.studio.illustration.figures.heads.hair import STYLES
from storytailor_dagster.providers.studio.illustration.figures.hero import draw
from storytailor_dagster.providers.studio.illustration.figures.kinds import KINDS
from storytailor_dagster.providers.studio.illustration.figures.look import look_of
from storytailor_dagster.providers.studio.illustration.figures.wardrobe import HAIR_STYLES, coats
from storytailor_dagster.providers.studio.illustration.props import draw_prop
from storytailor_dagster.story.staging import Companion, Feeling, Pose, Prop

LIGHT = Palette(shade="#7a4a7c", light="#fff0c0")
ANIMALS = ("fox", "rabbit", "bear", "cat", "dog", "mouse", "owl", "hedgehog", "frog", "elephant", "lion", "penguin")


def hero(
    appearance: str = "",
    *,
    species: Species = Species.HUMAN,
    kind: str | None = None,
    age: int = 6,
    pronouns: Pronouns = Pronouns.THEY,
    traits: tuple[str, ...] = (),
) -> Hero:
    return Hero(
        name="Mira", species=species, kind=kind, pronouns=pronouns, age=age, appearance=appearance, traits=traits
    )


def document(canvas: Canvas, figure: Figure) -> str:
    canvas.add(figure.markup)
    return canvas.finish()


def assert_sound(svg: str) -> None:
    """Well-formed, every reference defined, every number a number."""
    root = ElementTree.fromstring(svg)
    defined = {element.get("id") for element in root.iter()}
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= defined
    assert not re.search(r"\b(nan|inf|None)\b", svg)


def figure_of(who: Hero, pose: Pose, feeling: Feeling, holding: Prop | None = None) -> tuple[str, Figure]:
    canvas = Canvas(LIGHT)
    figure = draw(canvas, look_of(who, seed=7), pose, feeling, holding=holding)
    return document(canvas, figure), figure


@pytest.mark.parametrize("species", Species)
def test_every_species_composes_in_every_pose_and_feeling(species: Species) -> None:
    for pose in Pose:
        for feeling in Feeling:
            svg, figure = figure_of(hero(species=species), pose, feeling)
            assert_sound(svg)
            assert figure.drawn == ("hero",)
            assert 80 < figure.height < 560
            assert all(math.isfinite(x) and math.isfinite(y) for x, y in figure.anchors.values())


@pytest.mark.parametrize("kind", ANIMALS)
def test_a_named_animal_is_drawn_as_that_animal(kind: str) -> None:
    look = look_of(hero(species=Species.ANIMAL, kind=kind), seed=3)
    assert look.kind == kind
    assert look.skin in {coat for coat, _ in coats(kind)}
    assert_sound(figure_of(hero(species=Species.ANIMAL, kind=kind), Pose.WAVE, Feeling.HAPPY)[0])


def test_every_kind_a_look_can_have_can_be_drawn() -> None:
    for species in Species:
        assert {look_of(hero(species=species), seed=seed).kind for seed in range(60)} <= set(KINDS)


def test_every_hair_style_a_look_can_have_can_be_drawn() -> None:
    assert {style for styles in HAIR_STYLES.values() for style in styles} <= set(STYLES)


@pytest.mark.parametrize("prop", Prop)
def test_a_held_thing_is_drawn_and_named_in_every_pose_but_sleep(prop: Prop) -> None:
    for pose in Pose:
        svg, figure = figure_of(hero(), pose, Feeling.HAPPY, prop)
        assert_sound(svg)
        assert (f"prop:{prop}" in figure.drawn) == (pose is not Pose.SLEEP)


@pytest.mark.parametrize("companion", Companion)
def test_every_companion_draws_and_can_look_either_way(companion: Companion) -> None:
    for feeling in Feeling:
        canvas = Canvas(LIGHT)
        right = draw_companion(canvas, companion, feeling=feeling)
        left = draw_companion(Canvas(LIGHT), companion, feeling=feeling, faces=-1)
        assert_sound(document(canvas, right))
        assert right.drawn == (f"companion:{companion}",)
        assert left.anchors["head"][0] == -right.anchors["head"][0]
        assert 100 < right.height < 260


@pytest.mark.parametrize("prop", Prop)
def test_every_thing_stands_on_the_ground(prop: Prop) -> None:
    canvas = Canvas(LIGHT)
    thing = draw_prop(canvas, prop)
    assert_sound(document(canvas, thing))
    assert thing.drawn == (f"prop:{prop}",)
    assert 60 <= thing.height <= 130


def test_a_figure_says_how_wide_it_stands() -> None:
    for pose in Pose:
        for traits in ((), ("wheelchair_manual",)):
            left, right = figure_of(hero(traits=traits), pose, Feeling.CALM)[1].spread
            assert -300 < left < -20 < 20 < right < 260
    lying, standing = (figure_of(hero(), pose, Feeling.CALM)[1].spread for pose in (Pose.SLEEP, Pose.STAND))
    assert lying[1] - lying[0] > 2 * (standing[1] - standing[0])


def test_nothing_drawn_holds_letters() -> None:
    for pose in Pose:
        assert "<text" not in figure_of(hero("glasses, a hijab, a coat"), pose, Feeling.CALM)[0]


def test_the_same_hero_and_seed_look_and_draw_the_same() -> None:
    who = hero("curly red hair", traits=("vitiligo",))
    assert look_of(who, seed=11) == look_of(who, seed=11)
    assert figure_of(who, Pose.WALK, Feeling.BRAVE)[0] == figure_of(who, Pose.WALK, Feeling.BRAVE)[0]


def test_a_heros_name_does_not_change_the_look() -> None:
    assert look_of(hero(), seed=4) == look_of(hero().model_copy(update={"name": "Ada"}), seed=4)


def test_seeds_give_a_wide_and_fair_range_of_children() -> None:
    looks = [look_of(hero(), seed=seed) for seed in range(100)]
    assert len({(k.skin, k.hair, k.hair_style, k.outfit.cut, k.outfit.top) for k in looks}) >= 90
    assert len({k.skin for k in looks}) >= 8
    assert len({k.hair_style for k in looks}) >= 10
    assert len({k.outfit.cut for k in looks}) >= 10
    deep = sum(oklab(k.skin)[0] < 0.62 for k in looks)
    assert 30 <= deep <= 70


def test_the_familys_words_are_honoured_over_chance() -> None:
    for seed in range(12):
        look = look_of(hero("Curly red hair, freckles, a green dress and brown skin. She wears glasses"), seed=seed)
        assert look.hair_style == "curly_long"
        assert look.hair == "#b5532e"
        assert look.skin == "#96603f"
        assert (look.outfit.cut, look.outfit.top) == ("dress", "#4f9f5a")
        assert {"freckles", "glasses"} <= look.features


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ("a teal hijab", "hair_style", "hijab"),
        ("an orange patka", "hair_style", "patka"),
        ("a boy in an orange turban, brown skin", "accent", "#ec8238"),
        ("two black braids", "hair_style", "braids"),
        ("short coily hair", "hair_style", "coily_short"),
        ("long straight black hair", "hair_style", "straight_long"),
        ("bald", "hair_style", "bare"),
        ("an afro", "hair_style", "afro"),
        ("blonde ponytail", "hair", "#e0b564"),
        ("pale skin, blue eyes", "eyes", "#335f96"),
        ("a yellow scarf", "accent", "#ffc845"),
        ("Her hair is black and very long", "hair_style", "straight_long"),
        ("hair: long, black, wavy", "hair_style", "wavy"),
    ],
)
def test_words_become_looks(words: str, field: str, value: str) -> None:
    assert getattr(look_of(hero(words), seed=2), field) == value


@pytest.mark.parametrize(
    ("words", "cut", "below"),
    [
        ("red dungarees", "dungarees", "trousers"),
        ("a yellow raincoat and boots", "raincoat", "trousers"),
        ("a striped jumper and blue jeans", "jumper", "trousers"),
        ("a white t-shirt with a pink skirt", "tee", "skirt"),
        ("green hoodie, grey shorts", "hoodie", "shorts"),
        ("a blue dress", "dress", "none"),
    ],
)
def test_words_become_clothes(words: str, cut: str, below: str) -> None:
    outfit = look_of(hero(words), seed=5).outfit
    assert (outfit.cut, outfit.below) == (cut, below)


def test_a_child_in_a_shirt_always_has_something_below() -> None:
    belows = {look_of(hero("a red t-shirt"), seed=seed).outfit.below for seed in range(60)}
    assert belows <= {"trousers", "shorts", "leggings"}


def test_darker_and_lighter_words_shade_the_colour() -> None:
    plain, dark, light = (
        oklab(look_of(hero(f"{word} skin"), seed=1).skin)[0] for word in ("brown", "dark brown", "light brown")
    )
    assert dark < plain < light


@pytest.mark.parametrize(
    ("words", "wider", "taller"),
    [
        ("chubby, brown hair", True, None),
        ("a slim boy", False, None),
        ("tall", None, True),
        ("small for her age", None, False),
        ("short hair, skinny jeans, a tall hat and chubby cheeks", None, None),
    ],
)
def test_a_body_is_as_the_family_says(words: str, wider: bool | None, taller: bool | None) -> None:
    plain, said = (look_of(hero(text), seed=4).build for text in ("", words))
    assert ((said.girth > plain.girth) if said.girth != plain.girth else None) is wider
    assert ((said.stature > plain.stature) if said.stature != plain.stature else None) is taller


def test_an_animals_fur_is_as_the_family_says() -> None:
    look = look_of(hero("orange fur and a blue scarf", species=Species.ANIMAL, kind="cat"), seed=9)
    assert look.skin == "#ec8238"
    assert "scarf" in look.features


def test_a_creature_named_with_a_colour_has_it() -> None:
    assert look_of(hero("a blue robot with yellow lights", species=Species.ROBOT), seed=3).skin == "#4a86c5"


@pytest.mark.parametrize("words", ["\x00<b>&\"'", "🦊" * 80, "hair" * 90, "שיער שחור", "a,,;;and and with"])
def test_words_that_say_nothing_leave_a_whole_look(words: str) -> None:
    assert_sound(figure_of(hero(words), Pose.STAND, Feeling.CALM)[0])


def test_glasses_and_freckles_are_not_added_to_looks_the_family_described() -> None:
    looks = [look_of(hero("long black hair"), seed=seed) for seed in range(40)]
    assert not any({"glasses", "freckles"} & look.features for look in looks)


def test_children_grow_with_age() -> None:
    heights = [
        figure_of(hero("short straight hair", age=age), Pose.STAND, Feeling.CALM)[1].height for age in (3, 6, 10)
    ]
    assert heights == sorted(heights)
    assert heights[0] < 380 < heights[1] < 430 < heights[2]


def test_a_rendered_child_shows_skin_hair_and_clothes_as_said() -> None:
    canvas = Canvas(
        Palette(
            shade="#7a4a7c",
            light="#fff0c0",
            shade_op=0.2,
            body_shade_op=0.2,
            rim_op=0.1,
            grain=0,
            grade_op=0,
            vignette=0,
        )
    )
    look = look_of(hero("brown skin, short straight black hair, yellow jumper, blue trousers"), seed=6)
    figure = draw(canvas, look, Pose.STAND, Feeling.CALM)
    canvas.add(f'<g transform="translate(768 700)">{figure.markup}</g>')
    png = bytes(resvg_py.svg_to_bytes(svg_string=canvas.finish(), skip_system_fonts=True, zoom=1))
    picture = Image.open(BytesIO(png)).convert("RGB").crop((560, 250, 980, 720))
    seen = picture.quantize(24).convert("RGB").getcolors()
    assert seen is not None
    tones = ["#" + "".join(f"{c:02x}" for c in colour) for _, colour in seen if isinstance(colour, tuple)]
    for wanted in (look.skin, look.hair, look.outfit.top, look.outfit.bottom):
        assert min(math.dist(oklab(wanted), oklab(tone)) for tone in tones) < 0.06
