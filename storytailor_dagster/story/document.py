"""`stories.content`: the text in the shape that clients read."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.story.text import StoryText


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
        },
    }
