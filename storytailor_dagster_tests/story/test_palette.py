from __future__ import annotations

import re
from io import BytesIO
from math import dist

import pytest
from PIL import Image

from storytailor_dagster.story.palette import NOTHING_DEEP, UNREADABLE, extract, hue_keys
from storytailor_dagster.story.parts import SCENES, Part
from storytailor_dagster_tests.story.book_parts import drawn_picture, png


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _stripes(*colours: tuple[int, int, int]) -> bytes:
    picture = Image.new("RGB", (300, 100 * len(colours)))
    for number, colour in enumerate(colours):
        picture.paste(colour, (0, 100 * number, 300, 100 * number + 100))
    return png(picture)


def test_a_picture_gives_three_deep_colours_that_lie_apart() -> None:
    colours = extract(_stripes((150, 40, 40), (40, 130, 60), (30, 50, 150), (250, 240, 230)))
    assert all(re.fullmatch(r"#[0-9A-F]{6}", colour) for colour in colours)
    rgb = [_rgb(colour) for colour in colours]
    assert all(60 < sum(colour) < 600 and sum(colour) / 3 < 150 for colour in rgb)
    assert min(dist(rgb[0], rgb[1]), dist(rgb[0], rgb[2]), dist(rgb[1], rgb[2])) >= 80
    for wanted in ((150, 40, 40), (40, 130, 60), (30, 50, 150)):
        assert min(dist(wanted, found) for found in rgb) < 12


def test_the_same_picture_gives_the_same_colours() -> None:
    assert extract(drawn_picture()) == extract(drawn_picture())
    assert extract(drawn_picture()) != extract(_stripes((150, 40, 40)))


def test_a_picture_of_one_deep_colour_is_filled_to_three_different_ones() -> None:
    colours = extract(_stripes((30, 60, 120)))
    assert colours[0] == "#1E3C78"
    assert len(set(colours)) == 3


@pytest.mark.parametrize("grey", [(70, 70, 70), (100, 100, 100), (128, 128, 128)])
def test_a_grey_picture_still_has_three_different_colours(grey: tuple[int, int, int]) -> None:
    assert len(set(extract(_stripes(grey)))) == 3


def test_a_pale_picture_has_nothing_deep() -> None:
    assert extract(_stripes((180, 190, 200))) == NOTHING_DEEP


@pytest.mark.parametrize("colour", [(255, 255, 255), (0, 0, 0)])
def test_a_white_or_black_picture_falls_back(colour: tuple[int, int, int]) -> None:
    assert extract(_stripes(colour)) == UNREADABLE


def test_a_transparent_picture_falls_back() -> None:
    assert extract(png(Image.new("RGBA", (64, 64), (30, 60, 120, 100)))) == UNREADABLE


@pytest.mark.parametrize("cut", [0, 8, 40, 2000])
def test_bytes_that_are_no_picture_fall_back(cut: int) -> None:
    assert extract(drawn_picture()[:cut]) == UNREADABLE


def test_a_picture_too_large_to_unpack_falls_back() -> None:
    out = BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    assert extract(out.getvalue()) == UNREADABLE


def test_the_five_pictures_fill_the_fifteen_keys() -> None:
    keys = [key for part in (Part.COVER, *SCENES) for key in hue_keys(part, UNREADABLE)]
    named = {f"{name}Hex{n}" for name in ("cover", "sceneA", "sceneB", "sceneC", "sceneD") for n in (1, 2, 3)}
    assert set(keys) == named
    assert len(keys) == 15
    assert hue_keys(Part.COVER, UNREADABLE)["coverHex1"] == UNREADABLE[0]
    assert hue_keys(Part.SCENE_4, UNREADABLE) == dict(
        zip(("sceneDHex1", "sceneDHex2", "sceneDHex3"), UNREADABLE, strict=True)
    )


def test_a_part_without_a_picture_has_no_keys() -> None:
    with pytest.raises(ValueError):
        hue_keys(Part.AUDIO, UNREADABLE)
