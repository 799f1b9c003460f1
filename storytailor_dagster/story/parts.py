"""The nine parts of a story, what each needs, and how often each is tried. The one place that holds this graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Literal


class Part(StrEnum):
    """The same nine words in the database, the status object, Dagster's asset keys, the URLs and the code."""

    CONTENT = "content"
    COVER = "cover"
    SCENE_1 = "scene_1"
    SCENE_2 = "scene_2"
    SCENE_3 = "scene_3"
    SCENE_4 = "scene_4"
    AUDIO = "audio"
    ACTIVITIES = "activities"
    PDF = "pdf"


SCENES = (Part.SCENE_1, Part.SCENE_2, Part.SCENE_3, Part.SCENE_4)

NEEDS = MappingProxyType(
    {
        Part.CONTENT: (),
        Part.COVER: (Part.CONTENT,),
        Part.SCENE_1: (Part.CONTENT, Part.COVER),
        Part.SCENE_2: (Part.CONTENT, Part.COVER, Part.SCENE_1),
        Part.SCENE_3: (Part.CONTENT, Part.SCENE_1, Part.SCENE_2),
        Part.SCENE_4: (Part.CONTENT, Part.SCENE_2, Part.SCENE_3),
        Part.AUDIO: (Part.CONTENT,),
        Part.ACTIVITIES: (Part.CONTENT,),
        Part.PDF: (Part.CONTENT, Part.COVER, *SCENES, Part.ACTIVITIES),
    }
)
"""Part -> the parts it takes as inputs. The pictures among a scene's needs are its references, in this order."""

References = Literal["chain", "cover"]
"""What a scene takes as references: the pictures before it, or the cover alone."""


def needs(references: References = "chain") -> Mapping[Part, tuple[Part, ...]]:
    """`NEEDS`; with `cover` each scene needs the cover alone, so that all four can be made at once."""
    if references == "chain":
        return NEEDS
    return MappingProxyType({**NEEDS, **dict.fromkeys(SCENES, (Part.CONTENT, Part.COVER))})


MORE_TRIES = MappingProxyType(
    {
        Part.CONTENT: 2,
        Part.COVER: 3,
        **dict.fromkeys(SCENES, 3),
        Part.AUDIO: 1,
        Part.ACTIVITIES: 1,
        Part.PDF: 0,
    }
)
"""Part -> how many more tries it gets after the first."""


def below(part: Part, references: References = "chain") -> tuple[Part, ...]:
    """Every part that directly or indirectly needs `part`, in the order of the graph."""
    found: set[Part] = {part}
    graph = needs(references)
    for candidate in Part:
        if any(need in found for need in graph[candidate]):
            found.add(candidate)
    return tuple(candidate for candidate in Part if candidate in found and candidate is not part)


def scene_number(part: Part) -> int:
    """1 to 4 for a scene.

    Raises:
        ValueError: the part is no scene.
    """
    return SCENES.index(part) + 1


def in_order(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts in the order of the graph, each once."""
    wanted = set(parts)
    return tuple(part for part in Part if part in wanted)
