"""A row's title, age and metadata become a request, or are refused with a code. The one reader of request bodies."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

from storytailor_dagster.character.hero import Hero, Pronouns
from storytailor_dagster.character.intake import AGES, age_of, first, listed, pronouns_of, read_hero
from storytailor_dagster.character.written import name_of, words_of
from storytailor_dagster.errors import InvalidRequest
from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.story.types import StoryType, story_type
from storytailor_dagster.story.written import title_of

_HEROES = (
    ("Mira", Pronouns.SHE),
    ("Teo", Pronouns.HE),
    ("Anouk", Pronouns.SHE),
    ("Jonas", Pronouns.HE),
    ("Safiya", Pronouns.SHE),
    ("Kofi", Pronouns.HE),
    ("Noor", Pronouns.SHE),
    ("Emil", Pronouns.HE),
)
_DETAILS = (
    *("birthday", "childLoss", "educational", "financialLiteracy", "innerChild", "languageLearning"),
    *("medicalBravery", "mentalHealth", "milestones", "newBirth", "techReadiness", "sequel"),
)
_WISHES = ("moralLesson", "emotionalContext", "therapeuticGoals")
"""Fields of every type that a writer is told beside the type's own."""

CHARACTER_IDS = ("characterId", "character_id", "primaryCharacterId")


def story_seed(*, creator: UUID, ordinal: int) -> int:
    """The seed of a creator's story: the next one has the next seed, and with it another plot."""
    return int.from_bytes(sha256(creator.bytes).digest()[:3]) + ordinal


def seed_of(one: UUID) -> int:
    """The seed of a story without a creator, or of a character."""
    return int.from_bytes(sha256(one.bytes).digest()[:4])


def character_named(metadata: Mapping[str, Any]) -> str | None:
    """The id of the character that a story is about, by any name clients use; None where it has its own hero."""
    return next((str(found) for name in CHARACTER_IDS if (found := metadata.get(name)) is not None), None)


def read_request(
    *,
    story_id: UUID,
    title: str | None,
    age_rating: int | None,
    metadata: Mapping[str, Any],
    seed: int | None = None,
    hero: Hero | None = None,
) -> StoryRequest:
    """The request of a row of `stories`. Columns win over `metadata`, which holds the body's fields.

    `seed` is the story's unless `metadata` has one; without either it is drawn from the id. `hero` is the story's
    character, if it has one.

    Raises:
        InvalidRequest: something can't become a story; the code says what.
    """
    seed = _seed(story_id, metadata, seed)
    age = _age(age_rating, metadata)
    written_type = first(metadata, "storyType", "story_type", "type")
    theme = first(metadata, "theme", "themes")
    idea = first(metadata, "storyIdea", "story_idea", "idea")
    given_title = title if title is not None else first(metadata, "title")
    return StoryRequest(
        story_id=story_id,
        title=None if given_title is None else title_of(given_title),
        story_type=StoryType.ADVENTURE if written_type is None else _type(written_type),
        age=age,
        theme=None if theme is None else words_of(theme, field="theme"),
        idea=None if idea is None else words_of(idea, field="idea"),
        hero=hero or _hero(metadata, age=age, seed=seed),
        avoid=tuple(words_of(word, field="topic to avoid") for word in listed(metadata, "avoidTopics")),
        details=_details(metadata),
        seed=seed,
    )


def _seed(story_id: UUID, fields: Mapping[str, Any], otherwise: int | None) -> int:
    given = fields.get("seed")
    if given is None and otherwise is not None:
        return otherwise
    if given is None:
        return seed_of(story_id)
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given < 2**32:
        raise InvalidRequest("The seed is not a whole number from 0 to 4294967295.", code="INVALID_FIELD")
    return given


def _age(age_rating: int | None, fields: Mapping[str, Any]) -> int:
    given = age_rating if age_rating is not None else first(fields, "childAge", "userAge", "age")
    return 7 if given is None else age_of(given, AGES)


def _type(spelling: object) -> StoryType:
    found = story_type(spelling) if isinstance(spelling, str) else None
    if found is None:
        known = ", ".join(kind.value for kind in StoryType)
        raise InvalidRequest(
            "There is no such story type.", code="UNKNOWN_STORY_TYPE", remedy=f"Choose one of: {known}."
        )
    return found


def _hero(fields: Mapping[str, Any], *, age: int, seed: int) -> Hero:
    given = fields.get("hero", {})
    if isinstance(given, str):
        given = {"name": given}
    if not isinstance(given, Mapping):
        raise InvalidRequest("hero is neither a name nor an object.", code="INVALID_FIELD")
    name = first(given, "name") if "name" in given else first(fields, "characterName", "heroName")
    default_name, default_pronouns = _HEROES[seed % len(_HEROES)]
    written_pronouns = first(given, "pronouns", "gender")
    pronouns = default_pronouns if name is None and written_pronouns is None else pronouns_of(written_pronouns)
    return read_hero(
        given,
        name=default_name if name is None else name_of(name, field="hero's name"),
        pronouns=pronouns,
        age=age,
    )


def _details(fields: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for group in _DETAILS:
        given = fields.get(group)
        if given is None:
            continue
        if not isinstance(given, Mapping):
            raise InvalidRequest(f"{group} is not an object.", code="INVALID_FIELD")
        for name, value in given.items():
            if isinstance(value, (str, int, float)) and not isinstance(value, bool):
                found[str(name)] = words_of(str(value), field=f"{group} field")
            elif isinstance(value, list) and (written := _together(value, field=f"{group} field")):
                found[str(name)] = written
    for name in _WISHES:
        if written := _together(fields.get(name), field=name):
            found[name] = written
    return found


def _together(given: object, *, field: str) -> str:
    """A text, or several with commas between; nothing of what is none."""
    texts = given if isinstance(given, list) else [given]
    return ", ".join(words_of(one, field=field) for one in texts if isinstance(one, str) and one.strip())
