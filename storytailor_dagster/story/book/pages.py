"""The pages of a story: cover, endpapers, title, the spreads and the colophon. Activities are in cards.py."""

from __future__ import annotations

from collections.abc import Sequence

from storytailor_dagster.story.book.canvas import PAGE_HEIGHT, PAGE_WIDTH, Canvas
from storytailor_dagster.story.book.letters import initial, paragraphs
from storytailor_dagster.story.book.model import STUDIO, MadeBy
from storytailor_dagster.story.book.ornaments import OF_SETTING, Ornament, heart, hills, scatter
from storytailor_dagster.story.book.setting import MM_PER_POINT, Column, balanced, column, sizes, split
from storytailor_dagster.story.book.tones import Tones
from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.story.text import KeyBeat, StoryText

_LEFT, _TOP = 32.0, 30.0
_WIDTH, _HEIGHT = PAGE_WIDTH - 2 * _LEFT, 114.0

_TYPE_SIZES = ((5, 25.0, 15.0), (8, 20.0, 13.0), (99, 17.0, 12.0))
"""Up to this age: the largest and the smallest type, in points."""

_ABOUT_THE_TYPE = (
    "Set in Andika, a typeface for people who are learning to read, © SIL International, "
    "licensed under the SIL Open Font License, version 1.1 (openfontlicense.org)."
)
_NUMBERS = ("one", "two", "three", "four")


def cover_page(canvas: Canvas, *, picture: bytes, title: str, staged: str, tones: Tones) -> None:
    canvas.page(paper=tones.paper, bookmark=title)
    canvas.picture(picture, alt=f"Cover: {title}. {staged}".strip())


def endpapers(canvas: Canvas, *, text: StoryText, tones: Tones) -> None:
    canvas.page(paper=tones.wash)
    ornaments = tuple(dict.fromkeys(OF_SETTING[beat.staging.setting] for beat in text.key_beats)) or (heart,)
    scatter(canvas, ornaments, colours=(tones.hill, tones.paper, tones.hill))


def title_page(canvas: Canvas, *, title: str, hero: str, ornament: Ornament, tones: Tones) -> None:
    canvas.page(paper=tones.paper, bookmark="Title page")
    middle = PAGE_WIDTH / 2
    hills(canvas, near=tones.hill, far=tones.wash, height=38, seed=title)
    bold = canvas.measure("B")
    for size in sizes(44, 14):
        em = size * MM_PER_POINT
        lines = balanced(title, bold, 200 / em)
        if len(lines) * em * 1.25 <= 62 and (size <= 30 or len(lines) <= 2):
            break
    most = max(1, int(62 / (em * 1.25)))
    y = 66 - (min(len(lines), most) - 1) * em * 1.25 / 2
    ornament(canvas, middle, max(16.0, y - em - 9), 12, tones.accent)
    for line in lines[:most]:
        canvas.words(line, x=middle, y=y, size=size, colour=tones.ink, style="B", align="centre")
        y += em * 1.25
    if hero:
        about = f"A story about {hero}"
        smaller = min(17.0, 200 / MM_PER_POINT / canvas.measure("I")(about))
        canvas.words(about, x=middle, y=y + 1, size=smaller, colour=tones.accent, style="I", align="centre")
    canvas.words("This book belongs to", x=middle, y=126, size=12, colour=tones.ink, align="centre")
    canvas.rule(middle - 40, 138, 80, colour=tones.accent)


def _set(canvas: Canvas, passages: Sequence[str], *, age: int) -> tuple[Column, ...]:
    """The passages at the largest size at which they fit one page; at a small size on several, if they never do."""
    largest, floor = next((large, small) for up_to, large, small in _TYPE_SIZES if age <= up_to)
    regular, bold = canvas.measure(), canvas.measure("B")
    cap, rest = initial(passages[0]) if passages else ("", "")

    def at(size: float) -> Column:
        with_cap = bool(cap) and len(passages[0]) * 0.5 * size * MM_PER_POINT > _WIDTH * 2.2
        return column(
            (rest, *passages[1:]) if with_cap else passages,
            regular,
            width=_WIDTH,
            size=size,
            cap=cap if with_cap else "",
            measure_cap=bold,
        )

    for size in sizes(largest, floor):
        whole = at(size)
        if whole.height <= _HEIGHT:
            return (whole,)
    fewest = split(at(floor), height=_HEIGHT)
    roomy = (split(at(size), height=_HEIGHT) for size in sizes(largest, floor))
    return next((columns for columns in roomy if len(columns) == len(fewest)), fewest)


def spread(
    canvas: Canvas, *, number: int, content: str, picture: bytes, shown: KeyBeat, age: int, tones: Tones
) -> None:
    """The picture on a left page, its words on the right one; words that overflow get another pair of pages."""
    ornament = OF_SETTING[shown.staging.setting]
    canvas.page(paper=tones.paper, bookmark=f"Part {_NUMBERS[number - 1] if number <= 4 else number}")
    canvas.picture(picture, alt=canvas.line(shown.visual_description or shown.description))
    columns = _set(canvas, paragraphs(canvas.clean(content)), age=age)
    for column_ in columns:
        canvas.page(paper=tones.paper)
        hills(canvas, near=tones.hill, far=tones.wash, height=30, seed=f"{number}")
        drop = max(0.0, (_HEIGHT - column_.height) / 2)
        ornament(canvas, PAGE_WIDTH / 2, _TOP - 12 + drop * 0.55, 10, tones.accent)
        canvas.column(column_, x=_LEFT, y=_TOP + drop, colour=tones.ink, accent=tones.accent)
        folio = str(canvas.pdf.page_no())
        canvas.words(folio, x=PAGE_WIDTH / 2, y=PAGE_HEIGHT - 7, size=10.5, colour=tones.ink, align="centre")
    if len(columns) % 2 == 0:
        canvas.page(paper=tones.wash)
        ornament(canvas, PAGE_WIDTH / 2, PAGE_HEIGHT / 2, 36, tones.hill)


def made_by_sentences(made_by: MadeBy) -> tuple[str, ...]:
    """Who made what, plainly. The studio says that it is not an AI; whoever else made a part is named."""
    parts = {"words": made_by.words, "pictures": made_by.pictures, "voice": made_by.voice}
    makers: dict[str, list[str]] = {}
    for part, maker in parts.items():
        makers.setdefault(maker, []).append(part)
    sentences = []
    for maker, made in makers.items():
        what = made[0] if len(made) == 1 else f"{', '.join(made[:-1])} and {made[-1]}"
        if maker == STUDIO:
            sentences.append(
                f"{what.capitalize()} by the Storytailor studio, a program that follows rules on your computer. "
                "It is not an AI."
            )
        else:
            sentences.append(f"{what.capitalize()} made with {maker}.")
    return tuple(sentences)


def colophon(canvas: Canvas, *, request: StoryRequest, title: str, made_by: MadeBy, tones: Tones) -> None:
    canvas.page(paper=tones.paper, bookmark="How this book was made")
    hills(canvas, near=tones.hill, far=tones.wash, height=38, seed=f"{title} colophon")
    lines = [
        *(canvas.line(sentence) for sentence in made_by_sentences(made_by)),
        _ABOUT_THE_TYPE,
        f"For readers of about {request.age} years, and for whoever reads to them.",
    ]
    if made_by.made_at:
        lines.append(f"Made on {made_by.made_at.day} {made_by.made_at:%B %Y}.")
    measure = canvas.measure()
    size, width = 11.5, 150.0
    em = size * MM_PER_POINT
    middle, y = PAGE_WIDTH / 2, 48.0
    heart(canvas, middle, y - 17, 10, tones.accent)
    canvas.words("How this book was made", x=middle, y=y, size=16, colour=tones.ink, style="B", align="centre")
    y += 11
    for text in lines:
        for line in balanced(text, measure, width / em):
            canvas.words(line, x=middle, y=y, size=size, colour=tones.ink, align="centre")
            y += em * 1.5
        y += em * 0.7
