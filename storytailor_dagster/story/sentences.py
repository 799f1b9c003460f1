"""Where sentences end among spoken words, abbreviations and quoted speech minded. English; no captions, no sound."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from storytailor_dagster.story.narration import Narration, Word

_ABBREVIATIONS = frozenset({"mr.", "mrs.", "ms.", "dr.", "st.", "prof.", "capt.", "sgt.", "jr.", "vs.", "e.g.", "i.e."})
_OPENING = "\"'“‘([{«—–-"
_CLOSING = "\"'”’)]}»—–- "
_SPEAKING = re.compile(
    r"added|agreed|announced|answered|asked|began|begged|breathed|called|cheered|cried|croaked|"
    r"declared|exclaimed|explained|giggled|grinned|growled|hummed|hushed|insisted|laughed|mumbled|"
    r"murmured|offered|promised|purred|repeated|replied|roared|said|sang|shouted|sighed|smiled|"
    r"sniffed|squeaked|squealed|thought|told|wailed|wept|whispered|wondered|yawned|yelled"
)
_LONGEST_SPEAKER = 4
"""Words a speaker may have before the verb: `Mia`, `the old lighthouse keeper`."""


def sentences(narration: Narration) -> tuple[tuple[Word, ...], ...]:
    """Every word of the narration, in order, as sentences. None runs across two beats.

    A quotation and its `said Mia` or `Mia said` are one sentence.
    """
    return tuple(sentence for beat in narration.beats for sentence in _sentences(beat))


def _sentences(words: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
    first = 0
    for index in range(len(words)):
        if index + 1 == len(words) or _ends(words, index):
            yield tuple(words[first : index + 1])
            first = index + 1


def _ends(words: Sequence[Word], index: int) -> bool:
    token = words[index].txt
    core = token.rstrip(_CLOSING)
    if not core.endswith((".", "!", "?", "…")) or _abbreviates(core.lstrip(_OPENING)):
        return False
    following = words[index + 1].txt.lstrip(_OPENING)
    if following[:1].islower():
        return False
    return not (_closes_speech(token) and _names_speaker(words[index + 1 :]))


def _abbreviates(core: str) -> bool:
    return core.lower() in _ABBREVIATIONS or (len(core) == 2 and core[0].isupper() and core not in {"I.", "A."})


def _closes_speech(token: str) -> bool:
    return token.endswith(("”", '"', "’", "'"))


def _names_speaker(words: Sequence[Word]) -> bool:
    for word in words[: _LONGEST_SPEAKER + 1]:
        if _SPEAKING.fullmatch(word.txt.rstrip(".,:;!?").lower()):
            return word is not words[0]
        if word.txt.endswith((".", "!", "?", ",", "…")) and not _abbreviates(word.txt):
            return False
    return False
