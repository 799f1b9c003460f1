"""A small story and small pictures for the tests of what is derived from them."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from uuid import UUID

from PIL import Image, ImageDraw

from storytailor_dagster.character.hero import Hero
from storytailor_dagster.story.pictures import HEIGHT, WIDTH
from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.story.staging import Companion, Feeling, Light, Pose, Prop, Setting, Staging
from storytailor_dagster.story.text import Beat, KeyBeat, StoryText
from storytailor_dagster.story.types import StoryType

SHORT = 'Mira saw a boat. It was red and it had no sail.\n\n"Hello, boat!" said Mira. The boat said nothing.'
STAGES = (
    Staging(setting=Setting.BEACH, light=Light.DAY, pose=Pose.WAVE, feeling=Feeling.HAPPY, companion=Companion.FOX),
    Staging(setting=Setting.FOREST, light=Light.DUSK, pose=Pose.WALK, feeling=Feeling.WORRIED, props=(Prop.LANTERN,)),
    Staging(setting=Setting.SPACE, light=Light.NIGHT, pose=Pose.SIT, feeling=Feeling.AWED, companion=Companion.OWL),
    Staging(setting=Setting.BEDROOM, light=Light.NIGHT, pose=Pose.HUG, feeling=Feeling.SLEEPY),
)


def request(
    *, number: int = 1, name: str = "Mira", age: int = 7, kind: StoryType = StoryType.ADVENTURE
) -> StoryRequest:
    return StoryRequest(story_id=UUID(int=number), hero=Hero(name=name), age=age, story_type=kind, seed=number)


def text(*, title: str = "Mira and the Red Boat", beats: tuple[str, ...] = (SHORT,) * 4) -> StoryText:
    return StoryText(
        title=title,
        theme="courage",
        beats=tuple(Beat(id=f"beat-{number}", content=beat) for number, beat in enumerate(beats, start=1)),
        key_beats=tuple(
            KeyBeat(
                beat_number=number,
                description="Something happens.",
                emotional_tone="warm",
                character_state="curious",
                visual_description=f"Scene {number}: a child and a boat.",
                staging=staging,
            )
            for number, staging in enumerate(STAGES, start=1)
        ),
        cover=STAGES[0],
    )


def png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return out.getvalue()


@cache
def drawn_picture(number: int = 0) -> bytes:
    """Hills, a sun and a house: simple, and clearly not blank."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), (40 + 20 * number, 60, 120))
    draw = ImageDraw.Draw(picture)
    for step in range(6):
        draw.ellipse(
            (step * 260 - 200, 560 + step * 30, step * 260 + 400, 1300), fill=(30 + 25 * step, 120, 60 + 10 * number)
        )
    draw.ellipse((1100, 80, 1300, 280), fill=(250, 210, 90))
    draw.rectangle((300, 420, 620, 760), fill=(170, 60, 50))
    return png(picture)
