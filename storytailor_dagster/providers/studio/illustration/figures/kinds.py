"""The kinds of hero and what makes each: its head and its limbs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from storytailor_dagster.providers.studio.illustration.figures.heads import animals, child, scaly, wonders
from storytailor_dagster.providers.studio.illustration.figures.heads.head import HeadArtist
from storytailor_dagster.providers.studio.illustration.figures.limbs import CHILD, Limbs


@dataclass(frozen=True, kw_only=True)
class Kind:
    """How a kind is drawn; `neck` is whether one shows above a collar. Tails and wings are in tails.py."""

    head: HeadArtist
    limbs: Limbs
    neck: bool = False


_PAWS = Limbs()
_WISPS = Limbs(hand="wisp", arm=24, leg=28)

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "child": Kind(head=child.head, limbs=CHILD, neck=True),
        **{name: Kind(head=animals.head, limbs=_PAWS) for name in animals.ANIMALS},
        **{name: Kind(head=animals.head, limbs=Limbs(hand="wing", arm=31)) for name in ("owl", "penguin")},
        "robot": Kind(head=wonders.robot, limbs=Limbs(hand="pincer", arm=20, leg=24, jointed=True), neck=True),
        "monster": Kind(head=wonders.monster, limbs=Limbs(arm=30, leg=36)),
        "alien": Kind(head=wonders.alien, limbs=_WISPS),
        "dragon": Kind(head=scaly.dragon, limbs=_PAWS),
        "dinosaur": Kind(head=scaly.dinosaur, limbs=_PAWS),
        "unicorn": Kind(head=wonders.unicorn, limbs=_PAWS),
        **{name: Kind(head=wonders.spirit, limbs=_WISPS) for name in ("flame", "drop", "cloud", "leaf")},
    }
)
