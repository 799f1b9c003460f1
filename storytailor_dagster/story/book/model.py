"""What a book is, and who made what is in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storytailor_dagster.character.model import Value

STUDIO = "studio"
"""The maker that follows rules and calls no model; the colophon says so plainly."""


class MadeBy(Value):
    """Who made the `words`, the `pictures` and the `voice`: `STUDIO`, or a provider and its model.

    `made_at` is printed as a date and becomes the file's creation date; without it neither says when.
    """

    words: str = STUDIO
    pictures: str = STUDIO
    voice: str = STUDIO
    made_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Book:
    """A finished PDF of `pages` pages. `left_out` counts the characters that no shipped font can show."""

    pdf: bytes
    pages: int
    left_out: int = 0
