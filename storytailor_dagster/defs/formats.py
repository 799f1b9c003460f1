"""How each part lies in the store: its bytes, and the value that the next part gets from them."""

from pydantic import TypeAdapter

from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.story.activities.model import Activity
from storytailor_dagster.story.parts import Part
from storytailor_dagster.story.pictures import Picture
from storytailor_dagster.story.text import StoryText
from storytailor_dagster.subjects import AnyPart

ACTIVITIES = TypeAdapter(tuple[Activity, ...])


def decoded(part: AnyPart, data: bytes) -> object:
    """The part as the subject knows it: a text, a picture, activities; the narration and the book stay bytes."""
    match part:
        case Part.CONTENT:
            return StoryText.model_validate_json(data)
        case Part.ACTIVITIES:
            return ACTIVITIES.validate_json(data)
        case Part.AUDIO | Part.PDF:
            return data
        case _:
            return Picture(png=data, portrait=part if isinstance(part, Portrait) else None)
