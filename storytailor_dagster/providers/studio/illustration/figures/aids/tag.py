"""Markup that knows which part of whom it is: what a picture's record and its check go by."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.shapes import g

ATTRIBUTE = "data-part"


def part(name: str, markup: str) -> str:
    """The markup as a part by its name; nothing where nothing was drawn."""
    return g(markup, data_part=name) if markup else ""
