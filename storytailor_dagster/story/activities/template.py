"""What an activity is before it knows its story: sentences with slots. The slots' words come from fill.py."""

from __future__ import annotations

from dataclasses import dataclass

from storytailor_dagster.story.activities.model import ActivityType


@dataclass(frozen=True, kw_only=True)
class Template:
    """An activity with slots such as `{hero}`, `{at}` or `{prop}`.

    `wants` names what its scene must have (`companion`, `prop`); `ages` are years, both ends included; a `quiet` one
    fits an evening or a tender story; `minutes` is a range for a child of 6 to 8.
    """

    type: ActivityType
    title: str
    about: str
    needs: tuple[str, ...]
    steps: tuple[str, ...]
    learns: tuple[str, ...]
    tips: tuple[str, ...]
    care: tuple[str, ...]
    younger: str
    older: str
    special: str
    link: str
    minutes: tuple[int, int] = (20, 30)
    ages: tuple[int, int] = (3, 10)
    wants: tuple[str, ...] = ()
    quiet: bool = False
