"""OpenAI behind the check door: a model that sees says, point by point, whether a picture may be shown to a child."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from PIL import Image
from pydantic import Field

from storytailor_dagster.character.catalogue import TRAITS
from storytailor_dagster.character.hero import Hero
from storytailor_dagster.character.model import Value
from storytailor_dagster.errors import Objection
from storytailor_dagster.providers.openai.asking import Asking, Question, Shown
from storytailor_dagster.providers.prompts.checks import INSTRUCTIONS, JUDGED, PORTRAITS, brief_as_data
from storytailor_dagster.providers.till import Answer, Till
from storytailor_dagster.story.pictures import AnyBrief, Picture
from storytailor_dagster.story.verdict import Matter, Objected, Verdict

_PLAIN = {
    Matter.HERO: "The hero is not as described.",
    Matter.TRAIT: "The hero is not shown as described.",
    Matter.SCENE: "The scene is not as described.",
    Matter.LETTERS: "There are letters in it.",
    Matter.FRIGHT: "It could frighten a child.",
    Matter.LIMBS: "Somebody's body is drawn wrongly.",
}
_ANOTHER = "The hero is another one than in the portraits."
_PORTRAIT_SIDE = 768
"""Pixels: enough for a face, and half of what a picture counts."""


class Point(Value):
    """One point of the list."""

    fine: bool
    says: str = Field(max_length=1000)


class TraitPoint(Point):
    """One trait of the brief; `answers` to its questions, in their order."""

    trait: str
    answers: tuple[bool, ...]


class VisionReply(Value):
    """What the model is asked for."""

    hero: Point
    likeness: Point
    traits: tuple[TraitPoint, ...]
    scene: Point
    letters: Point
    fright: Point
    limbs: Point


@dataclass(frozen=True, kw_only=True)
class OpenAIVision:
    """Looks at pictures with a model that sees."""

    asking: Asking
    model: str
    tokens: int
    seconds: float

    def look(
        self, *, brief: AnyBrief, picture: Picture, till: Till, portraits: tuple[Picture, ...] = ()
    ) -> Answer[Verdict]:
        """The verdict. A model that answers in no usable way gives none, and without one there is no picture.

        Raises:
            Objection: what came is no picture that can be looked at.
            StorytailorError: see faults.py; a checker that can't be reached is `Transient`.
        """
        judged = _shown(JUDGED, as_jpeg(picture.png))
        question = Question(
            purpose="check",
            model=self.model,
            instructions=INSTRUCTIONS,
            text=brief_as_data(brief),
            shape=VisionReply,
            name="picture_check",
            tokens=self.tokens,
            seconds=self.seconds,
            pictures=(*map(_portrait, portraits), judged),
        )
        try:
            answer = self.asking.ask(question, till=till)
        except Objection as objection:
            # It is the checker that went wrong: the painter is told nothing of it.
            raise Objection("The check gave no verdict.", code="NO_VERDICT", detail="") from objection
        return Answer(value=verdict(answer.value, brief, compared=bool(portraits)), usage=answer.usage)


def _portrait(picture: Picture) -> Shown:
    return _shown("" if picture.portrait is None else PORTRAITS[picture.portrait], _small_jpeg(picture.reference))


def _shown(caption: str, jpeg: bytes) -> Shown:
    return Shown(caption=caption, url=data_url(jpeg), digest=sha256(jpeg).hexdigest())


@lru_cache(maxsize=1)
def as_jpeg(png: bytes) -> bytes:
    """A tenth of the bytes for the same look; both who look at a picture are shown the same.

    Raises:
        Objection: it can't be opened as a picture.
    """
    return _jpeg(png)


@lru_cache(maxsize=8)
def _small_jpeg(png: bytes) -> bytes:
    """A portrait, as all pictures of its stories are held against it."""
    return _jpeg(png, side=_PORTRAIT_SIDE)


def _jpeg(png: bytes, *, side: int | None = None) -> bytes:
    file = io.BytesIO()
    try:
        with Image.open(io.BytesIO(png), formats=("PNG",)) as opened:
            colours = opened.convert("RGB")
            if side is not None:
                colours.thumbnail((side, side))
            colours.save(file, "JPEG", quality=88)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Objection(
            "What was drawn is not a whole picture.", code="PICTURE_BROKEN", detail="The file was broken. Draw it anew."
        ) from None
    return file.getvalue()


def data_url(jpeg: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"


def verdict(reply: VisionReply, brief: AnyBrief, *, compared: bool = False) -> Verdict:
    """What the model's answers come to for this brief; of likeness only where there were portraits (`compared`)."""
    return Verdict(objections=tuple(_objections(reply, brief, compared)), evidence=("looked at by a model",))


def _objections(reply: VisionReply, brief: AnyBrief, compared: bool) -> Iterator[Objected]:
    if compared and not reply.likeness.fine:
        yield Objected(matter=Matter.HERO, says=_said(reply.likeness.says, brief.hero) or _ANOTHER)
    points = {
        Matter.HERO: reply.hero,
        Matter.SCENE: reply.scene,
        Matter.LETTERS: reply.letters,
        Matter.FRIGHT: reply.fright,
        Matter.LIMBS: reply.limbs,
    }
    for matter, point in points.items():
        if not point.fine:
            yield Objected(matter=matter, says=_said(point.says, brief.hero) or _PLAIN[matter])
    answered = {point.trait: point for point in reply.traits}
    for trait in brief.traits:
        yield from _trait_objections(trait, answered.get(trait), brief)


def _trait_objections(trait: str, seen: TraitPoint | None, brief: AnyBrief) -> Iterator[Objected]:
    """One objection: the model's words, and each question not answered as it should be."""
    row = TRAITS[trait]
    answers = seen.answers if seen else ()
    wrong = [
        question
        for place, question in enumerate(row.questions)
        if place >= len(answers) or answers[place] is not question.right
    ]
    if seen is None or wrong or not seen.fine:
        said = [_said(seen.says, brief.hero)] if seen else []
        said += [f"{question.ask} It must be {'so' if question.right else 'otherwise'}." for question in wrong]
        says = " ".join(filter(None, said)) or _PLAIN[Matter.TRAIT]
        yield Objected(matter=Matter.TRAIT, says=f"{says} The hero {brief.looks(trait)}")


def _said(says: str, hero: Hero) -> str:
    return says.replace(hero.name, "the hero").strip()
