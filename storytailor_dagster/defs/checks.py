"""The checks of each part as Dagster lists them, and findings as Dagster shows them. The judging is the subject's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakKeyDictionary

import dagster as dg

from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.defs.keys import asset_key
from storytailor_dagster.errors import Objection
from storytailor_dagster.story.finding import Finding
from storytailor_dagster.story.parts import SCENES, Part
from storytailor_dagster.subjects import AnyPart


@dataclass(frozen=True, kw_only=True)
class Check:
    """A check's name, what it asks, and whether a family depends on it (then nothing is stored when it fails)."""

    name: str
    asks: str
    blocks: bool = False


_PICTURE = (
    Check(name="picture_size", asks="Is it a PNG of 1536 by 1024 pixels?", blocks=True),
    Check(name="not_blank", asks="Is there something on it?", blocks=True),
    Check(name="hero_as_described", asks="Is the hero there, as described?", blocks=True),
    Check(name="traits_shown", asks="Is each trait shown as its row says?", blocks=True),
    Check(name="nothing_frightening", asks="Is there nothing that could frighten a child of this age?", blocks=True),
    Check(name="fit_for_children", asks="Does moderation let it pass?", blocks=True),
    Check(name="scene_as_briefed", asks="Does it show the place, the light, the companion and the things?"),
    Check(name="no_letters", asks="Is it free of letters, a cover's title apart?"),
    Check(name="nobody_misdrawn", asks="Has everybody as many arms, legs and fingers as they should?"),
)

_OTHERWISE = {
    "picture_size": "Is it a PNG of 1024 by 1024 pixels?",
    "scene_as_briefed": "Is it a portrait, with nothing and nobody else in it?",
    "no_letters": "Is it free of letters?",
}
_PORTRAIT = tuple(replace(check, asks=_OTHERWISE.get(check.name, check.asks)) for check in _PICTURE)

CHECKS: dict[AnyPart, tuple[Check, ...]] = {
    Part.CONTENT: (
        Check(name="four_beats", asks="Are there four beats, each with its brief?", blocks=True),
        Check(name="nothing_left_over", asks="Is it free of placeholders and repeated sentences?", blocks=True),
        Check(name="told_with_respect", asks="Is it free of words that belittle the hero?", blocks=True),
        Check(name="fit_for_children", asks="Do our list and moderation let the words pass?", blocks=True),
        Check(name="true_to_the_hero", asks="Does the hero move and sense in the hero's own way?"),
        Check(name="reading_level", asks="Does the reading level fit the age?"),
        Check(name="words_on_page", asks="Does each page hold neither too few nor too many words?"),
    ),
    Part.COVER: _PICTURE,
    **dict.fromkeys(SCENES, _PICTURE),
    Part.AUDIO: (
        Check(name="sound_is_sound", asks="Is it an MP3 of the length it claims?", blocks=True),
        Check(name="words_in_order", asks="Does every word end after it starts, in order?", blocks=True),
        Check(name="captions_cover_every_word", asks="Is every word of the text in the captions?", blocks=True),
        Check(name="words_timed", asks="Are the words' times the voice's own?"),
        Check(name="audio_length", asks="Does the length fit the number of words?"),
    ),
    Part.ACTIVITIES: (
        Check(name="four_activities", asks="Are there four, of four kinds?", blocks=True),
        Check(name="names_this_story", asks="Does each name this story's hero and a scene?"),
        Check(name="fits_the_age", asks="Do materials and safety notes fit the age?"),
    ),
    **dict.fromkeys(Portrait, _PORTRAIT),
    Part.PDF: (Check(name="pdf_opens", asks="Does it open, with its pages and pictures, below 8 MB?", blocks=True),),
}


def check_specs(part: AnyPart) -> list[dg.AssetCheckSpec]:
    return [
        dg.AssetCheckSpec(name=check.name, asset=asset_key(part), description=check.asks, blocking=check.blocks)
        for check in CHECKS[part]
    ]


_TARGETS: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()


class _Result(dg.AssetCheckResult):
    """One of a step's. All are of the one materialization that the step has just made; Dagster would look for it in its
    log for each."""

    def _get_target_materialization_data(self, step_context: Any, check_key: dg.AssetCheckKey) -> Any:
        if step_context not in _TARGETS:
            _TARGETS[step_context] = super()._get_target_materialization_data(step_context, check_key)
        return _TARGETS[step_context]


def check_results(part: AnyPart, findings: Sequence[Finding]) -> list[dg.AssetCheckResult]:
    """One result per finding; a failed check that blocks is an error, another one a warning."""
    return [
        _Result(
            asset_key=asset_key(part),
            check_name=found.name,
            passed=found.passed,
            severity=dg.AssetCheckSeverity.ERROR if found.blocks else dg.AssetCheckSeverity.WARN,
            description=found.summary,
            metadata={**found.figures, **_advice(found)},
        )
        for found in findings
    ]


def _advice(found: Finding) -> dict[str, str]:
    if found.passed:
        return {}
    if found.blocks:
        return {
            "code": Objection.code,
            "remedy": "The next try is told. Where none is left: `storytailor retry STORY`, or make the part anew.",
        }
    return {"remedy": "It was kept all the same. Look at it; make the part anew where it matters."}


def objection(findings: Iterable[Finding]) -> Objection | None:
    """What stops the part from being stored, in one sentence per check; None where nothing does."""
    failed = [found for found in findings if found.blocks and not found.passed]
    if not failed:
        return None
    return Objection(
        " ".join(dict.fromkeys(found.summary for found in failed)),
        detail=" ".join(found.detail or found.summary for found in failed),
    )
