"""What words about where a family is from leave to a picture: a plausible range, never over the family's own words."""

from __future__ import annotations

import pytest

from storytailor_dagster.character.hero import Pronouns, Species
from storytailor_dagster.providers.studio.illustration.colour import oklab
from storytailor_dagster.providers.studio.illustration.figures.heads.hair import STYLES
from storytailor_dagster.providers.studio.illustration.figures.heritage import HERITAGES, MIXED, TEXTURES, read
from storytailor_dagster.providers.studio.illustration.figures.look import Look, look_of
from storytailor_dagster.providers.studio.illustration.figures.wardrobe import SKINS
from storytailor_dagster_tests.trait_samples import hero

SEEDS = range(40)


def looks(words: str, pronouns: Pronouns = Pronouns.SHE) -> list[Look]:
    return [look_of(hero(appearance=words, pronouns=pronouns), seed=seed) for seed in SEEDS]


def lightness(words: str) -> list[float]:
    return [oklab(look.skin)[0] for look in looks(words)]


@pytest.mark.parametrize("words", ["Black", "a Black girl in a red dress", "Nigerian", "African-American", "is black"])
def test_a_black_child_has_brown_to_deep_skin_and_hair_that_curls(words: str) -> None:
    for look in looks(words):
        assert look.skin in SKINS[5:]
        assert look.hair_style in TEXTURES["coily"] | TEXTURES["curly"]
        assert oklab(look.hair)[0] < 0.4
        assert look.outfit.top != "#33303a"


@pytest.mark.parametrize("words", ["East Asian", "Latina", "South Asian", "Irish", "mixed", "Māori", "Somali"])
def test_nobody_looks_like_a_nation(words: str) -> None:
    found = looks(words)
    assert len({look.skin for look in found}) >= 3
    assert len({look.hair_style for look in found}) >= 3


def test_what_is_said_of_skin_and_hair_wins() -> None:
    for look in looks("Nigerian, fair skin, straight blonde ponytail"):
        assert (look.skin, look.hair, look.hair_style) == ("#f8dcc6", "#e0b564", "ponytail")
    assert {look.hair for look in looks("Irish, red hair")} == {"#b5532e"}


def test_long_hair_is_long_in_each_texture() -> None:
    assert {look.hair_style for look in looks("Nigerian, long hair")} <= {"braids", "locs", "curly_long"}
    assert {look.hair_style for look in looks("East Asian, long black hair")} <= {"straight_long", "wavy", "braids"}
    assert {look.hair_style for look in looks("long hair")} == {"straight_long"}


def test_a_child_of_two_heritages_has_something_of_each() -> None:
    both, one, other = (lightness(words) for words in ("half Nigerian, half Irish", "Nigerian", "Irish"))
    assert max(one) < sum(both) / len(both) < min(other)
    assert [row.skins for row in read("mixed Black and white")[0]] == [row.skins for row in read("Nigerian, Irish")[0]]
    assert read("mixed race")[0] == (MIXED,)
    assert MIXED not in read("mixed race, Kenyan and Korean")[0]


@pytest.mark.parametrize(
    "words",
    [
        "black hair, brown eyes",
        "black, curly hair",
        "a black and white striped shirt",
        "a white dress",
        "black boots",
        "hair: black, eyes: brown",
        "brown hair",
        "Dutch braids",
        "a coat of mixed colours",
        "a girl with a black cat",
    ],
)
def test_colours_of_things_say_nothing_of_people(words: str) -> None:
    assert read(words) == ((), words)


def test_a_name_is_never_read_as_a_colour() -> None:
    assert {look.hair for look in looks("white boy, short brown hair", Pronouns.HE)} == {"#4f3022"}
    assert all(look.outfit.top != "#f5f0e6" for look in looks("a white girl in a dress with stripes"))


def test_creatures_have_no_heritage() -> None:
    plain, named = (look_of(hero(species=Species.ANIMAL, appearance=words), seed=2) for words in ("", "Nigerian"))
    assert plain.skin == named.skin


def test_the_same_seed_is_the_same_child() -> None:
    assert looks("Latina, a red dress") == looks("Latina, a red dress")


def test_every_row_can_be_drawn() -> None:
    for row in (*HERITAGES, MIXED):
        first, last = row.skins
        assert 0 <= first < last < len(SKINS)
        assert row.styles <= set(STYLES)
