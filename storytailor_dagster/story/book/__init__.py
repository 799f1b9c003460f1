"""The book: a finished story as a PDF, and whether it is one. Not the pictures, the text or the activities in it."""

from storytailor_dagster.story.book.check import check_book
from storytailor_dagster.story.book.make import make_book
from storytailor_dagster.story.book.model import STUDIO, Book, MadeBy

__all__ = ["STUDIO", "Book", "MadeBy", "check_book", "make_book"]
