from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from itertools import chain

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from storytailor_dagster.story.activities import activities_for
from storytailor_dagster.story.book.canvas import Canvas
from storytailor_dagster.story.book.check import check_book
from storytailor_dagster.story.book.make import make_book
from storytailor_dagster.story.book.model import Book, MadeBy
from storytailor_dagster.story.palette import extract, hue_keys
from storytailor_dagster.story.parts import SCENES, Part
from storytailor_dagster_tests.story.book_parts import SHORT, drawn_picture, request, text

RIGHT_TO_LEFT = {"R", "AL", "AN", "RLE", "RLO", "RLI", "FSI", "PDI", "PDF", "LRE", "LRO", "LRI"}
LONG = " ".join(f"On day {number} the wind turned and the old mill sang its long low song." for number in range(1, 15))


def _book(
    *,
    name: str = "Mira",
    title: str = "Mira and the Red Boat",
    age: int = 7,
    beats: tuple[str, ...] = (SHORT,) * 4,
    made_by: MadeBy | None = None,
    activity_steps: tuple[str, ...] | None = None,
) -> Book:
    asked, told = request(name=name, age=age), text(title=title, beats=beats)
    activities = activities_for(request=asked, text=told)
    if activity_steps:
        activities = (activities[0].model_copy(update={"instructions": activity_steps}), *activities[1:])
    pictures = [drawn_picture(number) for number in range(5)]
    drawn = zip((Part.COVER, *SCENES), pictures, strict=True)
    hues = (hue_keys(part, extract(picture)).items() for part, picture in drawn)
    return make_book(
        request=asked,
        text=told,
        cover=pictures[0],
        scenes=tuple(pictures[1:]),
        activities=activities,
        palette=dict(chain.from_iterable(hues)),
        made_by=made_by or MadeBy(),
    )


@cache
def _plain() -> Book:
    return _book()


def _reader(book: Book) -> PdfReader:
    return PdfReader(BytesIO(book.pdf), strict=True)


def _words(book: Book) -> str:
    return " ".join(" ".join(page.extract_text() for page in _reader(book).pages).split())


def _bookmarks(reader: PdfReader) -> list[str]:
    flat: list[object] = []
    for entry in reader.outline:
        flat.extend(entry if isinstance(entry, list) else [entry])
    return [str(getattr(entry, "title", "")) for entry in flat]


def test_a_book_opens_with_its_pages_and_five_pictures() -> None:
    book = _plain()
    (opens,) = check_book(book.pdf, expected_pictures=5, expected_pages=book.pages)
    assert opens.name == "pdf_opens"
    assert opens.passed
    assert opens.blocks
    assert book.pages == 14
    assert len(book.pdf) < 8_000_000


def test_no_letter_that_can_be_set_runs_from_right_to_left() -> None:
    """The book leaves it out to look for such."""
    letters = _letters(Canvas(title="A book", made_at=None))
    assert {"A", "é", "Ж", "3"} <= letters
    assert {letter for letter in letters if unicodedata.bidirectional(letter) in RIGHT_TO_LEFT} == set()


def _letters(canvas: Canvas) -> set[str]:
    text = "".join(map(chr, [*range(0x20, 0xD800), *range(0xE000, 0x20000)]))
    try:
        return set(canvas.clean(text))
    finally:
        canvas.close()


def test_every_picture_faces_its_words() -> None:
    pages = _reader(_plain()).pages
    with_picture = [number for number, page in enumerate(pages, start=1) if page.images]
    assert with_picture == [1, 4, 6, 8, 10]
    for number in with_picture[1:]:
        assert "no sail" in " ".join(pages[number].extract_text().split())


def test_pictures_bleed_off_a_landscape_page_and_are_as_fine_as_they_came() -> None:
    page = _reader(_plain()).pages[3]
    assert page.mediabox.width / page.mediabox.height == pytest.approx(1.5, abs=1e-3)
    assert page.images[0].image is not None
    assert page.images[0].image.size == (1536, 1024)


def test_the_book_says_what_it_is() -> None:
    reader = _reader(_plain())
    assert reader.metadata is not None
    assert reader.metadata.title == "Mira and the Red Boat"
    assert reader.metadata.author == "Storytailor"
    assert str(reader.root_object["/Lang"]) == "en"
    assert reader.page_layout == "/TwoPageRight"
    marks = _bookmarks(reader)
    assert marks[0] == "Mira and the Red Boat"
    assert {"Part one", "Part four", "Things to do together", "How this book was made"} <= set(marks)


def test_pictures_have_alternative_texts() -> None:
    reader = _reader(_plain())
    objects = [reader.get_object(number) for number in range(1, len(reader.xref[0]) + 1)]
    alternatives = [str(thing["/Alt"]) for thing in objects if isinstance(thing, DictionaryObject) and "/Alt" in thing]
    assert len(alternatives) == 5
    assert "Scene 3: a child and a boat." in alternatives


def test_the_same_story_is_the_same_file() -> None:
    assert _book().pdf == _plain().pdf


def test_activities_are_in_the_book() -> None:
    words = _words(_plain())
    for activity in activities_for(request=request(), text=text()):
        assert activity.title in words


def test_the_studio_says_that_it_is_not_an_ai() -> None:
    last = " ".join(_reader(_plain()).pages[-1].extract_text().split())
    assert "Words, pictures and voice by the Storytailor studio" in last
    assert "It is not an AI." in last
    assert "Andika" in last
    assert "SIL Open Font License" in last
    assert "Made on" not in last


def test_other_makers_are_named_and_the_date_is_given_when_it_is_known() -> None:
    made_by = MadeBy(pictures="Acme picture-2", made_at=datetime(2026, 11, 20, 9, tzinfo=UTC))
    book = _book(made_by=made_by)
    last = " ".join(_reader(book).pages[-1].extract_text().split())
    assert "Pictures made with Acme picture-2." in last
    assert "Words and voice by the Storytailor studio" in last
    assert "Made on 20 November 2026." in last
    metadata = _reader(book).metadata
    assert metadata is not None
    assert metadata.creation_date == made_by.made_at


@pytest.mark.parametrize(
    "name",
    [
        "Łukasz Żółć-Gęś",
        "Şükrü Çağlayan İpek",
        "Nguyễn Thị Tuyết Ngân",
        "Ọlábísí Ẹ̀rọ̀",
        "ʻOlina Māui",
        "Zoë Møller Þóra",
        "Maximiliane-Theodora von und zu Hohenberg",
        "Wolfeschlegelsteinhausenbergerdorffdorff",
    ],
)
def test_any_latin_name_is_set_whole(name: str) -> None:
    book = _book(name=name, title=f"{name} at Sea", beats=(f"{name} saw a boat. {SHORT}",) * 4)
    assert book.left_out == 0
    assert book.pages == 14
    assert name.replace(" ", "") in _words(book).replace(" ", "")


def test_decomposed_letters_are_composed_first() -> None:
    assert _book(name="Zoe\u0308").pdf == _book(name="Zo\u00eb").pdf


def test_what_the_font_cannot_show_is_left_out_and_counted() -> None:
    book = _book(
        title="Mira \U0001f680 and \u05de\u05d9\u05e8\u05d4\x00",
        beats=("A star \u2b50 fell.\u200d It was \uff21.",) * 4,
    )
    assert book.left_out == 6
    words = _words(book)
    assert "A star fell. It was A." in words
    assert "\ufffd" not in words


def test_a_name_without_any_letter_the_font_has_makes_a_book_all_the_same() -> None:
    book = _book(name="\u05de\u05d9\u05e8\u05d4", title="\U0001f680")
    assert check_book(book.pdf, expected_pictures=5)[0].passed
    assert "A story about" not in _words(book)


def test_markup_in_a_title_stays_text() -> None:
    assert "**Mira** <b>&amp; (co)" in _words(_book(title="**Mira** <b>&amp; (co)\\"))


@pytest.mark.parametrize(
    "odd",
    ["", " \n ", "w" * 700, "Mira " * 2000, "\ud83d lone", "a\u0301" * 50, "\u202eMira\u202c\x07"],
    ids=["empty", "blank", "one word", "10000 letters", "surrogate", "marks", "controls"],
)
def test_no_text_is_too_odd_for_a_book(odd: str) -> None:
    book = _book(name=odd, title=odd, beats=(odd, SHORT, SHORT, SHORT))
    assert check_book(book.pdf, expected_pictures=5, expected_pages=book.pages)[0].passed


def test_small_children_get_larger_type() -> None:
    def largest(age: int) -> float:
        sizes: list[float] = []

        def seen(words: str, _matrix: object, _text_matrix: object, _font: object, size: float) -> None:
            if "sail" in words:
                sizes.append(size)

        _reader(_book(age=age)).pages[4].extract_text(visitor_text=seen)
        return max(sizes)

    assert largest(3) > largest(7) > largest(10) >= 12


def test_long_text_shrinks_before_it_takes_another_page() -> None:
    book = _book(age=10, beats=(LONG,) * 4)
    assert book.pages == 14
    assert "On day 14 the wind" in _words(book)


def test_text_too_long_for_a_page_gets_another_and_loses_no_word() -> None:
    beat = "\n\n".join([LONG, LONG.replace("day", "night"), LONG.replace("day", "noon")])
    book = _book(age=10, beats=(beat, SHORT, SHORT, SHORT))
    pages = [page.extract_text().split() for page in _reader(book).pages]
    told = [word for page in pages[4:6] for word in page[:-1]]  # without the page number
    words = " ".join(told)
    for number in range(1, 15):
        assert f"n day {number} the" in words
        assert f"On night {number} the" in words
        assert f"On noon {number} the" in words
    pictures = [number for number, page in enumerate(_reader(book).pages, start=1) if page.images]
    assert len(pictures) == 5
    assert all(number % 2 == 0 for number in pictures[1:])


def test_a_long_activity_gets_a_page_of_its_own() -> None:
    book = _book(activity_steps=tuple(f"{number}: {LONG[:160]}" for number in range(12)))
    assert book.pages > 14
    assert check_book(book.pdf, expected_pictures=5)[0].passed


def test_a_book_with_a_picture_too_few_blocks() -> None:
    (opens,) = check_book(_plain().pdf, expected_pictures=6)
    assert not opens.passed
    assert opens.blocks
    assert "5 pages instead of 6" in opens.summary


def test_a_book_with_other_pages_than_expected_blocks() -> None:
    assert not check_book(_plain().pdf, expected_pictures=5, expected_pages=15)[0].passed


def test_a_book_too_large_blocks() -> None:
    padded = _plain().pdf.replace(b"%%EOF", b"%" + b"x" * 8_000_000 + b"\n%%EOF")
    assert not check_book(padded, expected_pictures=5)[0].passed


@pytest.mark.parametrize("cut", [0, 5, 1000, 100_000])
def test_a_file_cut_off_is_a_finding_and_no_error(cut: int) -> None:
    (opens,) = check_book(_plain().pdf[:cut], expected_pictures=5)
    assert not opens.passed
    assert opens.blocks


def test_a_broken_picture_is_an_error_and_no_book() -> None:
    with pytest.raises(OSError):
        make_book(
            request=request(),
            text=text(),
            cover=drawn_picture()[:5000],
            scenes=(drawn_picture(1),) * 4,
            activities=(),
            palette={},
            made_by=MadeBy(),
        )


def test_three_scenes_for_four_beats_make_no_book() -> None:
    with pytest.raises(ValueError):
        make_book(
            request=request(),
            text=text(),
            cover=drawn_picture(),
            scenes=(drawn_picture(1),) * 3,
            activities=(),
            palette={},
            made_by=MadeBy(),
        )
