"""The written fragments, read from this package's data on first use. `casting.py` and `telling.py` use them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

from storytailor_dagster.story.staging import Feeling, Light, Pose, Prop, Setting

_SETTLED = frozenset(
    {"titles", "from", "to", "end", "pose", "feeling", "props", "hours", "show", "little", "middle", "older", "knows"}
    | {"not_for"}
)
_FOUR_STAGES = 4


Passage: TypeAlias = tuple[tuple[str, ...], ...]
"""A passage's steps in order, each with its tellings."""


@dataclass(frozen=True, kw_only=True)
class Plot:
    """A trouble and its turn: `told[voice]` has four passages; `choices` are words chosen once for a telling."""

    name: str
    titles: tuple[str, ...]
    begins: tuple[Setting, ...]
    goes: tuple[Setting, ...]
    ends: tuple[Setting, ...]
    poses: tuple[Pose, ...]
    feelings: tuple[Feeling, ...]
    props: tuple[tuple[Prop, ...], ...]
    hours: tuple[Light, ...]
    shows: tuple[str, ...]
    told: dict[str, tuple[Passage, ...]]
    choices: dict[str, tuple[str, ...]]
    knows: tuple[str, ...]
    """Words of an idea that this plot is about."""
    not_for: tuple[str, ...]
    """Ways of moving and sensing (`moves.toml`) without which it can't be told."""

    @property
    def everything(self) -> str:
        return " ".join(
            telling for passages in self.told.values() for steps in passages for step in steps for telling in step
        )


def read(name: str) -> dict[str, Any]:
    """A data file of this package."""
    return _read(name)


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("data", name).read_text(encoding="utf-8"))


@cache
def plots() -> dict[str, Plot]:
    """Every plot by its name, in a fixed order."""
    folder = files(__package__).joinpath("data", "plots")
    found: dict[str, Plot] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        for name, fields in _read(f"plots/{file.name}").items():
            found[name] = _plot(name, fields)
    return found


def _passage(text: str) -> Passage:
    return tuple(tuple(step.split(" / ")) for step in text.strip().splitlines())


def _plot(name: str, fields: dict[str, Any]) -> Plot:
    told = {voice: tuple(_passage(text) for text in fields[voice]) for voice in ("little", "middle", "older")}
    if any(len(passages) != _FOUR_STAGES for passages in told.values()):
        raise ValueError(f"plot {name} has not four passages in each voice")
    return Plot(
        name=name,
        titles=tuple(fields["titles"]),
        begins=tuple(Setting(word) for word in fields["from"]),
        goes=tuple(Setting(word) for word in fields["to"]),
        ends=tuple(Setting(word) for word in fields["end"]),
        poses=tuple(Pose(word) for word in fields["pose"]),
        feelings=tuple(Feeling(word) for word in fields["feeling"]),
        props=tuple(tuple(Prop(word) for word in words) for words in fields["props"]),
        hours=tuple(Light(word) for word in fields.get("hours", ())),
        shows=tuple(fields["show"]),
        told=told,
        choices={key: tuple(words) for key, words in fields.items() if key not in _SETTLED},
        knows=tuple(fields.get("knows", ())),
        not_for=tuple(fields.get("not_for", ())),
    )
