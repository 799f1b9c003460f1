"""What can be measured: something that makes stories, seen from outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Made:
    """A story's times in seconds since 1970, by the database's clock; `ready` is None until all of it is made.

    `parts` are those of its parts that are ready: when each began (where that is known) and ended.
    """

    asked: float
    ready: float | None
    failed: bool
    parts: Mapping[str, tuple[float | None, float]]


class System(Protocol):
    """Runs while its measures are taken."""

    @property
    def name(self) -> str: ...

    @property
    def pids(self) -> Sequence[int]:
        """The processes that it consists of, without database and providers."""
        ...

    @property
    def at_once(self) -> int | None:
        """How many stories it is set up to make at once; None: all of them."""
        ...

    def ask(self, count: int, *, whole: bool = True) -> list[str]:
        """Asks for stories; `whole` false asks for the text alone. Their ids."""
        ...

    def made(self, stories: Sequence[str]) -> dict[str, Made]:
        """What became of them."""
        ...

    def kill(self) -> str:
        """Kills with -9 what works on the stories; what that was, in words."""
        ...

    def after_kill(self) -> None:
        """What a supervisor would do a second later."""
        ...
