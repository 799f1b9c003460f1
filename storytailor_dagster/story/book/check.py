"""Whether a finished PDF is the book it should be. It is read back by another library than the one that wrote it."""

from __future__ import annotations

from io import BytesIO
from types import MappingProxyType

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject

from storytailor_dagster.story.finding import Finding

LARGEST = 8_000_000
"""Bytes of the largest book that is sent to a family."""


def _pictures(reader: PdfReader) -> int:
    """Pages that hold a picture; only what the page names is read, no pixel is decoded."""
    found = 0
    for page in reader.pages:
        resources = page.get("/Resources")
        named = resources.get_object().get("/XObject") if resources is not None else None
        objects = named.get_object() if named is not None else DictionaryObject()
        found += any(entry.get_object().get("/Subtype") == "/Image" for entry in objects.values())
    return found


def check_book(pdf: bytes, *, expected_pictures: int, expected_pages: int | None = None) -> tuple[Finding, ...]:
    """`pdf_opens` blocks: the file opens, has its pages and a picture on as many as expected, and is below LARGEST."""
    figures: dict[str, int] = {"bytes": len(pdf)}
    try:
        reader = PdfReader(BytesIO(pdf), strict=True)
        figures["pages"] = len(reader.pages)
        figures["pictures"] = _pictures(reader)
    except (PyPdfError, ValueError, KeyError, AttributeError, TypeError, RecursionError) as error:
        return (_finding(f"The PDF does not open: {type(error).__name__}.", passed=False, figures=figures),)
    wrong = []
    if expected_pages is not None and figures["pages"] != expected_pages:
        wrong.append(f"it has {figures['pages']} pages instead of {expected_pages}")
    if figures["pictures"] != expected_pictures:
        wrong.append(f"it has pictures on {figures['pictures']} pages instead of {expected_pictures}")
    if len(pdf) >= LARGEST:
        wrong.append(f"it is {len(pdf) / 1e6:.1f} MB, more than {LARGEST / 1e6:.0f}")
    summary = (
        f"The PDF opens, but {' and '.join(wrong)}."
        if wrong
        else f"The PDF opens: {figures['pages']} pages, {figures['pictures']} pictures, {len(pdf) / 1e6:.1f} MB."
    )
    return (_finding(summary, passed=not wrong, figures=figures),)


def _finding(summary: str, *, passed: bool, figures: dict[str, int]) -> Finding:
    return Finding(name="pdf_opens", passed=passed, blocks=True, summary=summary, figures=MappingProxyType(figures))
