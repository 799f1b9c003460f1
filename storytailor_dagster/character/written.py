"""What families write: names and free words, made tidy or refused. Refusals name the field, never its content."""

from __future__ import annotations

import unicodedata

from storytailor_dagster.errors import InvalidRequest

NAME_LENGTH, WORDS_LENGTH = 60, 500

IN_NAMES = frozenset(" -'’.ʻʼ")


def tidy(value: object, *, field: str, longest: int) -> str:
    """The text without loose spaces.

    Raises:
        InvalidRequest: it is no text, empty, or too long.
    """
    if not isinstance(value, str):
        raise InvalidRequest(f"The {field} is not a text.", code="INVALID_FIELD")
    text = " ".join(unicodedata.normalize("NFC", value).split(" ")).strip()
    if not text:
        raise InvalidRequest(f"The {field} is empty.", code="EMPTY_FIELD")
    if len(text) > longest:
        raise InvalidRequest(f"The {field} is longer than {longest} characters.", code="FIELD_TOO_LONG")
    return text


def _is_latin(character: str) -> bool:
    if unicodedata.category(character).startswith("M"):
        return unicodedata.name(character, "").startswith("COMBINING")
    return unicodedata.category(character).startswith("L") and "LATIN" in unicodedata.name(character, "")


def only(text: str, *, field: str, others: frozenset[str]) -> str:
    """The text itself, which has Latin letters and `others` only.

    Raises:
        InvalidRequest: it has something else.
    """
    for character in text:
        if character in others or _is_latin(character):
            continue
        if unicodedata.category(character).startswith("C"):
            raise InvalidRequest(f"The {field} has a control character.", code="CONTROL_CHARACTER")
        if unicodedata.category(character).startswith("L"):
            raise InvalidRequest(
                f"The {field} has letters that this book can't set or read aloud yet.",
                code="SCRIPT_NOT_SUPPORTED",
                remedy="Write it in Latin letters.",
            )
        raise InvalidRequest(
            f"The {field} has a character that does not belong in one.",
            code="CHARACTER_NOT_ALLOWED",
            remedy="Use letters, spaces, hyphens and apostrophes.",
        )
    return text


def name_of(value: object, *, field: str) -> str:
    """A name: Latin letters and digits of any language, spaces, hyphens, apostrophes, full stops; 1 to 60 characters.

    Raises:
        InvalidRequest: it is empty, too long, or no name.
    """
    text = only(tidy(value, field=field, longest=NAME_LENGTH), field=field, others=IN_NAMES | frozenset("0123456789"))
    if not any(character.isalpha() for character in text):
        raise InvalidRequest(f"The {field} has no letter in it.", code="CHARACTER_NOT_ALLOWED")
    if ".." in text:
        raise InvalidRequest(f"The {field} is no name.", code="CHARACTER_NOT_ALLOWED")
    return text


def words_of(value: object, *, field: str) -> str:
    """Free words that are read but never printed as they are: any script, no control characters, 1 to 500 characters.

    Raises:
        InvalidRequest: they are empty, too long, or hold a control character.
    """
    text = tidy(value, field=field, longest=WORDS_LENGTH)
    if any(unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t" for character in text):
        raise InvalidRequest(f"The {field} has a control character.", code="CONTROL_CHARACTER")
    return text
