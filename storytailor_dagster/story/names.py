"""Stand-in names: what models and operators see in the place of a family's names, and the way back.

Who is in a request is known here; who must not see the real names is the caller's matter.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import permutations
from typing import Any
from unicodedata import combining, normalize

from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.story.text import StoryText

_PEOPLE = ("to", "from", "yourName", "childName", "childhoodName", "giftGiverName", "parentName", "siblingName")
"""The details that hold a person's name."""

_STAND_INS = (
    *("Alvaro", "Bettina", "Casimir", "Dorothea", "Emerico", "Fiorella", "Gregorio", "Henrietta", "Ignacio", "Jolanda"),
    *("Konstantin", "Leopoldina", "Maximo", "Natascha", "Ottavio", "Philippa", "Quirino", "Rosalinda", "Sigmund"),
    *("Tatjana", "Ulrico", "Valentina", "Wilhelmina", "Xaviera", "Yolanda", "Ludovica", "Bertolt"),
    *("Clementina", "Dietmar", "Eleonora", "Ferdinand", "Guglielmo", "Hannelore", "Isidoro", "Josephina"),
)
"""First names that are no ordinary English words, none a part of another, none with an s at its end."""


_KIN = frozenset(
    (
        *("grandma", "grandpa", "grandmother", "grandfather", "granny", "grandad", "granddad", "gran", "nana", "nanny"),
        *("nan", "oma", "opa", "abuela", "abuelo", "aunt", "auntie", "uncle", "mum", "mummy", "mom", "mommy", "mama"),
        *("mother", "dad", "daddy", "papa", "father", "brother", "sister", "cousin", "baby", "mr", "mrs", "ms", "miss"),
        *("dr", "doctor", "teacher", "captain", "sir", "lady", "prince", "princess", "king", "queen", "saint"),
        *("little", "big", "great", "super", "the", "a", "an", "and", "of", "i"),
    )
)
"""What stands beside a name, and tells nobody who it is."""


class StandIns:
    """The people of a request, with a stand-in for each word of their names that occurs nowhere in it.

    The same request, the same stand-ins. `former` are names that people of it had before.

    `reveal(hide(text)) == text` for every text in which no stand-in occurs already.
    """

    def __init__(self, request: StoryRequest, *former: str) -> None:
        names = list(dict.fromkeys(word for name in (*_people(request), *former) for word in _words(name)))
        self._stand_ins = _free(request, names)
        self._hides = _spellings(names, self._stand_ins)
        self._reveals = {stand_in: name for name, stand_in in self._hides.items()}
        self._with_apostrophe = [name for name in names if "'" in name or "’" in name]

    def hide(self, text: str) -> str:
        """The text with every word of a real name replaced, `MIRA'S` by `ALVARO'S`; each matched as a whole word.

        Names are what is capitalised or all capitals, and what the family spells otherwise: `hope` stays when `Hope` is
        hidden. Two Miras and a `Miraaaa!` are names too.
        """
        return _replaced(text, self._hides)

    def reveal(self, text: str) -> str:
        """The text with every stand-in replaced by the real name. Words that are no stand-ins are never touched."""
        return _replaced(text, self._reveals)

    def are_left_in(self, revealed: str) -> bool:
        """Whether a stand-in is in the text all the same, in a spelling that nobody gave, such as `Álvaro`."""
        plain = _plain(revealed)
        return any(_plain(stand_in) in plain for stand_in in self._stand_ins)

    def hidden_request(self, request: StoryRequest) -> StoryRequest:
        """The request as a stranger may see it."""
        looks = ("name", "kind", "appearance", "personality")
        hero = {name: self._hidden(getattr(request.hero, name)) for name in looks}
        words = {name: self._hidden(getattr(request, name)) for name in ("title", "theme", "idea")}
        return request.model_copy(
            update={
                "hero": request.hero.model_copy(update=hero),
                **words,
                "avoid": tuple(map(self._hidden, request.avoid)),
                "details": {key: self._hidden(value) for key, value in request.details.items()},
            }
        )

    def revealed_text(self, text: StoryText) -> StoryText:
        """The story as its family reads it."""
        return StoryText.model_validate(self._revealed(text.model_dump()))

    def _hidden(self, written: str | None) -> str | None:
        """`O’Neil` is `O'Neil` too, whichever of them is the name."""
        if written is None:
            return None
        for name in self._with_apostrophe:
            for other in {name.replace("’", "'"), name.replace("'", "’")} - {name}:
                written = written.replace(other, name)
        return self.hide(written)

    def _revealed(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.reveal(value)
        if isinstance(value, Mapping):
            return {key: self._revealed(inner) for key, inner in value.items()}
        if isinstance(value, (tuple, list)):
            return tuple(self._revealed(inner) for inner in value)
        return value


def _free(request: StoryRequest, names: Sequence[str]) -> list[str]:
    """A stand-in for each name; where there are very many, two in one."""
    written = request.model_dump_json().casefold()
    free = [name for name in _STAND_INS if not _overlaps(name.casefold(), written, names)]
    random.Random(f"stand-ins|{request.seed}").shuffle(free)
    more = (f"{first}{second.lower()}" for first, second in permutations(_STAND_INS, 2))
    return [*free, *more][: len(names)]


def _overlaps(stand_in: str, written: str, names: Sequence[str]) -> bool:
    return stand_in in written or any(name.casefold() in stand_in for name in names if len(name) > 1)


def _people(request: StoryRequest) -> tuple[str, ...]:
    return (request.hero.name, *(request.details.get(field, "") for field in _PEOPLE))


def _words(name: str) -> list[str]:
    """What of a name tells who it is: `Grandpa Joe` is Joe. Where nothing else is left, all of it."""
    words = [word for word in name.split() if any(map(str.isalpha, word))]
    return [word for word in words if word.casefold().rstrip(".") not in _KIN] or words


def _spellings(names: Sequence[str], stand_ins: Sequence[str]) -> dict[str, str]:
    """Each spelling of a name, and the stand-in spelled like it; no two have the same."""
    found: dict[str, str] = {}
    for name, stand_in in zip(names, stand_ins, strict=True):
        found[name] = _spelled_like(name)(stand_in)
    for name, stand_in in zip(names, stand_ins, strict=True):
        for form in (str.upper, _capitalised):
            if len(name) > 1 and form(stand_in) not in found.values():
                found.setdefault(form(name), form(stand_in))
    return found


def _spelled_like(name: str) -> Callable[[str], str]:
    if name == name.lower():
        return str.lower
    return str.upper if len(name) > 1 and name == name.upper() else str


def _capitalised(name: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda found: found[0].capitalize(), name)


def _plain(text: str) -> str:
    """Without accents and capitals."""
    return "".join(letter for letter in normalize("NFKD", text) if not combining(letter)).casefold()


def _replaced(text: str, spellings: Mapping[str, str]) -> str:
    """Each spelling replaced in one pass, the longest first, so that no replacement is replaced again."""
    if not spellings:
        return text
    longest_first = "|".join(map(re.escape, sorted(spellings, key=len, reverse=True)))
    return re.sub(rf"(?<![^\W_])({longest_first})([^\W_]*)", lambda found: _grown(found, spellings), text)


def _grown(found: re.Match[str], spellings: Mapping[str, str]) -> str:
    """A plural's s stays, and a name that is called out grows by as many letters; another ending makes another word."""
    name, ending = found.groups()
    other = spellings[name]
    if ending in ("", "s", "S"):
        return f"{other}{ending}"
    return f"{other}{other[-1] * len(ending)}" if ending == name[-1] * len(ending) else found[0]
