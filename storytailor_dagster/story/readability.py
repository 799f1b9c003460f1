"""How hard a text is to read: words, sentences, syllables, the Flesch-Kincaid grade, and the band of each age.

What a finished story must fulfil is `text_checks.py`; where spoken sentences end is `sentences.py`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+")
_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+|\n{2,}")
_CLOSING = re.compile(r"[.!?][\"”’]$|…[\"”’]?$")
_NOT = re.compile(r"[ds]n['’]t$")
_PARTED = re.compile(r"[aeiou][ëï]")

_VOWELS = frozenset("aeiouy")
_TWO_SOUNDS = re.compile(
    r"ia(?!l|n$|ns$|r)|io(?!n|us|r)|iu|[^cgqst]ua(?!r)|eo(?!us|n$|r$|p)|uou|[^q]uie|ying|[dltr]ier$"
)
_ADDED = re.compile(r"[^aeiouylr]le[sd]?$|(?:[cs]h|[cgsxz])es$|[dt]ed$|thm$|sm$")
_SILENT = re.compile(r"(?<=[^aeiouy])(?:e|es|ed)$")
_SILENT_INSIDE = re.compile(
    r"(?<=[aeiouy][bcdfgklmnprstvz])e(?=(?:ly|ful|less|ness|ment|thing|where|body|one|times?)$)"
)
_KNOWN = {
    **dict.fromkeys(("one", "once", "ones", "eye", "eyes", "whose", "the", "were", "are", "hour", "our", "flour"), 1),
    **dict.fromkeys(("every", "evening", "evenings", "quiet", "poem", "being", "doing", "going", "lion"), 2),
    **dict.fromkeys(("something", "someone", "sometimes", "somewhere", "business", "chocolate", "different"), 2),
    **dict.fromkeys(("family", "several", "favourite", "area", "idea", "ideas", "violin", "violins"), 3),
    **dict.fromkeys(("everything", "everyone"), 3),
}


@dataclass(frozen=True, kw_only=True)
class Band:
    """What a text for these ages holds: words a beat, and Flesch-Kincaid grade of the whole, bounds included."""

    name: str
    ages: range
    fewest_words: int
    most_words: int
    lowest_grade: float
    highest_grade: float


BANDS = (
    Band(name="3-5", ages=range(3, 6), fewest_words=40, most_words=90, lowest_grade=-3.4, highest_grade=2.0),
    Band(name="6-8", ages=range(6, 9), fewest_words=80, most_words=150, lowest_grade=1.5, highest_grade=4.0),
    Band(name="9-10", ages=range(9, 11), fewest_words=120, most_words=210, lowest_grade=3.0, highest_grade=6.0),
)
"""-3.4 is the formula's floor: one-syllable words, one a sentence."""


def band_for(age: int) -> Band:
    """The band of an age in years; ages outside 3 to 10 belong to the nearest."""
    return next((band for band in BANDS if age < band.ages.stop), BANDS[-1])


def words(text: str) -> tuple[str, ...]:
    """The words in order, without punctuation; `O'Neil` and `sun-warm` are one each."""
    return tuple(_WORD.findall(text))


def sentences(text: str) -> tuple[str, ...]:
    """The sentences in order. A quotation belongs to the `said Mira` that follows in lower case."""
    pieces = _pieces(text)
    whole: list[str] = []
    for piece in pieces:
        if whole and piece[:1].islower() and _CLOSING.search(whole[-1]):
            whole[-1] = f"{whole[-1]} {piece}"
        else:
            whole.append(piece)
    return tuple(whole)


def _pieces(text: str) -> tuple[str, ...]:
    cuts = [0, *(match.end() for match in _END.finditer(text)), len(text)]
    return tuple(piece for start, end in pairwise(cuts) if words(piece := text[start:end].strip()))


def syllables(word: str) -> int:
    """Syllables of an English word, by rule: groups of vowels, silent e, and endings that sound or don't.

    Hyphenation patterns (pyphen) count too few, since they never part a single letter (`o-pen`, `hap-py` but `any`).
    """
    parts = re.split(r"[-'’]", _plain(word))
    heard = len(_NOT.findall(word.casefold())) + len(_PARTED.findall(word.casefold()))
    return max(1, heard + sum(_of_part(part) for part in parts if len(part) > 1 or part in _VOWELS))


def _of_part(word: str) -> int:
    if word in {"ll", "re", "ve"}:
        return 0
    if word in _KNOWN:
        return _KNOWN[word]
    stem = _SILENT_INSIDE.sub("", word)
    ending = _ADDED.search(stem)
    stem = stem if len(stem) <= 3 else _SILENT.sub("", stem)
    groups = len(re.findall(r"[aeiouy]+", stem)) + len(_TWO_SOUNDS.findall(stem))
    return max(1, groups + (1 if ending and len(word) > 3 else 0))


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def flesch_kincaid_grade(text: str) -> float:
    """The US school grade that reads the text: 0.39 words/sentences + 11.8 syllables/words - 15.59.

    Kincaid, Fishburne, Rogers and Chissom, "Derivation of New Readability Formulas", Navy report 8-75, 1975.

    Raises:
        ValueError: there is no word in the text.
    """
    found = words(text)
    if not found:
        raise ValueError("a text without words has no reading level")
    spoken = sum(syllables(word) for word in found)
    return 0.39 * len(found) / len(sentences(text)) + 11.8 * spoken / len(found) - 15.59
