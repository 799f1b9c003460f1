"""What a check found. Dagster shows it as an asset check result; a family depends on those that block."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Finding:
    """`name` of the check, whether it `passed`, one sentence for a person, and figures (JSON values) to look at.

    A failed finding that `blocks` means that nothing is stored; the others warn. `detail` is what the next try is told
    where the summary says less, because it is shown to people and a detail may speak of looks.
    """

    name: str
    passed: bool
    summary: str
    blocks: bool = False
    detail: str = ""
    figures: MappingProxyType[str, Any] = field(default_factory=lambda: MappingProxyType({}))
