"""How a family is asked for what a story needs: the words are `questions.toml`, which fields they are `required.py`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from importlib.resources import files
from typing import Any

from storytailor_dagster.character.hero import Pronouns, Species
from storytailor_dagster.character.model import Value
from storytailor_dagster.story.required import CONSENT, REQUIRED
from storytailor_dagster.story.types import StoryType


class Input(StrEnum):
    """What kind of answer a question has. A list is typed with commas between."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    LIST = "list"
    CHOICE = "choice"


class Question(Value):
    """A question for parents; `least` and `most` for a number, (value, label) pairs for a choice."""

    question: str
    hint: str = ""
    input: Input = Input.TEXT
    least: int | None = None
    most: int | None = None
    choices: tuple[tuple[str, str], ...] = ()


class Words(Value):
    """All of the file. `fields`: an object of the body -> its fields -> their questions."""

    types: Mapping[StoryType, str]
    species: Mapping[Species, str]
    pronouns: Mapping[Pronouns, str]
    consent: Mapping[str, str]
    fields: Mapping[str, Mapping[str, Question]]


def _read() -> Words:
    told = Words.model_validate(tomllib.loads((files(__package__) / "questions.toml").read_text(encoding="utf-8")))
    needed = {name: {field for field, _ in fields} for name, _, fields in REQUIRED.values()}
    asked = {name: set(fields) for name, fields in told.fields.items()}
    whole: Mapping[str, tuple[Any, Any]] = {
        "types": (set(told.types), set(StoryType)),
        "species": (set(told.species), set(Species)),
        "pronouns": (set(told.pronouns), set(Pronouns)),
        "consent": (set(told.consent), {field for field, _ in CONSENT}),
        "fields": (asked, needed),
    }
    if differs := [name for name, (has, needs) in whole.items() if has != needs]:
        raise ValueError(f"questions.toml does not ask what is needed: {', '.join(differs)}")
    return told


WORDS = _read()
"""Loading fails where a type, a species or a required field has no words."""
