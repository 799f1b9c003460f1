"""What families write for a cover: titles. Names and free words are `character/written.py`'s."""

from __future__ import annotations

from storytailor_dagster.character.written import IN_NAMES, only, tidy
from storytailor_dagster.errors import InvalidRequest

TITLE_LENGTH = 80

_IN_TITLES = IN_NAMES | frozenset('!?,:;…–—"“”‘&()/+*#%@=<>0123456789')


def title_of(value: object) -> str:
    """A title: Latin letters, digits and punctuation, markup's included; 1 to 80 characters.

    Raises:
        InvalidRequest: it is empty, too long, or can't be lettered.
    """
    text = only(tidy(value, field="title", longest=TITLE_LENGTH), field="title", others=_IN_TITLES)
    if not any(character.isalnum() for character in text):
        raise InvalidRequest("The title has no letter in it.", code="CHARACTER_NOT_ALLOWED")
    return text
