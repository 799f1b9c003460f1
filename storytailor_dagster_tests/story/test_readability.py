from __future__ import annotations

import pytest

from storytailor_dagster.story.readability import band_for, flesch_kincaid_grade, sentences, syllables, words


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cat", 1), ("little", 2), ("looked", 1), ("wanted", 2), ("horses", 2), ("people", 2), ("family", 3),
        ("idea", 3), ("quiet", 2), ("lion", 2), ("something", 2), ("every", 2), ("radio", 3), ("breathed", 1),
        ("rhythm", 2), ("candles", 2), ("careful", 2), ("lovely", 2), ("evening", 2), ("Zoë", 2), ("sun-warm", 2),
        ("didn't", 2), ("they'll", 1), ("Mira's", 2), ("bicycle", 3), ("library", 3), ("octopus", 3),
    ],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_follows_the_formula() -> None:
    text = "The cat sat on the mat. The little dog looked up."
    expected = 0.39 * 11 / 2 + 11.8 * 12 / 11 - 15.59
    assert flesch_kincaid_grade(text) == pytest.approx(expected)


def test_longer_words_and_sentences_are_harder() -> None:
    easy = "The cat sat. The dog ran. They had fun."
    hard = "Notwithstanding considerable difficulties, the expedition eventually continued across the mountains."
    assert flesch_kincaid_grade(easy) < 1 < 10 < flesch_kincaid_grade(hard)


def test_a_text_without_words_has_no_grade() -> None:
    with pytest.raises(ValueError, match="no reading level"):
        flesch_kincaid_grade(" … ")


def test_a_quotation_and_who_said_it_are_one_sentence() -> None:
    text = "“Is it far?” asked Mira. “No.” It was near… or so they said.\n\nThe end"
    assert sentences(text) == ("“Is it far?” asked Mira.", "“No.”", "It was near… or so they said.", "The end")


def test_names_with_marks_are_one_word() -> None:
    assert words("O'Neil and Anne-Marie’s cat, Zoë.") == ("O'Neil", "and", "Anne-Marie’s", "cat", "Zoë")


@pytest.mark.parametrize(("age", "name"), [(3, "3-5"), (5, "3-5"), (6, "6-8"), (8, "6-8"), (9, "9-10"), (10, "9-10")])
def test_every_age_has_its_band(age: int, name: str) -> None:
    assert band_for(age).name == name
