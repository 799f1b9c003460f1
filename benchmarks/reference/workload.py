"""The reference workload: what a story's steps wait for, what they need, and how long a story takes at the least.

The standard library only: those who are compared import it too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: the provider's door it asks (None: its own work), its wait in seconds, and the steps it needs."""

    door: str | None
    seconds: float
    needs: tuple[str, ...] = ()


PICTURES = ("cover", "scene_1", "scene_2", "scene_3", "scene_4")

STEPS: Mapping[str, Step] = {
    "content": Step(door="text", seconds=3.0),
    "cover": Step(door="picture", seconds=2.5, needs=("content",)),
    "scene_1": Step(door="picture", seconds=2.5, needs=("cover",)),
    "scene_2": Step(door="picture", seconds=2.5, needs=("scene_1",)),
    "scene_3": Step(door="picture", seconds=2.5, needs=("scene_2",)),
    "scene_4": Step(door="picture", seconds=2.5, needs=("scene_3",)),
    "audio": Step(door="speech", seconds=5.5, needs=("content",)),
    "activities": Step(door=None, seconds=0.5, needs=("content",)),
    "pdf": Step(door=None, seconds=0.5, needs=(*PICTURES, "activities")),
}
"""A tenth of real waits. An own step of those we compare with is a pause; ours does the work."""

FIRST = "content"
WAITS = {step.door: step.seconds for step in STEPS.values() if step.door is not None}
SEQUENTIAL = sum(step.seconds for step in STEPS.values())
"""One step after another."""


def critical_path(steps: Mapping[str, Step] = STEPS) -> float:
    """Seconds that a story takes at the least."""
    ends: dict[str, float] = {}
    for name, step in steps.items():
        ends[name] = step.seconds + max((ends[need] for need in step.needs), default=0.0)
    return max(ends.values())


def leaning_on_the_cover() -> dict[str, Step]:
    """The same workload where each scene needs the cover alone."""
    return {
        name: Step(door=step.door, seconds=step.seconds, needs=("cover",)) if name.startswith("scene") else step
        for name, step in STEPS.items()
    }


def word(number: int) -> str:
    """A name for the hero of story `number`, of one length for all, so that each call can be told whose it is."""
    letters = "bdfgklmnprstvz", "aeiou"
    found = ""
    for place in range(3):
        number, consonant = divmod(number, len(letters[0]))
        number, vowel = divmod(number, len(letters[1]))
        found += letters[0][consonant] + letters[1][vowel]
        if place == 0:
            found = found.capitalize()
    return found
