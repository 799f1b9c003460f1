"""What clients send of a character, and the columns it becomes. What the words mean is the subject's."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from storytailor_dagster.api.bodies import Body, Priority, Words
from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.ledger import CharacterFields, CharacterRow

Ethnicity = Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=8)]
Traits = Annotated[
    list[str | dict[str, Any]],
    Field(
        max_length=39,
        alias="inclusivityTraits",
        description="Ids or names, or objects with `id` or `type` and `detail`, `notes` or `description`.",
    ),
]
Appearance = Annotated[
    Words | dict[str, Any] | None, Field(description="Words, or an object such as `{hair, clothing, accessories}`.")
]
_TRAITS = ("age", "gender", "pronouns", "kind", "ethnicity", "appearance")
"""The fields that the column `traits` keeps."""


class Described(Body):
    """What may be said of a character."""

    gender: Annotated[str | None, Field(max_length=60)] = None
    pronouns: Annotated[str | None, Field(max_length=60)] = None
    species: Annotated[str | None, Field(max_length=60)] = None
    kind: Annotated[str | None, Field(max_length=60, description="Narrows the species: fox, rabbit, ...")] = None
    age: int | None = None
    ethnicity: Ethnicity = []
    inclusivity_traits: Traits = []
    appearance: Appearance = None
    personality: Words | None = None


class NewCharacter(Described):
    """A child to be drawn once and to be the same in every story."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "Alex",
                    "age": 7,
                    "species": "human",
                    "inclusivityTraits": ["wheelchair_user"],
                    "appearance": "Friendly and adventurous",
                }
            ]
        }
    )

    name: Annotated[str, Field(max_length=200)]
    library_id: Annotated[str | None, Field(alias="libraryId", max_length=60)] = None
    priority: Priority = "normal"

    def fields(self) -> CharacterFields:
        """The columns of a new row."""
        return _fields(self.name, self.model_dump(mode="json"))


class ChangedCharacter(Described):
    """What is otherwise from now on; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"appearance": {"hair": "short and red"}}]})

    name: Annotated[str | None, Field(max_length=200)] = None

    def fields(self, row: CharacterRow) -> CharacterFields:
        """The columns of the row, changed."""
        known = {"species": row.species, "personality": row.personality, "inclusivity_traits": row.inclusivity_traits}
        given = self.model_dump(mode="json", exclude_unset=True)
        return _fields(given.pop("name", None) or row.name, {**row.traits, **known, **given})

    @property
    def looks(self) -> bool:
        """Whether anything of it could be seen in a portrait."""
        return bool(self.model_fields_set - {"name", "personality"})


class Redraw(Body):
    """Portraits to draw anew; the body follows its headshot."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"assetTypes": ["headshot"], "note": "A wider smile."}]})

    asset_types: Annotated[list[Portrait], Field(alias="assetTypes", min_length=1)] = list(Portrait)
    priority: Priority = "normal"
    note: Words | None = None


def _fields(name: str, said: dict[str, Any]) -> CharacterFields:
    words = name.split()
    named = {"fullName": name, "firstName": words[0] if words else "", "lastName": " ".join(words[1:])}
    return CharacterFields(
        name=name,
        species=said.get("species"),
        personality=said.get("personality"),
        traits={**named, **{field: said[field] for field in _TRAITS if said.get(field) not in (None, [])}},
        inclusivity_traits=said.get("inclusivity_traits") or [],
    )
