"""`story/pdf`: the printable book, made last, since it holds everything else."""

from storytailor_dagster.defs.making import part_asset
from storytailor_dagster.defs.product import Product
from storytailor_dagster.defs.work import StoryWork
from storytailor_dagster.story.activities.model import Activity
from storytailor_dagster.story.parts import SCENES, Part
from storytailor_dagster.story.pictures import Picture
from storytailor_dagster.story.text import StoryText


def bind(work: StoryWork, content: StoryText, activities: tuple[Activity, ...], **pictures: Picture) -> Product:
    # Loaded when a book is bound: it takes most of a second, and every other step would wait for it too.
    from storytailor_dagster.story.book.check import check_book
    from storytailor_dagster.story.book.make import make_book

    scenes = tuple(pictures[part.value].png for part in SCENES)
    cover = pictures[Part.COVER.value].png
    book = make_book(
        request=work.request,
        text=content,
        cover=cover,
        scenes=scenes,
        activities=activities,
        palette=work.story.hue_extracted_colors,
        made_by=work.hands.made_by,
    )
    stored = work.stored(book.pdf, extension="pdf", content_type="application/pdf")
    return Product(
        objects=(stored,),
        columns={"pdf_url": stored.url, "pdf_pages": book.pages, "pdf_file_size": len(book.pdf)},
        findings=check_book(book.pdf, expected_pages=book.pages, expected_pictures=1 + len(scenes)),
        metadata={"pages": book.pages},
    )


pdf = part_asset(
    Part.PDF,
    bind,
    description="The printable book: cover, a spread for each beat, activities and colophon.",
    kinds={"python", "pdf"},
    code_version="1",
)
