"""The kinds of hero and what makes each: its head, its limbs, and what grows or hangs behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from storytailor_dagster.providers.studio.illustration.figures import tails
from storytailor_dagster.providers.studio.illustration.figures.heads import animals, child, scaly, wonders
from storytailor_dagster.providers.studio.illustration.figures.heads.head import HeadArtist
from storytailor_dagster.providers.studio.illustration.figures.limbs import CHILD, Limbs
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.figures.skeleton import Bones
from storytailor_dagster.story.hero import Species


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`behind` draws tails and wings, behind the body; `neck` is whether one shows above a collar."""

    head: HeadArtist
    limbs: Limbs
    behind: Callable[[Look, Bones], str] = tails.tail
    neck: bool = False


def _dragon(look: Look, bones: Bones) -> str:
    return tails.tail(look, bones) + tails.wings(look, bones)


def _child(look: Look, bones: Bones) -> str:
    winged = look.species is Species.FANTASY_BEING or "wings" in look.features
    return tails.wings(look, bones) if winged else ""


_PAWS = Limbs()
_WISPS = Limbs(hand="wisp", arm=24, leg=28)

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "child": Kind(head=child.head, limbs=CHILD, behind=_child, neck=True),
        **{name: Kind(head=animals.head, limbs=_PAWS) for name in animals.ANIMALS},
        **{name: Kind(head=animals.head, limbs=Limbs(hand="wing", arm=31)) for name in ("owl", "penguin")},
        "robot": Kind(head=wonders.robot, limbs=Limbs(hand="pincer", arm=20, leg=24, jointed=True), neck=True),
        "monster": Kind(head=wonders.monster, limbs=Limbs(arm=30, leg=36)),
        "alien": Kind(head=wonders.alien, limbs=_WISPS),
        "dragon": Kind(head=scaly.dragon, limbs=_PAWS, behind=_dragon),
        "dinosaur": Kind(head=scaly.dinosaur, limbs=_PAWS),
        "unicorn": Kind(head=wonders.unicorn, limbs=_PAWS),
        **{name: Kind(head=wonders.spirit, limbs=_WISPS) for name in ("flame", "drop", "cloud", "leaf")},
    }
)
