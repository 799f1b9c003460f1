"""What a look came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Grave(StrEnum):
    """WARN: look at it today. ERROR: stories are failing, or will not be made."""

    WELL = "OK"
    WARN = "WARN"
    ERROR = "ERROR"


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What was seen, in a sentence; where it is not well, what to do."""

    says: str
    grave: Grave = Grave.WELL
    remedy: str = "Nothing."
    figures: Mapping[str, str | int | float] = field(default_factory=dict)
