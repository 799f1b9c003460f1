"""What clients send. Every field that existing clients use, by each of its names; what it means is the subject's."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, model_validator

from storytailor_dagster.errors import InvalidRequest
from storytailor_dagster.ledger import is_bounded
from storytailor_dagster.story.parts import Part

Words = Annotated[str, Field(max_length=500)]
Priority = Literal["normal", "high", "urgent"]
_HERO = "A name, or an object with `name`, `species`, `pronouns`, `age`, `appearance` and `inclusivityTraits`."
_GENERATE = "`false`: the text only; a list: the text, those, and what they need."


class Body(BaseModel):
    """Unknown fields are left alone: older and newer clients send some."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True, populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _is_bounded(cls, told: Any) -> Any:
        if not is_bounded(told):
            raise InvalidRequest("The request is nested too deep, or has too great a number.", code="NOT_BOUNDED")
        return told


class NewStory(Body):
    """A request for a story. One of `storyIdea`, `storyType` or `title` is enough."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "title": "Adventure Story",
                    "storyType": "adventure",
                    "userAge": 7,
                    "theme": "friendship",
                    "hero": {"name": "Mira", "pronouns": "she"},
                    "generateAssets": True,
                }
            ]
        }
    )

    title: Annotated[str | None, Field(max_length=200)] = None
    story_type: Annotated[str | None, Field(alias="storyType", max_length=60)] = None
    story_idea: Annotated[Words | None, Field(alias="storyIdea")] = None
    age: Annotated[
        int | None,
        Field(validation_alias=AliasChoices("childAge", "userAge"), serialization_alias="childAge"),
    ] = None
    themes: Annotated[
        Words | list[Words] | None,
        Field(validation_alias=AliasChoices("themes", "theme"), serialization_alias="themes"),
    ] = None
    hero: Annotated[dict[str, Any] | Words | None, Field(description=_HERO)] = None
    character_id: Annotated[str | None, Field(alias="characterId", max_length=60)] = None
    library_id: Annotated[str | None, Field(alias="libraryId", max_length=60)] = None
    moral_lesson: Annotated[Words | None, Field(alias="moralLesson")] = None
    emotional_context: Annotated[Words | None, Field(alias="emotionalContext")] = None
    avoid_topics: Annotated[list[Words], Field(alias="avoidTopics", max_length=20)] = []
    therapeutic_goals: Annotated[list[Words], Field(alias="therapeuticGoals", max_length=20)] = []
    generate_assets: Annotated[bool | list[Part], Field(alias="generateAssets", description=_GENERATE)] = True
    priority: Priority = "normal"
    birthday: dict[str, Any] | None = None
    child_loss: Annotated[dict[str, Any] | None, Field(alias="childLoss")] = None
    educational: dict[str, Any] | None = None
    financial_literacy: Annotated[dict[str, Any] | None, Field(alias="financialLiteracy")] = None
    inner_child: Annotated[dict[str, Any] | None, Field(alias="innerChild")] = None
    language_learning: Annotated[dict[str, Any] | None, Field(alias="languageLearning")] = None
    medical_bravery: Annotated[dict[str, Any] | None, Field(alias="medicalBravery")] = None
    mental_health: Annotated[dict[str, Any] | None, Field(alias="mentalHealth")] = None
    milestones: dict[str, Any] | None = None
    new_birth: Annotated[dict[str, Any] | None, Field(alias="newBirth")] = None
    sequel: dict[str, Any] | None = None
    tech_readiness: Annotated[dict[str, Any] | None, Field(alias="techReadiness")] = None
    therapeutic_consent: Annotated[dict[str, Any] | None, Field(alias="therapeuticConsent")] = None

    def fields(self) -> dict[str, Any]:
        """The body's own fields, by their public names, as the row's `metadata` keeps them."""
        told = self.model_dump(by_alias=True, exclude_none=True, exclude={"title", "age"}, mode="json")
        return {name: value for name, value in told.items() if value != []}


class Assets(Body):
    """Assets to queue (again)."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"assetTypes": ["cover", "scene_1"], "priority": "high"}]}
    )

    asset_types: Annotated[list[Part], Field(alias="assetTypes", min_length=1)] = list(Part)
    priority: Priority = "normal"


class Regenerate(Body):
    """What should be otherwise."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"note": "Let it be evening, with a moon."}]})

    note: Words | None = None
