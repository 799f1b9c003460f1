"""Text made ready for type: composed, curly, without what the font cannot show. Not where a line breaks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

_SPACES = re.compile(r"[ \t\r\f\v\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_OPENS_AFTER = re.compile(r"[\s(\[{“‘—–/-]")
_ELISION = re.compile(r"(?:tis|twas|em|til|cause|round|bout|n|\d0s)\b", re.IGNORECASE)


def curly(text: str) -> str:
    """Typewriter quotes, dashes and dots become typographic ones; text that has them already stays."""
    text = re.sub(r"\.{3,}", "…", text)
    text = re.sub(r" ?---? ?|(?<=\w) - (?=\w)", lambda m: "—" if m[0].strip() == m[0] else " – ", text)
    text = re.sub(r"(?<=\d)-(?=\d)", "–", text)
    out: list[str] = []
    for at, letter in enumerate(text):
        if letter not in "\"'":
            out.append(letter)
            continue
        opens = not out or bool(_OPENS_AFTER.match(out[-1]))
        if letter == '"':
            out.append("“" if opens else "”")
        else:
            out.append("‘" if opens and not _ELISION.match(text, at + 1) else "’")
    return "".join(out)


def settable(text: str, glyphs: Container[int]) -> tuple[str, int]:
    """The text in NFC with only what `glyphs` (code points) can show, and how many characters were left out.

    A character without a glyph becomes its compatibility form (a fullwidth A becomes A) or its base letter where
    the font has those; otherwise it goes. Control characters, selectors and joiners go without being counted.
    """
    kept: list[str] = []
    left_out = 0
    for letter in unicodedata.normalize("NFC", text.replace("\r\n", "\n")):
        if letter == "\n" or (ord(letter) in glyphs and unicodedata.category(letter) not in {"Cf", "Cc"}):
            kept.append(letter)
            continue
        if letter.isspace():
            kept.append(" ")
            continue
        stand_in = [part for part in unicodedata.normalize("NFKD", letter) if part != letter and ord(part) in glyphs]
        kept.extend(stand_in)
        if not stand_in and unicodedata.category(letter)[0] != "C" and not unicodedata.combining(letter):
            left_out += 1
    return unicodedata.normalize("NFC", "".join(kept)), left_out


def one_line(text: str) -> str:
    """Every run of white space is one space, none at the ends, none left before a stop by a dropped character."""
    return re.sub(r" +([.,;:!?…])", r"\1", " ".join(text.split()))


def named(text: str) -> str:
    """A title for a file's properties: any script, but no control character, surrogate or line break."""
    return one_line("".join(c if unicodedata.category(c)[0] != "C" or c.isspace() else "" for c in curly(text)))


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs, parted in `text` by empty lines, each as one line."""
    return tuple(line for block in re.split(r"\n\s*\n", text) if (line := one_line(_SPACES.sub(" ", block))))


def initial(text: str) -> tuple[str, str]:
    """The first letter with the marks above or below it and the quote before it, and the rest."""
    found = re.match(r"[“‘«„\"'(]*\w[\u0300-\u036f]*", text)
    return (found[0], text[found.end() :]) if found else ("", text)
