"""Captions of a narration as WebVTT, and reading their words back. Where sentences end is `sentences.py`'s matter.

Format: https://www.w3.org/TR/webvtt1/ (cue identifiers, timings, cue text with timestamp tags and escapes).
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from storytailor_dagster.story.narration import Narration, Word
from storytailor_dagster.story.sentences import sentences

LINE = 42
"""Characters a line holds, as broadcasters have it; a cue has at most two."""
LINGER = 0.4
"""Seconds a cue stays after its last word, where the next leaves it the time."""

_CUE_COST = 10.0
"""More than any break costs, so that no sentence has more cues than it needs."""
_CONJUNCTIONS = frozenset(
    ["and", "but", "so", "because", "until", "while", "when", "where", "who", "that", "or", "then"]
)


def captions(narration: Narration) -> str:
    """A WebVTT file: a cue per sentence, long sentences in several, and in each a stamp before every further word."""
    cues = [cue for sentence in sentences(narration) for cue in _cues(sentence)]
    following = [cue[0].start for cue in cues[1:]] + [narration.seconds]
    blocks = ["WEBVTT"]
    for number, (cue, limit) in enumerate(zip(cues, following, strict=True), start=1):
        end = max(cue[-1].end, min(cue[-1].end + LINGER, limit))
        blocks.append(f"{number}\n{_clock(cue[0].start)} --> {_clock(end)}\n{_text(cue)}")
    return "\n\n".join(blocks) + "\n"


def caption_tokens(vtt: str) -> tuple[str, ...]:
    """The whitespace-separated tokens that a reader of the captions sees, in order: no stamps, no escapes.

    Raises:
        ValueError: it does not begin with `WEBVTT`.
    """
    header, *blocks = re.split(r"\n{2,}", vtt.replace("\r\n", "\n").lstrip("\ufeff"))
    if header.split()[:1] != ["WEBVTT"]:
        raise ValueError("captions begin with WEBVTT")
    tokens: list[str] = []
    for block in blocks:
        lines = block.splitlines()
        timing = next((index for index, line in enumerate(lines) if "-->" in line), len(lines))
        text = re.sub(r"<[^>]*>", "", "\n".join(lines[timing + 1 :]))
        tokens += html.unescape(text).split()
    return tuple(tokens)


def _text(cue: Sequence[Word]) -> str:
    """The cue's one or two lines, with the stamps between its words."""
    broken = _line_break(tuple(word.txt for word in cue))
    parts = [_escape(cue[0].txt)]
    for index, word in enumerate(cue[1:], start=1):
        gap = "\n" if index == broken else " "
        parts.append(f"{gap}<{_clock(word.start)}>{_escape(word.txt)}")
    return "".join(parts)


def _cues(sentence: tuple[Word, ...]) -> list[tuple[Word, ...]]:
    """The sentence in as few cues of two lines as it takes, broken where it breathes, of like lengths."""
    tokens = tuple(word.txt for word in sentence)

    count = len(tokens)
    costs, ends = [0.0] * (count + 1), [count] * count
    for first in reversed(range(count)):
        choices: list[tuple[float, int]] = []
        for end in range(first + 1, count + 1):
            if end > first + 1 and not _fits(tokens[first:end]):
                break
            fullness = _width(tokens[first:end]) / (2 * LINE)
            turn = _break_cost(tokens[end - 1], tokens[end]) if end < count else 0.0
            choices.append((_CUE_COST + fullness**2 + turn + costs[end], end))
        costs[first], ends[first] = min(choices)
    cues: list[tuple[Word, ...]] = []
    first = 0
    while first < count:
        cues.append(sentence[first : ends[first]])
        first = ends[first]
    return cues


def _break_cost(before: str, after: str) -> float:
    if before.rstrip("\"'”’)").endswith((",", ";", ":", "—", "–", "…", ".", "!", "?")):
        return 0.0
    return 1.0 if after.lower() in _CONJUNCTIONS else 4.0


def _width(tokens: Sequence[str]) -> int:
    return sum(map(len, tokens)) + len(tokens) - 1


def _fits(tokens: tuple[str, ...]) -> bool:
    if _width(tokens) <= LINE:
        return True
    broken = _line_break(tokens)
    return _width(tokens[:broken]) <= LINE and _width(tokens[broken:]) <= LINE


def _line_break(tokens: tuple[str, ...]) -> int:
    """The word that begins the second line: lines that fit, then a breath between them, then like lengths."""
    if _width(tokens) <= LINE or len(tokens) == 1:
        return 0

    def cost(index: int) -> tuple[bool, float]:
        longer = max(_width(tokens[:index]), _width(tokens[index:]))
        return longer > LINE, longer + 4 * _break_cost(tokens[index - 1], tokens[index])

    return min(range(1, len(tokens)), key=cost)


def _escape(text: str) -> str:
    return html.escape(text, quote=False)


def _clock(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{milliseconds // 1000:02d}.{milliseconds % 1000:03d}"
