from __future__ import annotations

import pytest

from storytailor_dagster.story.book.letters import curly
from storytailor_dagster.story.book.tones import contrast, tones
from storytailor_dagster.story.palette import NOTHING_DEEP, UNREADABLE


@pytest.mark.parametrize(
    "colours",
    [
        ("#071925", "#1C4963", "#5E8887"),
        ("#959500", "#00A000", "#404040"),
        ("#A01010", "#30107F", "#0F4C3A"),
        UNREADABLE,
        NOTHING_DEEP,
    ],
)
def test_words_can_be_read_on_every_paper(colours: tuple[str, str, str]) -> None:
    found = tones({f"sceneAHex{n}": colour for n, colour in enumerate(colours, start=1)}, "sceneA")
    assert contrast(found.ink, found.paper) >= 11
    assert contrast(found.ink, found.wash) >= 7
    assert contrast(found.ink, found.hill) >= 4.5
    assert contrast(found.accent, found.paper) >= 4.5
    assert contrast(found.accent, (255, 255, 255)) >= 4.5


def test_a_scene_without_colours_takes_the_covers() -> None:
    palette = {"coverHex1": "#2B1D5A", "coverHex2": "#7A2F10", "coverHex3": "#0F4C3A"}
    assert tones(palette, "sceneB") == tones(palette, "cover")
    assert tones(palette, "cover") != tones({}, "cover")


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ('"Hello," said Mira.', "“Hello,” said Mira."),
        ("\"'Come,' he said.\"", "“‘Come,’ he said.”"),
        ("the dogs' kennel isn't Mira's", "the dogs’ kennel isn’t Mira’s"),
        ("Rock 'n' roll", "Rock ’n’ roll"),
        ("wait... -- now", "wait… – now"),
        ("pages 3-5", "pages 3–5"),
        ("a well-known path", "a well-known path"),
        ("“Already — curly…”", "“Already — curly…”"),
    ],
)
def test_typewriter_marks_become_typographic(typed: str, set_: str) -> None:
    assert curly(typed) == set_
