"""OpenAI behind the text door: one structured answer becomes a story of the studio's own shape."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import Field

from storytailor_dagster.character.model import Value
from storytailor_dagster.errors import InvalidRequest, Objection
from storytailor_dagster.providers.openai.asking import Asking, Question
from storytailor_dagster.providers.prompts.story import instructions, request_as_data
from storytailor_dagster.providers.till import Answer, Till
from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.story.staging import Staging
from storytailor_dagster.story.text import Beat, KeyBeat, StoryText
from storytailor_dagster.story.written import title_of

BEATS = 4
_LONGEST = 6000


class BeatReply(Value):
    """A passage and its picture, together, so that neither can be given without the other."""

    content: str = Field(max_length=_LONGEST)
    description: str = Field(max_length=_LONGEST)
    emotional_tone: str = Field(max_length=200)
    character_state: str = Field(max_length=200)
    visual_description: str = Field(max_length=_LONGEST)
    staging: Staging


class StoryReply(Value):
    """What the model is asked for."""

    title: str
    theme: str = Field(max_length=400)
    cover: Staging
    beats: tuple[BeatReply, ...]


@dataclass(frozen=True, kw_only=True)
class OpenAIText:
    """Writes with a model of OpenAI's, or of a server that speaks its protocol. The same request, another story."""

    asking: Asking
    model: str
    tokens: int
    seconds: float
    temperature: float | None = None

    def write(self, *, request: StoryRequest, till: Till, objection: str | None = None) -> Answer[StoryText]:
        question = Question(
            purpose="text",
            model=self.model,
            instructions=instructions(request, objection=objection),
            text=request_as_data(request),
            shape=StoryReply,
            name="story",
            tokens=self.tokens,
            seconds=self.seconds,
            temperature=self.temperature,
        )
        answer = self.asking.ask(question, till=till)
        return Answer(value=_story(answer.value, request), usage=answer.usage)


def _story(reply: StoryReply, request: StoryRequest) -> StoryText:
    if len(reply.beats) != BEATS:
        raise Objection(f"The story has {len(reply.beats)} beats instead of {BEATS}.", code="MALFORMED")
    beats = tuple(Beat(id=f"beat-{n}", content=_tidy(beat.content)) for n, beat in enumerate(reply.beats, start=1))
    briefs = tuple(
        KeyBeat(
            beat_number=number,
            description=beat.description.strip(),
            emotional_tone=beat.emotional_tone.strip(),
            character_state=beat.character_state.strip(),
            visual_description=beat.visual_description.strip(),
            staging=beat.staging,
        )
        for number, beat in enumerate(reply.beats, start=1)
    )
    return StoryText(
        title=request.title or _title(reply.title),
        theme=reply.theme.strip(),
        beats=beats,
        key_beats=briefs,
        cover=reply.cover,
    )


def _title(given: str) -> str:
    try:
        return title_of(given.strip().strip('"“”'))
    except InvalidRequest as error:
        raise Objection(
            "The story's title can't be lettered.", code="MALFORMED", detail=f"The title can't be used: {error}"
        ) from None


def _tidy(content: str) -> str:
    """Paragraphs parted by one empty line, without NULs and doubled spaces."""
    paragraphs = content.replace("\x00", "").replace("\r\n", "\n").split("\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs if paragraph.strip())
