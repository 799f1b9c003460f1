"""Putting a book together: which page follows which."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing

from storytailor_dagster.story.activities.model import Activity
from storytailor_dagster.story.book.canvas import Canvas
from storytailor_dagster.story.book.cards import activity_pages
from storytailor_dagster.story.book.letters import named
from storytailor_dagster.story.book.model import Book, MadeBy
from storytailor_dagster.story.book.ornaments import OF_SETTING
from storytailor_dagster.story.book.pages import colophon, cover_page, endpapers, spread, title_page
from storytailor_dagster.story.book.tones import tones
from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.story.text import StoryText

_UNTITLED = "A story"


def make_book(
    *,
    request: StoryRequest,
    text: StoryText,
    cover: bytes,
    scenes: tuple[bytes, ...],
    activities: tuple[Activity, ...],
    palette: Mapping[str, str],
    made_by: MadeBy,
) -> Book:
    """The story as a landscape picture book of 270 x 180 mm, as PDF; the same arguments give the same bytes.

    Cover; endpapers and title page; per beat a picture on the left and its words on the right, in type as large as
    age and length allow; activities; colophon. `cover` and `scenes` are PNGs (one scene per beat, in order);
    `palette` has the keys of `hue_extracted_colors`, and what it lacks is filled with calm defaults.

    Raises:
        ValueError: the beats, key beats and scenes are not equally many.
        OSError: a picture cannot be decoded.
    """
    with closing(Canvas(title=named(text.title) or _UNTITLED, made_at=made_by.made_at)) as canvas:
        title = canvas.line(text.title) or _UNTITLED
        hero = canvas.line(request.hero.name)
        front = tones(palette, "cover")
        cover_page(canvas, picture=cover, title=title, staged=_staged(text), tones=front)
        endpapers(canvas, text=text, tones=front)
        title_page(canvas, title=title, hero=hero, ornament=OF_SETTING[text.cover.setting], tones=front)
        for number, (beat, shown, picture) in enumerate(zip(text.beats, text.key_beats, scenes, strict=True), start=1):
            spread(
                canvas,
                number=number,
                content=beat.content,
                picture=picture,
                shown=shown,
                age=request.age,
                tones=tones(palette, f"scene{chr(64 + number)}"),
            )
        activity_pages(canvas, activities=activities, tones=front)
        colophon(canvas, request=request, title=title, made_by=made_by, tones=front)
        return Book(pdf=canvas.done(), pages=canvas.pdf.page_no(), left_out=canvas.left_out)


def _staged(text: StoryText) -> str:
    staging = text.cover
    return f"The hero, {staging.feeling}, in a {staging.setting} scene by {staging.light} light."
