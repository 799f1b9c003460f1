"""The studio's check door: what its own pictures say they show, held against the brief; and words against its list.

What a picture says of a trait's parts was counted in the picture (illustration/seen.py). Of others' pictures it has no
verdict. Portraits tell it nothing: a hero of the studio's is drawn from a look that hangs on the hero and on their own
seed alone, the same in portraits and in every story.
"""

from __future__ import annotations

from collections.abc import Iterator

from storytailor_dagster.character.catalogue import TRAITS
from storytailor_dagster.errors import NotSetUp
from storytailor_dagster.providers.studio.unfit import unfit
from storytailor_dagster.providers.till import Answer, Till, Usage
from storytailor_dagster.story.parts import Part
from storytailor_dagster.story.pictures import PART, AnyBrief, Picture, PictureBrief
from storytailor_dagster.story.verdict import Matter, Objected, Verdict

PROVIDER, MODEL = "studio", "studio-check-1"


class StudioCheck:
    """Compares what a picture says it shows with what the brief asks for."""

    def look(
        self,
        *,
        brief: AnyBrief,
        picture: Picture,
        till: Till,
        portraits: tuple[Picture, ...] = (),  # noqa: ARG002
    ) -> Answer[Verdict]:
        """The verdict on a picture that says what is drawn in it.

        Raises:
            NotSetUp: it says nothing, so somebody else has to look at it.
        """
        if not picture.drawn:
            raise NotSetUp(
                "The studio can't look at pictures that others drew.",
                code="NO_CHECKER",
                remedy="Set a checker that looks at pictures: docs/providers.md.",
            )
        return till.made("check", PROVIDER, lambda: self._looked(brief, picture))

    def read(self, *, words: tuple[str, ...], till: Till) -> Answer[Verdict]:
        """Whether a word of the list is among the words, whatever their case."""
        return till.made("moderation", PROVIDER, lambda: self._read(words))

    def _looked(self, brief: AnyBrief, picture: Picture) -> Answer[Verdict]:
        verdict = Verdict(objections=tuple(_objections(brief, picture.drawn)), evidence=picture.drawn)
        return Answer(value=verdict, usage=Usage(provider=PROVIDER, model=MODEL, units=1, unit="pictures"))

    def _read(self, words: tuple[str, ...]) -> Answer[Verdict]:
        categories = tuple(sorted({category for text in words for category in unfit(text)}))
        says = "It has words that are not for children."
        objections = (Objected(matter=Matter.MODERATION, says=says),) if categories else ()
        units = sum(len(text) for text in words)
        usage = Usage(provider=PROVIDER, model="studio-words-1", units=units, unit="characters")
        return Answer(value=Verdict(objections=objections, evidence=categories), usage=usage)


def _objections(brief: AnyBrief, drawn: tuple[str, ...]) -> Iterator[Objected]:
    if "hero" not in drawn:
        yield Objected(matter=Matter.HERO, says="It does not show the hero.")
    for trait in brief.traits:
        row = TRAITS[trait]
        if not all(f"{PART}{name}" in drawn for name in brief.parts_of(trait)):
            yield Objected(matter=Matter.TRAIT, says=f"It does not plainly show that the hero {row.label}.")
    if isinstance(brief, PictureBrief):
        yield from _about_the_scene(brief, drawn)


def _about_the_scene(brief: PictureBrief, drawn: tuple[str, ...]) -> Iterator[Objected]:
    staging = brief.staging
    asked = [f"setting:{staging.setting}", f"light:{staging.light}"]
    if staging.companion is not None:
        asked.append(f"companion:{staging.companion}")
    asked += [f"prop:{prop}" for prop in staging.props[:3]]
    for name in asked:
        if name not in drawn:
            yield Objected(matter=Matter.SCENE, says=f"It does not show {name.replace(':', ' ')}.")
    if brief.part is Part.COVER and brief.title and "title" not in drawn:
        yield Objected(matter=Matter.LETTERS, says="The cover has no title.")
    if brief.part is not Part.COVER and "title" in drawn:
        yield Objected(matter=Matter.LETTERS, says="There are letters in a scene.")
