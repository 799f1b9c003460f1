"""Agreement in English: pronouns and their verbs, articles, capitals. Knows no story."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from storytailor_dagster.character.hero import Pronouns

_FORMS = ("they", "them", "their", "theirs", "themself", "was", "is", "has")

PRONOUNS: Mapping[Pronouns, Mapping[str, str]] = MappingProxyType(
    {
        Pronouns.SHE: dict(zip(_FORMS, ("she", "her", "her", "hers", "herself", "was", "is", "has"), strict=True)),
        Pronouns.HE: dict(zip(_FORMS, ("he", "him", "his", "his", "himself", "was", "is", "has"), strict=True)),
        Pronouns.THEY: dict(
            zip(_FORMS, ("they", "them", "their", "theirs", "themself", "were", "are", "have"), strict=True)
        ),
    }
)
"""Each form under its plural's name: `{they} {was}` is `she was` or `they were`."""

_SILENT_H = ("hour", "honest", "honour", "heir")
_LIKE_YOU = re.compile(r"(?:uni(?!n)|use|usu|eu|ewe|one\b|once|ukulele|u\b)", re.IGNORECASE)
_ARTICLE = re.compile(r"\b([Aa])n?(?= [“\"‘']?([^\W\d_][\w’'-]*))")


def capitalised(text: str) -> str:
    """The first letter as a capital, quotation marks passed over; the rest as it was."""
    for index, letter in enumerate(text):
        if letter.isalpha():
            return text[:index] + letter.upper() + text[index + 1 :]
    return text


def begins_with_vowel_sound(word: str) -> bool:
    lower = word.casefold()
    if lower.startswith(_SILENT_H):
        return True
    return lower[:1] in "aeiouáàâäãåæéèêëíìîïóòôöõøúùûü" and not _LIKE_YOU.match(lower)


def with_articles(text: str) -> str:
    """Every `a` or `an` made to agree with the word that follows it."""

    def agree(match: re.Match[str]) -> str:
        return match[1] + ("n" if begins_with_vowel_sound(match[2]) else "")

    return _ARTICLE.sub(agree, text)
