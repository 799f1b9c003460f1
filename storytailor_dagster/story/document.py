"""`stories.content`: the text in the shape that clients read."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.story.text import StoryText

CHOSEN_TITLE = "chosenTitle"
"""The ledger's function `record_assets` reads it too: a chosen title gives way to the next text's."""


def content_document(*, request: StoryRequest, text: StoryText) -> dict[str, Any]:
    """`text`, `beats`, and `metadata` with `keyBeats`; `storyVersionHash` is the SHA-256 of the text, in hex."""
    return {
        "text": text.text,
        "beats": [beat.model_dump(mode="json", by_alias=True) for beat in text.beats],
        "metadata": {
            "userAge": request.age,
            "storyType": request.story_type.value,
            "theme": text.theme,
            "characterName": request.hero.name,
            "keyBeats": [beat.model_dump(mode="json", by_alias=True) for beat in text.key_beats],
            "storyVersionHash": sha256(text.text.encode()).hexdigest(),
            **({CHOSEN_TITLE: text.title} if request.title is None else {}),
        },
    }


def chosen_title(content: object) -> str | None:
    """The title that the text of such a document chose itself; None where its family gave one."""
    return _told(content, CHOSEN_TITLE)


def hero_told_of(content: object) -> str | None:
    """The hero's name when the text of such a document was written."""
    return _told(content, "characterName")


def _told(content: object, name: str) -> str | None:
    about = content.get("metadata") if isinstance(content, Mapping) else None
    found = about.get(name) if isinstance(about, Mapping) else None
    return found if isinstance(found, str) and found else None
