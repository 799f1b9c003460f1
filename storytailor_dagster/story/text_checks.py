"""What a finished text is checked for before it is kept: its beats, leftovers, reading level and length, and respect.

How words, sentences and grades are counted is `readability.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from types import MappingProxyType

from storytailor_dagster.character.hero import Hero
from storytailor_dagster.character.telling import belittling, contradicting
from storytailor_dagster.story.finding import Finding
from storytailor_dagster.story.readability import Band, band_for, flesch_kincaid_grade, sentences, words
from storytailor_dagster.story.text import StoryText

_PLACEHOLDER = re.compile(
    r"\{[^{}]*\}|\[[^\[\]]*\]|<[^<>]*>|\b(?:undefined|NaN|null)\b|\b(?:None|NONE)\b(?! of)|[{}\[\]]|(?<=\S)  +(?=\S)"
)


def check_text(text: StoryText, *, age: int) -> tuple[Finding, ...]:
    """Four findings: `four_beats` and `nothing_left_over` block, `reading_level` and `words_on_page` warn."""
    band = band_for(age)
    return (_four_beats(text), _nothing_left_over(text), _reading_level(text, band), _words_on_page(text, band))


def check_respect(text: StoryText, *, hero: Hero, last_try: bool) -> tuple[Finding, ...]:
    """Two findings: `told_with_respect` blocks; `true_to_the_hero` blocks while there is another try, and then warns.

    The summaries name no trait; what the next try is told is in `detail`.
    """
    told = "\n\n".join((text.title, text.text, *(key.visual_description for key in text.key_beats)))
    hurting, wrong = belittling(told, hero), contradicting(told, hero)
    return (
        Finding(
            name="told_with_respect",
            passed=not hurting,
            summary="The words belittle the hero." if hurting else "No word belittles the hero.",
            blocks=True,
            detail=f"These words must not occur, in whatever sense: {'; '.join(hurting)}." if hurting else "",
            figures=MappingProxyType({"words": len(hurting)}),
        ),
        Finding(
            name="true_to_the_hero",
            passed=not wrong,
            summary="Something in it can't be so." if wrong else "The hero moves and senses in the hero's own way.",
            blocks=not last_try,
            detail=f"The hero does not move or sense like this: {'; '.join(wrong)}." if wrong else "",
            figures=MappingProxyType({"sentences": len(wrong)}),
        ),
    )


def _four_beats(text: StoryText) -> Finding:
    ids = [beat.id for beat in text.beats]
    numbers = [beat.beat_number for beat in text.key_beats]
    empty = [beat.id for beat in text.beats if not words(beat.content)]
    unseen = [beat.beat_number for beat in text.key_beats if not words(beat.visual_description)]
    passed = ids == [f"beat-{number}" for number in range(1, 5)] and numbers == [1, 2, 3, 4]
    passed = passed and not empty and not unseen
    return Finding(
        name="four_beats",
        passed=passed,
        summary="Four beats, each with its brief." if passed else "It does not have four full beats with a brief each.",
        blocks=True,
        figures=MappingProxyType({"beats": ids, "key_beats": numbers, "empty": empty, "without_brief": unseen}),
    )


def _nothing_left_over(text: StoryText) -> Finding:
    placeholders = _PLACEHOLDER.findall(text.text)
    shown = " ".join(key.visual_description + " " + key.description for key in text.key_beats)
    placeholders += _PLACEHOLDER.findall(shown)
    counts = Counter(" ".join(words(sentence)).casefold() for sentence in sentences(text.text))
    repeated = sum(1 for count in counts.values() if count > 1)
    passed = not placeholders and not repeated
    return Finding(
        name="nothing_left_over",
        passed=passed,
        summary="No placeholder, no sentence twice."
        if passed
        else f"{len(placeholders)} placeholders are left and {repeated} sentences come twice.",
        blocks=True,
        figures=MappingProxyType({"placeholders": len(placeholders), "repeated_sentences": repeated}),
    )


def _reading_level(text: StoryText, band: Band) -> Finding:
    grade = round(flesch_kincaid_grade(text.text), 2) if words(text.text) else None
    passed = grade is not None and band.lowest_grade <= grade <= band.highest_grade
    level = "no grade" if grade is None else f"Grade {grade:.1f}"
    return Finding(
        name="reading_level",
        passed=passed,
        summary=f"{level}, where ages {band.name} read {band.lowest_grade:g} to {band.highest_grade:g}.",
        figures=MappingProxyType({"grade": grade, "lowest": band.lowest_grade, "highest": band.highest_grade}),
    )


def _words_on_page(text: StoryText, band: Band) -> Finding:
    counts = [len(words(beat.content)) for beat in text.beats]
    passed = bool(counts) and all(band.fewest_words <= count <= band.most_words for count in counts)
    return Finding(
        name="words_on_page",
        passed=passed,
        summary=f"Pages of {', '.join(map(str, counts))} words, where ages {band.name} have "
        f"{band.fewest_words} to {band.most_words}.",
        figures=MappingProxyType({"words": counts, "fewest": band.fewest_words, "most": band.most_words}),
    )
