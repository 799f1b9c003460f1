"""What espeak-ng is given to say for a written word: the same word, less what it would read out as a name or a code."""

from __future__ import annotations

import re
import unicodedata

_KEPT_MARKS = frozenset(".,!?;:…'’‘\"“”()&%$€£°+=/@-–—")
_SOUNDS = (
    (re.compile(r"\bs+h{2,}\b", re.IGNORECASE), "shush"),
    (re.compile(r"\bp+s{2,}t+\b", re.IGNORECASE), "pist"),
    (re.compile(r"\bb+r{2,}\b", re.IGNORECASE), "burr"),
    (re.compile(r"\bg+r{2,}\b", re.IGNORECASE), "gur"),
    (re.compile(r"\bz{2,}\b", re.IGNORECASE), "zuzz"),
)
"""Noises without a vowel, which it would spell letter by letter."""


def _keep(character: str) -> bool:
    return character.isalnum() or character in _KEPT_MARKS or unicodedata.category(character).startswith("M")


def as_said(token: str) -> str:
    """`token` with emoji, markup and control characters taken out, and vowelless noises respelled.

    A capital stays, since espeak-ng sees by it where a sentence begins. A dash before the word goes,
    since espeak-ng may read it as a letter; a lone dash after it becomes a pause.
    """
    plain = "".join(mark if _keep(mark) else " " for mark in unicodedata.normalize("NFC", token))
    plain = re.sub(r"^\W*[-–—]+(?!\d)\s*", "", plain)
    plain = re.sub(r"\s[-–—]+(?=\s|$)", " —", plain)
    for noise, respelled in _SOUNDS:
        plain = noise.sub(respelled.capitalize() if plain[:1].isupper() else respelled, plain)
    return " ".join(plain.split())


def script(tokens: tuple[str, ...]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text to say, and for each token its first character in it and the one after its last."""
    said: list[str] = []
    spans: list[tuple[int, int]] = []
    position = 0
    for token in tokens:
        word = as_said(token)
        said.append(word)
        spans.append((position, position + len(word)))
        position += len(word) + 1
    return " ".join(said), tuple(spans)
