"""The trait a family meant: every known spelling, and the nearest. What a trait is belongs in `catalogue.py`."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType

from storytailor_dagster.character.catalogue import TRAITS

LOOKS = frozenset({"glasses", "spectacles"})
"""What families list among traits and is a look: it is drawn, and the story has no reason to speak of it."""


def _key(spelling: str) -> str:
    return " ".join(spelling.casefold().replace("-", " ").replace("_", " ").replace("’", "'").split())


def _known() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for trait in TRAITS.values():
        for spelling in (trait.id, *trait.also):
            if found.setdefault(_key(spelling), trait.id) != trait.id:
                raise ValueError(f"{spelling!r} is a spelling of two traits")
    return MappingProxyType(found)


_KNOWN = _known()


def trait_id(spelling: str) -> str | None:
    """The trait's id, whatever the case, spaces or hyphens; None where there is none."""
    return _KNOWN.get(_key(spelling))


def asks_for(spelling: str) -> str:
    """The words for a picture that the spelling itself holds: `white cane` asks for one, `blind` for nothing."""
    key = _key(spelling)
    if key in LOOKS:
        return key
    trait = TRAITS.get(_KNOWN.get(key, ""))
    return key if trait is not None and trait.mentions and trait.parts(key) else ""


def nearest(spelling: str) -> tuple[str, ...]:
    """Up to three ids whose spellings look like this one."""
    close = get_close_matches(_key(spelling), list(_KNOWN), n=9, cutoff=0.45)
    return tuple(dict.fromkeys(_KNOWN[name] for name in close))[:3]
