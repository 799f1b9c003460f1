"""Setting lines: where they break, and the largest size at which a text fits its box. Not what colour or where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

MM_PER_POINT = 25.4 / 72
CAP_HEIGHT = 0.725
"""Andika's capitals, in ems."""

Measure = Callable[[str], float]
"""Words -> their width in ems."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """`text` whose baseline lies `y` mm below the top of the box, starting `x` mm from its left."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, kw_only=True)
class Cap:
    """An initial `lines` lines tall: `text` at `size` points on the baseline `y`."""

    text: str
    size: float
    y: float


@dataclass(frozen=True, kw_only=True)
class Column:
    """Lines at one size in points; `height` in mm from the top of the box to below the last line."""

    size: float
    lines: tuple[Line, ...]
    height: float
    cap: Cap | None = None


def _pieces(word: str, measure: Measure, room: float) -> list[str]:
    """The word, cut where it alone is wider than the room."""
    if measure(word) <= room:
        return [word]
    pieces = [""]
    for letter in word:
        if pieces[-1] and measure(pieces[-1] + letter) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def break_lines(text: str, measure: Measure, room: Callable[[int], float]) -> list[str]:
    """Greedy lines; line n is at most `room(n)` ems wide. No single word stands alone on a last line."""
    lines: list[list[str]] = [[]]
    width = 0.0
    space = measure(" ")
    for word in text.split():
        for piece in _pieces(word, measure, room(len(lines))):
            wide = measure(piece)
            if lines[-1] and width + space + wide > room(len(lines) - 1):
                lines.append([])
                width = 0.0
            width += wide + (space if lines[-1] else 0.0)
            lines[-1].append(piece)
    if len(lines) > 1 and len(lines[-1]) == 1 and len(lines[-2]) > 3:
        widow = [lines[-2][-1], *lines[-1]]
        if measure(" ".join(widow)) <= room(len(lines) - 1):
            lines[-2:] = [lines[-2][:-1], widow]
    return [" ".join(line) for line in lines if line]


def _even(text: str, measure: Measure, room: float) -> list[str]:
    return break_lines(text, measure, lambda _: room)


def balanced(text: str, measure: Measure, room: float) -> list[str]:
    """The fewest lines, as equal in width as greedy breaking makes them: for titles."""
    count = len(_even(text, measure, room))
    narrow, wide = room / max(count, 1) * 0.8, room
    for _ in range(12):
        middle = (narrow + wide) / 2
        fits = len(_even(text, measure, middle)) <= count
        narrow, wide = (narrow, middle) if fits else (middle, wide)
    return _even(text, measure, wide)


def column(
    paragraphs: Sequence[str],
    measure: Measure,
    *,
    width: float,
    size: float,
    leading: float = 1.5,
    cap: str = "",
    cap_lines: int = 2,
    measure_cap: Measure | None = None,
) -> Column:
    """Paragraphs set to `width` mm. `cap` is the first paragraph's initial, already taken off its text."""
    em = size * MM_PER_POINT
    step = em * leading
    cap_size = size * (CAP_HEIGHT + (cap_lines - 1) * leading) / CAP_HEIGHT
    inset = (measure_cap or measure)(cap) * cap_size / size + 0.22 if cap else 0.0
    lines: list[Line] = []
    y = em * 0.95
    for number, paragraph in enumerate(paragraphs):
        opening = bool(cap) and number == 0

        def room(line: int, *, opening: bool = opening) -> float:
            return width / em - (inset if opening and line < cap_lines else 0.0)

        broken = break_lines(paragraph, measure, room)
        for at, text in enumerate(broken):
            lines.append(Line(text=text, x=inset * em if opening and at < cap_lines else 0.0, y=y))
            y += step
        if opening and len(broken) < cap_lines:
            y += step * (cap_lines - len(broken))
        y += step * 0.45
    height = max(0.0, y - step * 1.45 + em * 0.3)
    drop = Cap(text=cap, size=cap_size, y=em * 0.95 + (cap_lines - 1) * step) if cap else None
    return Column(size=size, lines=tuple(lines), height=height, cap=drop)


def sizes(largest: float, floor: float) -> list[float]:
    """From the largest to the floor in half points."""
    return [largest - step / 2 for step in range(round((largest - floor) * 2) + 1)]


def _cut(whole: Column, height: float) -> list[list[Line]]:
    """The lines in boxes of at most `height` mm, each filled before the next."""
    em = whole.size * MM_PER_POINT
    boxes: list[list[Line]] = []
    top = 0.0
    for line in whole.lines:
        if not boxes or line.y - top + em * 0.3 > height:
            boxes.append([])
            top = line.y - em * 0.95
        boxes[-1].append(Line(text=line.text, x=line.x, y=line.y - top))
    return boxes


def split(whole: Column, *, height: float) -> tuple[Column, ...]:
    """The column over as few boxes of `height` mm as hold it, about as full each."""
    boxes = _cut(whole, height)
    for share in (0.0, 0.1, 0.2, 0.4, 0.6):
        even = whole.height / len(boxes)
        tried = _cut(whole, even + (height - even) * share)
        if len(tried) == len(boxes):
            boxes = tried
            break
    below = whole.size * MM_PER_POINT * 0.3
    return tuple(
        Column(
            size=whole.size,
            lines=tuple(lines),
            height=lines[-1].y + below,
            cap=whole.cap if at == 0 else None,
        )
        for at, lines in enumerate(boxes)
    )
