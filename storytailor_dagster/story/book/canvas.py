"""fpdf2 with Andika, millimetres and no surprises: pages, words, shapes and pictures at stated places."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from io import BytesIO

from fpdf import FPDF, ViewerPreferences
from fpdf.enums import PageLayout, TextDirection
from fpdf.line_break import Fragment
from PIL import Image

from storytailor_dagster.story.book.letters import curly, one_line, settable
from storytailor_dagster.story.book.setting import MM_PER_POINT, Column, Measure
from storytailor_dagster.story.book.tones import Rgb

PAGE_WIDTH, PAGE_HEIGHT = 270.0, 180.0
"""Millimetres. Three to two, as the pictures are: they bleed off all four edges without a crop."""

_STYLES = {"": "Andika-Regular", "B": "Andika-Bold", "I": "Andika-Italic"}
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


class _LeftToRight(FPDF):
    """All that Andika can set runs that way. fpdf2 finds it out letter by letter, for a third of a book's time."""

    def _preload_bidirectional_text(self, text: str, markdown: bool) -> Sequence[Fragment]:
        directions = dict.fromkeys(("paragraph_direction", "fragment_direction"), TextDirection.LTR)
        self.text_shaping |= directions  # type: ignore[operator]
        return self._preload_font_styles(text, markdown)


class Canvas:
    """A book's pages. Points for type, millimetres from the top left for everything else."""

    def __init__(self, *, title: str, made_at: datetime | None) -> None:
        self.pdf = _LeftToRight(orientation="landscape", unit="mm", format=(PAGE_HEIGHT, PAGE_WIDTH))
        fonts = files(__package__) / "fonts"
        for style, name in _STYLES.items():
            self.pdf.add_font("Andika", style, str(fonts / f"{name}.ttf"))
        self.left_out = 0
        self._glyphs: Container[int] = self.pdf.fonts["andika"].cmap  # type: ignore[union-attr]
        self._cleaned: dict[str, str] = {}
        self._widths: dict[tuple[str, str], float] = {}
        self.pdf.set_text_shaping(use_shaping_engine=True)
        self.pdf.set_auto_page_break(auto=False)
        self.pdf.set_margin(0)
        self.pdf.c_margin = 0
        self.pdf.set_lang("en")
        self.pdf.set_title(title)
        self.pdf.set_author("Storytailor")
        self.pdf.set_creator("Storytailor")
        self.pdf.set_creation_date(made_at or _UNDATED)
        self.pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.pdf.page_layout = PageLayout.TWO_PAGE_RIGHT

    def clean(self, text: str) -> str:
        """The text as it can be set, line breaks kept; counts, once a text, what had to be left out."""
        if text not in self._cleaned:
            self._cleaned[text], left_out = settable(curly(text), self._glyphs)
            self.left_out += left_out
        return self._cleaned[text]

    def line(self, text: str) -> str:
        """The text as it can be set, on one line."""
        return one_line(self.clean(text))

    def page(self, *, paper: Rgb, bookmark: str | None = None, level: int = 0) -> None:
        self.pdf.add_page()
        self.box(0, 0, PAGE_WIDTH, PAGE_HEIGHT, fill=paper)
        if bookmark:
            self.bookmark(bookmark, level=level)

    def bookmark(self, name: str, *, level: int = 0) -> None:
        self.pdf.start_section(name, level=level, strict=False)

    def measure(self, style: str = "") -> Measure:
        """Widths in ems of words in a style: `""` regular, `"B"` bold, `"I"` italic."""

        def wide(words: str) -> float:
            key = (style, words)
            if key not in self._widths:
                self.pdf.set_font("Andika", style, 100)
                self._widths[key] = self.pdf.get_string_width(words) / (100 * MM_PER_POINT)
            return self._widths[key]

        return wide

    def words(
        self, text: str, *, x: float, y: float, size: float, colour: Rgb, style: str = "", align: str = "left"
    ) -> None:
        """One line on the baseline `y`, starting, centred or ending at `x`."""
        if not text:
            return
        width = self.measure(style)(text) * size * MM_PER_POINT
        left = {"left": x, "centre": x - width / 2, "right": x - width}[align]
        self.pdf.set_font("Andika", style, size)
        self.pdf.set_text_color(*colour)
        # cell() hangs a line of height 0 at 0.3 em above its baseline; unlike text(), it places marks
        self.pdf.set_xy(left, y - 0.3 * size * MM_PER_POINT)
        self.pdf.cell(w=width, h=0, text=text)

    def column(
        self, column: Column, *, x: float, y: float, colour: Rgb, accent: Rgb | None = None, style: str = ""
    ) -> None:
        """A set column with its top left at (x, y)."""
        if column.cap:
            cap = column.cap
            self.words(cap.text, x=x, y=y + cap.y, size=cap.size, colour=accent or colour, style="B")
        for line in column.lines:
            self.words(line.text, x=x + line.x, y=y + line.y, size=column.size, colour=colour, style=style)

    def box(self, x: float, y: float, width: float, height: float, *, fill: Rgb, radius: float = 0.0) -> None:
        self.pdf.set_fill_color(*fill)
        self.pdf.rect(x, y, width, height, style="F", round_corners=radius > 0, corner_radius=radius)

    def shape(self, points: list[tuple[float, float]], *, fill: Rgb) -> None:
        self.pdf.set_fill_color(*fill)
        self.pdf.polygon(points, style="F")

    def dot(self, x: float, y: float, radius: float, *, fill: Rgb) -> None:
        self.pdf.set_fill_color(*fill)
        self.pdf.ellipse(x - radius, y - radius, 2 * radius, 2 * radius, style="F")

    def rule(self, x: float, y: float, width: float, *, colour: Rgb, weight: float = 0.3) -> None:
        self.pdf.set_draw_color(*colour)
        self.pdf.set_line_width(weight)
        self.pdf.line(x, y, x + width, y)

    def picture(self, png: bytes, *, alt: str) -> None:
        """A picture over the whole page, kept as JPEG without colour subsampling (some 500 KB)."""
        jpeg = BytesIO()
        with Image.open(BytesIO(png)) as picture:
            picture.convert("RGB").save(jpeg, "JPEG", quality=89, subsampling=0)
        self.pdf.image(jpeg, x=0, y=0, w=PAGE_WIDTH, h=PAGE_HEIGHT, alt_text=alt or None)

    def done(self) -> bytes:
        return bytes(self.pdf.output())

    def close(self) -> None:
        """Closes the font files, which fpdf2 leaves open."""
        for font in self.pdf.fonts.values():
            font.ttfont.close()  # type: ignore[union-attr]
