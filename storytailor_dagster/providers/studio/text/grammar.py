"""Expanding written fragments with a seeded choice: `[one|or another]` and `{slot}`. Knows no story and no English.

A `Teller` never uses a fragment twice, and none that holds a word to be avoided while others are left.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence

from storytailor_dagster.providers.studio.text.english import capitalised

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{([^{}]*)\}")


class Teller:
    """One telling: a seeded choice, the slots' words, and the fragments already used."""

    def __init__(self, *, seed: str, slots: Mapping[str, str], avoid: Sequence[str] = ()) -> None:
        self.random = random.Random(seed)
        self.slots = dict(slots)
        self._avoid = re.compile("|".join(rf"\b{re.escape(word)}" for word in avoid), re.IGNORECASE) if avoid else None
        self._used: set[str] = set()

    def choose(self, fragments: Sequence[str]) -> str:
        """One of the fragments, as it is written, not used before.

        Raises:
            IndexError: none is left.
        """
        fresh = [fragment for fragment in fragments if fragment not in self._used]
        welcome = [fragment for fragment in fresh if self._avoid is None or not self._avoid.search(fragment)]
        chosen = self.random.choice(welcome or fresh)
        self._used.add(chosen)
        return chosen

    def has(self, fragments: Sequence[str]) -> bool:
        return any(fragment not in self._used for fragment in fragments)

    def tell(self, fragments: Sequence[str]) -> str:
        """One of the fragments, expanded."""
        return self.expand(self.choose(fragments))

    def expand(self, fragment: str) -> str:
        """The fragment with its choices made and its slots filled; a capital slot (`{They}`) has a capital letter.

        Raises:
            KeyError: a slot has no word.
        """
        text = fragment
        while (match := _CHOICE.search(text)) is not None:
            text = text[: match.start()] + self.random.choice(match[1].split("|")) + text[match.end() :]
        for _depth in range(3):
            text = _SLOT.sub(lambda match: self._word(match[1]), text)
            while (match := _CHOICE.search(text)) is not None:
                text = text[: match.start()] + self.random.choice(match[1].split("|")) + text[match.end() :]
        return _tidy(text)

    def bind(self, slot: str, fragments: Sequence[str]) -> str:
        """Fill a slot for the rest of the telling with one of the fragments, expanded."""
        self.slots[slot] = self.tell(fragments)
        return self.slots[slot]

    def _word(self, slot: str) -> str:
        if slot in self.slots:
            return self.slots[slot]
        return capitalised(self.slots[slot[0].lower() + slot[1:]])


def _tidy(text: str) -> str:
    return re.sub(r" +([,.!?])", r"\1", re.sub(r" {2,}", " ", text)).strip()
