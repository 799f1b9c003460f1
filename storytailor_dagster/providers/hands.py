"""Who stands behind each door in this deployment. Providers are imported when chosen: an unused SDK costs nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from storytailor_dagster.providers.doors import CheckModel, PictureModel, SpeechModel, TextModel
from storytailor_dagster.story.book.model import MadeBy


@dataclass(frozen=True, kw_only=True)
class Hands:
    """One provider per door, and how the book's last page speaks of them."""

    text: TextModel
    picture: PictureModel
    speech: SpeechModel
    check: CheckModel
    made_by: MadeBy = field(default_factory=MadeBy)


def hands_from(*, text: Literal["studio"], picture: Literal["studio"], speech: Literal["studio"]) -> Hands:
    """The providers of the given names."""
    assert (text, picture, speech) == ("studio", "studio", "studio")  # noqa: S101 - the type's only values, so far
    from storytailor_dagster.providers.studio.check import StudioCheck
    from storytailor_dagster.providers.studio.pictures import StudioPictures
    from storytailor_dagster.providers.studio.speech import StudioSpeech
    from storytailor_dagster.providers.studio.text import StudioText

    return Hands(text=StudioText(), picture=StudioPictures(), speech=StudioSpeech(), check=StudioCheck())
