"""What the database keeps of a narration, and what counts as a word."""

from __future__ import annotations

import pytest

from storytailor_dagster.story.narration import audio_blocks, audio_words, spoken_paragraphs
from storytailor_dagster_tests.story.spoken import narrated


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("Nia waved.", (("Nia", "waved."),)),
        ("One.\n\nTwo\nthree.", (("One.",), ("Two", "three."))),
        ("up — and away", (("up —", "and", "away"),)),
        ("— up", (("— up",),)),
        ("End.\n\n* * *\n\nNext", (("End. * * *",), ("Next",))),
        ("…\n\n“ Hm", (("… “ Hm",),)),
        ("Zoë 🎉 42", (("Zoë 🎉", "42"),)),
        (" \n\n … \t", ()),
        ("", ()),
    ],
)
def test_a_token_without_a_letter_belongs_to_the_word_before_it(
    text: str, paragraphs: tuple[tuple[str, ...], ...]
) -> None:
    assert spoken_paragraphs(text) == paragraphs


def test_words_joined_are_the_text() -> None:
    text = "— Oh … “no,” said Łukasz –\n\n***\n\nand\tleft. 🎉"
    assert " ".join(word for words in spoken_paragraphs(text) for word in words).split() == text.split()


def test_words_are_kept_with_their_seconds() -> None:
    assert audio_words(narrated("Nia waved.", "Hi"))[1:] == [
        {"txt": "waved.", "start": 0.5, "end": 0.9},
        {"txt": "Hi", "start": 1.0, "end": 1.4},
    ]


def test_blocks_are_spans_by_beat_with_three_decimals() -> None:
    blocks = audio_blocks(narrated("Nia waved.", "Two", "Three", "Four"))
    assert blocks["a"] == (
        '<span data-start="0.000" data-end="0.400">Nia</span> <span data-start="0.500" data-end="0.900">waved.</span> '
    )
    assert list(blocks) == ["a", "b", "c", "d"]
    assert all(blocks.values())


def test_markup_in_a_word_stays_text() -> None:
    blocks = audio_blocks(narrated('<b>"Tom"</b> &', "2", "3", "4"))
    assert ">&lt;b&gt;&quot;Tom&quot;&lt;/b&gt; &amp;</span>" in blocks["a"]
