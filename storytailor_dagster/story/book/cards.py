"""Things to do together: an activity as a card a parent can follow at the kitchen table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storytailor_dagster.story.activities.model import Activity, ActivityType
from storytailor_dagster.story.book.canvas import PAGE_HEIGHT, PAGE_WIDTH, Canvas
from storytailor_dagster.story.book.ornaments import (
    Ornament,
    cloud,
    flower,
    heart,
    house,
    leaf,
    moon,
    star,
    wave,
)
from storytailor_dagster.story.book.setting import MM_PER_POINT, break_lines, sizes
from storytailor_dagster.story.book.tones import Rgb, Tones

_MARGIN, _GAP, _TOP = 16.0, 8.0, 27.0
_HEIGHT = PAGE_HEIGHT - _TOP - 14.0
_PADDING = 7.0
_ROOM = _HEIGHT - 2 * _PADDING
_LARGEST, _FLOOR = 12.0, 7.5
_WHITE: Rgb = (255, 255, 255)

_SIGNS: dict[ActivityType, Ornament] = {
    ActivityType.CREATIVE_ARTS: flower,
    ActivityType.PHYSICAL_MOVEMENT: star,
    ActivityType.DRAMATIC_PLAY: moon,
    ActivityType.BUILDING_CONSTRUCTION: house,
    ActivityType.SENSORY_PLAY: leaf,
    ActivityType.MUSIC_RHYTHM: wave,
    ActivityType.SOCIAL_EMOTIONAL: heart,
}


@dataclass(frozen=True)
class _Block:
    """A label in bold and its text, or a numbered step."""

    label: str
    text: str
    indent: float = 0.0


def _blocks(canvas: Canvas, activity: Activity) -> list[_Block]:
    """What the card says, most needed first."""

    def sentences(parts: Sequence[str]) -> str:
        return canvas.line(" ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts))

    found = [_Block("", canvas.line(activity.description))]
    if activity.materials:
        found.append(_Block("You need", canvas.line(", ".join(activity.materials))))
    found += [
        _Block(f"{number}", canvas.line(step), indent=1.5) for number, step in enumerate(activity.instructions, start=1)
    ]
    if activity.safety_notes:
        found.append(_Block("Take care", sentences(activity.safety_notes)))
    if activity.parent_tips:
        found.append(_Block("Talk about it", sentences(activity.parent_tips)))
    if activity.story_connection:
        found.append(_Block("In the story", canvas.line(activity.story_connection)))
    return found


@dataclass(frozen=True)
class _Card:
    """An activity set at `size`: rows of (x, y, text, style) from the card's inner top left, and how high they get."""

    size: float
    rows: tuple[tuple[float, float, str, str], ...]
    height: float


def _lay(canvas: Canvas, activity: Activity, *, size: float, width: float, limit: float | None) -> _Card:
    """The card's rows. With a `limit` in mm, the blocks that end below it are left out."""
    em = size * MM_PER_POINT
    step = em * 1.34
    regular, bold = canvas.measure(), canvas.measure("B")
    rows: list[tuple[float, float, str, str]] = []
    title = break_lines(canvas.line(activity.title), bold, lambda _: (width - 15) / (em * 1.5))
    y = em * 1.4
    for text in title:
        rows.append((0.0, y, text, "T"))
        y += em * 1.85
    ages = f"{activity.age_range.min} to {activity.age_range.max} years"
    rows.append((0.0, y, canvas.line(f"{activity.duration} · {ages}"), "I"))
    y += step * 1.45
    blocks = _blocks(canvas, activity)
    last_step = next((block for block in reversed(blocks) if block.indent), None)
    for block in blocks:
        lead = bold(block.label + " ") + 0.25 if block.label else 0.0
        indent = block.indent
        lines = break_lines(
            block.text,
            regular,
            lambda line, lead=lead, indent=indent: width / em - (indent or (lead if line == 0 else 0.0)),  # type: ignore[misc]
        )
        if limit is not None and y + (len(lines) - 1) * step + em * 0.3 > limit:
            break
        if block.label:
            rows.append((0.0, y, block.label, "B"))
        for number, text in enumerate(lines):
            rows.append(((indent or (lead if number == 0 else 0.0)) * em, y, text, ""))
            y += step
        y += step * (0.22 if indent and block is not last_step else 0.5)
    return _Card(size, tuple(rows), y - step * 0.7)


def _fitted(canvas: Canvas, group: Sequence[Activity], *, width: float) -> list[_Card] | None:
    """The cards of one page at the largest size that fits them all; None where the smallest does not."""
    for size in sizes(_LARGEST, _FLOOR):
        cards = [_lay(canvas, activity, size=size, width=width, limit=None) for activity in group]
        if all(card.height <= _ROOM for card in cards):
            return cards
    return None


def _cut(canvas: Canvas, activity: Activity, width: float) -> _Card:
    return _lay(canvas, activity, size=_FLOOR, width=width - 2 * _PADDING, limit=_ROOM)


def _draw(canvas: Canvas, card: _Card, activity: Activity, *, x: float, width: float, tones: Tones) -> None:
    canvas.box(x, _TOP, width, _HEIGHT, fill=_WHITE, radius=5)
    _SIGNS.get(activity.type, cloud)(canvas, x + width - 12, _TOP + 11.5, 10, tones.accent)
    for dx, dy, text, style in card.rows:
        canvas.words(
            text,
            x=x + _PADDING + dx,
            y=_TOP + _PADDING + dy,
            size=card.size * 1.5 if style == "T" else card.size,
            colour=tones.accent if style in {"B", "I"} else tones.ink,
            style="B" if style == "T" else style,
        )


def activity_pages(canvas: Canvas, *, activities: Sequence[Activity], tones: Tones) -> None:
    """Two cards a page; one a page where either is too long; what even that cannot hold is left to activities.json."""
    half = (PAGE_WIDTH - 2 * _MARGIN - _GAP) / 2
    full = PAGE_WIDTH - 2 * _MARGIN
    pairs = [activities[at : at + 2] for at in range(0, len(activities), 2)]
    first = True
    for pair in pairs:
        fitting = _fitted(canvas, pair, width=half - 2 * _PADDING)
        width = half if fitting else full
        for group in [pair] if fitting else [[activity] for activity in pair]:
            cards = fitting or _fitted(canvas, group, width=full - 2 * _PADDING) or [_cut(canvas, group[0], full)]
            heading = "Things to do together" if first else "More to do together"
            canvas.page(paper=tones.wash, bookmark=heading if first else None)
            canvas.words(heading, x=_MARGIN + 2, y=19, size=20, colour=tones.ink, style="B")
            first = False
            for at, (activity, card) in enumerate(zip(group, cards, strict=True)):
                canvas.bookmark(canvas.line(activity.title) or "Activity", level=1)
                _draw(canvas, card, activity, x=_MARGIN + at * (half + _GAP), width=width, tones=tones)
