"""Where providers get their keys: asked for with each call, so that a key may change under a running system."""

from __future__ import annotations

from typing import Protocol


class Keys(Protocol):
    """The deployment's secrets. Nobody keeps what it answers for longer than a call."""

    def key(self, variable: str) -> str:
        """The secret of that name, such as `OPENAI_API_KEY`.

        Raises:
            NotSetUp: there is none; the remedy names the variable.
            Transient: where it is kept can't be reached.
        """
        ...

    def has(self, variable: str) -> bool:
        """Whether there is one."""
        ...
