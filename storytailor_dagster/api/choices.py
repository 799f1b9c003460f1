"""What a request may choose from, and what each story type asks for: whoever shows a form takes it from here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse

from storytailor_dagster.api import shapes
from storytailor_dagster.api.documented import answers as told
from storytailor_dagster.api.envelope import ok
from storytailor_dagster.api.room import signed_in
from storytailor_dagster.api.sign_in import User
from storytailor_dagster.character.catalogue import TRAITS
from storytailor_dagster.character.intake import AGES
from storytailor_dagster.character.written import NAME_LENGTH, WORDS_LENGTH
from storytailor_dagster.story.questions import WORDS
from storytailor_dagster.story.required import CONSENT, REQUIRED, THERAPEUTIC, code_of
from storytailor_dagster.story.types import StoryType

router = APIRouter(prefix="/api/v1/story-types", tags=["stories"])


@router.get("", summary="What a request may choose from", responses=told(200, shapes.Choices))
def choices(_: Annotated[User, Depends(signed_in)]) -> JSONResponse:
    """The story types with the fields they need and the codes of what is missing; ages, species, pronouns, traits."""
    return ok(
        {
            "types": [_type(kind, about) for kind, about in WORDS.types.items()],
            "ages": {"least": AGES.start, "most": AGES.stop - 1},
            "species": _labelled(WORDS.species),
            "pronouns": _labelled(WORDS.pronouns),
            "traits": [
                {"value": name, "label": trait.label, "category": trait.category, "also": list(trait.also)}
                for name, trait in TRAITS.items()
            ],
            "lengths": {"name": NAME_LENGTH, "words": WORDS_LENGTH},
        }
    )


def _type(kind: StoryType, about: str) -> dict[str, Any]:
    told: dict[str, Any] = {"name": kind.value, "about": about, "object": None, "fields": [], "consent": None}
    if kind in REQUIRED:
        name, prefix, fields = REQUIRED[kind]
        questions = WORDS.fields[name]
        told |= {
            "object": name,
            "fields": [
                {"name": field, "code": code_of(prefix, rest), **questions[field].model_dump(mode="json")}
                for field, rest in fields
            ],
        }
    if kind in THERAPEUTIC:
        only_with = THERAPEUTIC[kind]
        told["consent"] = {
            "onlyWith": None if only_with is None else {"field": only_with[0], "value": only_with[1]},
            "fields": [{"name": field, "code": code, "question": WORDS.consent[field]} for field, code in CONSENT],
        }
    return told


def _labelled(words: Mapping[Any, str]) -> list[dict[str, str]]:
    return [{"value": str(value), "label": label} for value, label in words.items()]
