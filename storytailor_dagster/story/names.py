"""Stand-in names: what models and operators see in the place of a family's names, and the way back.

Who is in a request is known here; who must not see the real names is the caller's matter.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from typing import Any

from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.story.text import StoryText

_PEOPLE = ("to", "from", "yourName", "childName", "childhoodName", "giftGiverName", "parentName", "siblingName")
"""The details that hold a person's name."""

_STAND_INS = (
    *("Alvaro", "Bettina", "Casimir", "Dorothea", "Emerico", "Fiorella", "Gregorio", "Henrietta", "Ignacio", "Jolanda"),
    *("Konstantin", "Leopoldina", "Maximo", "Natascha", "Ottavio", "Philippa", "Quirino", "Rosalinda", "Sigmund"),
    *("Tatjana", "Ulrico", "Valentina", "Wilhelmina", "Xaviera", "Yolanda", "Zacharias", "Ludovica", "Bertolt"),
    *("Clementina", "Dietmar", "Eleonora", "Ferdinand", "Guglielmo", "Hannelore", "Isidoro", "Josephina"),
)
"""First names that are no ordinary English words, none a part of another."""


class StandIns:
    """The people of a request, each with a stand-in that occurs nowhere in it. The same request, the same stand-ins.

    `reveal(hide(text)) == text` for every text in which no stand-in occurs already.
    """

    def __init__(self, request: StoryRequest) -> None:
        names = dict.fromkeys(name for name in _people(request) if name)
        written = request.model_dump_json().casefold()
        free = [name for name in _STAND_INS if not _overlaps(name.casefold(), written, names)]
        random.Random(f"stand-ins|{request.seed}").shuffle(free)
        if len(free) < len(names):
            raise ValueError("too few stand-in names are free")
        self._stand_ins = dict(zip(names, free, strict=False))

    def hide(self, text: str) -> str:
        """The text with every real name replaced, `MIRA'S` by `ALVARO'S`; a name is matched as a whole word.

        Only capitalised and all-capital spellings are names: `hope` stays when `Hope` is hidden.
        """
        return _replaced(text, self._stand_ins)

    def reveal(self, text: str) -> str:
        """The text with every stand-in replaced by the real name. Words that are no stand-ins are never touched."""
        return _replaced(text, {stand_in: name for name, stand_in in self._stand_ins.items()})

    def hidden_request(self, request: StoryRequest) -> StoryRequest:
        """The request as a stranger may see it."""
        return request.model_copy(
            update={
                "hero": request.hero.model_copy(
                    update={
                        name: self.hide(getattr(request.hero, name)) for name in ("name", "appearance", "personality")
                    }
                ),
                "title": None if request.title is None else self.hide(request.title),
                "theme": None if request.theme is None else self.hide(request.theme),
                "idea": None if request.idea is None else self.hide(request.idea),
                "details": {key: self.hide(value) for key, value in request.details.items()},
            }
        )

    def revealed_text(self, text: StoryText) -> StoryText:
        """The story as its family reads it."""
        return StoryText.model_validate(self._revealed(text.model_dump()))

    def _revealed(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.reveal(value)
        if isinstance(value, Mapping):
            return {key: self._revealed(inner) for key, inner in value.items()}
        if isinstance(value, (tuple, list)):
            return tuple(self._revealed(inner) for inner in value)
        return value


def _overlaps(stand_in: str, written: str, names: Mapping[str, None]) -> bool:
    return stand_in in written or any(name.casefold() in stand_in for name in names if len(name) > 1)


def _people(request: StoryRequest) -> tuple[str, ...]:
    return (request.hero.name, *(request.details.get(field, "").strip() for field in _PEOPLE))


def _replaced(text: str, names: Mapping[str, str]) -> str:
    """Each of `names` replaced in one pass, the longest first, so that no replacement is replaced again."""
    spellings = dict(names)
    for name, other in names.items():
        if name.upper() != name and len(name) > 1:
            spellings.setdefault(name.upper(), other.upper())
    longest_first = sorted(spellings, key=len, reverse=True)
    if not longest_first:
        return text
    found = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    return found.sub(lambda match: spellings[match[0]], text)
