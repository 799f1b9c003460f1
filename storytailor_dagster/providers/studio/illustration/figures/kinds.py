"""The kinds of hero and what makes each: its head, its limbs, and what grows or hangs behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from storytailor_dagster.providers.studio.illustration.figures.heads import child
from storytailor_dagster.providers.studio.illustration.figures.heads.head import HeadArtist
from storytailor_dagster.providers.studio.illustration.figures.limbs import CHILD, Limbs
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.figures.skeleton import Bones


def nothing(_look: Look, _bones: Bones) -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`back` draws tails and wings, behind the body; `neck` is whether one shows above a collar."""

    head: HeadArtist
    limbs: Limbs
    back: Callable[[Look, Bones], str] = nothing
    neck: bool = False


KINDS: Mapping[str, Kind] = MappingProxyType({"child": Kind(head=child.head, limbs=CHILD, neck=True)})
