"""A row's title, age and metadata become a request, or are refused with a code. The one reader of request bodies."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

from storytailor_dagster.character.catalogue import TRAITS, Shown
from storytailor_dagster.character.hero import Hero, Pronouns, Species
from storytailor_dagster.character.spelling import asks_for, nearest, trait_id
from storytailor_dagster.errors import InvalidRequest
from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.story.types import StoryType, story_type
from storytailor_dagster.story.written import name_of, title_of, words_of

AGES = range(3, 11)

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
_PRONOUNS = {
    **dict.fromkeys(("she", "girl", "female", "woman", "f"), Pronouns.SHE),
    **dict.fromkeys(("he", "boy", "male", "man", "m"), Pronouns.HE),
}
_DETAILS = (
    *("birthday", "childLoss", "educational", "financialLiteracy", "innerChild", "languageLearning"),
    *("medicalBravery", "mentalHealth", "milestones", "newBirth", "techReadiness", "sequel"),
)
_TOLD = ("detail", "description", "notes")
"""What a family may say of a trait beside its name."""


def story_seed(*, creator: UUID, ordinal: int) -> int:
    """The seed of a creator's story: the next one has the next seed, and with it another plot."""
    return int.from_bytes(sha256(creator.bytes).digest()[:3]) + ordinal


def read_request(
    *, story_id: UUID, title: str | None, age_rating: int | None, metadata: Mapping[str, Any], seed: int | None = None
) -> StoryRequest:
    """The request of a row of `stories`. Columns win over `metadata`, which holds the body's fields.

    `seed` is the story's unless `metadata` has one; without either it is drawn from the id.

    Raises:
        InvalidRequest: something can't become a story; the code says what.
    """
    seed = _seed(story_id, metadata, seed)
    age = _age(age_rating, metadata)
    written_type = _first(metadata, "storyType", "story_type", "type")
    theme = _first(metadata, "theme", "themes")
    idea = _first(metadata, "storyIdea", "story_idea", "idea")
    given_title = title if title is not None else _first(metadata, "title")
    return StoryRequest(
        story_id=story_id,
        title=None if given_title is None else title_of(given_title),
        story_type=StoryType.ADVENTURE if written_type is None else _type(written_type),
        age=age,
        theme=None if theme is None else words_of(theme, field="theme"),
        idea=None if idea is None else words_of(idea, field="idea"),
        hero=_hero(metadata, age=age, seed=seed),
        avoid=tuple(words_of(word, field="topic to avoid") for word in _list(metadata, "avoidTopics")),
        details=_details(metadata),
        seed=seed,
    )


def _first(fields: Mapping[str, Any], *names: str) -> Any:
    for name in names:
        value = fields.get(name)
        if isinstance(value, list):
            value = value[0] if value else None
        if value is not None:
            return value
    return None


def _list(fields: Mapping[str, Any], *names: str) -> list[Any]:
    for name in names:
        value = fields.get(name)
        if value is not None:
            if not isinstance(value, list):
                raise InvalidRequest(f"{name} is not a list.", code="INVALID_FIELD")
            return value
    return []


def _seed(story_id: UUID, fields: Mapping[str, Any], otherwise: int | None) -> int:
    given = fields.get("seed")
    if given is None and otherwise is not None:
        return otherwise
    if given is None:
        return int.from_bytes(sha256(story_id.bytes).digest()[:4])
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given < 2**32:
        raise InvalidRequest("The seed is not a whole number from 0 to 4294967295.", code="INVALID_FIELD")
    return given


def _age(age_rating: int | None, fields: Mapping[str, Any]) -> int:
    given = age_rating if age_rating is not None else _first(fields, "childAge", "userAge", "age")
    if given is None:
        return 7
    if isinstance(given, bool) or not isinstance(given, int) or given not in AGES:
        raise InvalidRequest(
            "The age is not a whole number from 3 to 10.",
            code="AGE_OUT_OF_RANGE",
            remedy="Ask for an age from 3 to 10 years.",
        )
    return given


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
    name = _first(given, "name") if "name" in given else _first(fields, "characterName", "heroName")
    default_name, default_pronouns = _HEROES[seed % len(_HEROES)]
    written_pronouns = _first(given, "pronouns", "gender")
    if name is None and written_pronouns is None:
        pronouns = default_pronouns
    else:
        pronouns = _PRONOUNS.get(str(written_pronouns).casefold().split("/")[0], Pronouns.THEY)
    kind, appearance = _first(given, "kind"), _first(given, "appearance")
    traits = [_trait(trait) for trait in _list(given, "inclusivityTraits", "traits")]
    looks = ["" if appearance is None else _appearance(appearance), *(words for _, words in traits)]
    return Hero(
        name=default_name if name is None else name_of(name, field="hero's name"),
        species=_species(_first(given, "species")),
        kind=None if kind is None else words_of(kind, field="hero's kind").casefold(),
        pronouns=pronouns,
        age=age,
        appearance=", ".join(dict.fromkeys(filter(None, looks))),
        traits=tuple(dict.fromkeys(trait for trait, _ in traits if trait is not None)),
    )


def _species(spelling: object) -> Species:
    if spelling is None:
        return Species.HUMAN
    try:
        return Species(str(spelling).casefold().replace("_", " ").replace("-", " "))
    except ValueError:
        known = ", ".join(species.value for species in Species)
        raise InvalidRequest(
            "There is no such species.", code="UNKNOWN_SPECIES", remedy=f"Choose one of: {known}."
        ) from None


def _appearance(given: object) -> str:
    if isinstance(given, Mapping):
        given = ", ".join(str(value) for value in given.values() if isinstance(value, str))
    return words_of(given, field="hero's appearance")


def _trait(given: object) -> tuple[str | None, str]:
    """The trait, and what is said of it that a picture shows (`hands`, `white cane`); a mere look is no trait."""
    spelling = given if isinstance(given, str) else _first(given, "id", "type") if isinstance(given, Mapping) else None
    found, look = (trait_id(spelling), asks_for(spelling)) if isinstance(spelling, str) else (None, "")
    if found is None and not look:
        close = ", ".join(nearest(spelling)) if isinstance(spelling, str) else ""
        raise InvalidRequest(
            "There is no such inclusivity trait.",
            code="UNKNOWN_TRAIT",
            remedy=f"The nearest known: {close}." if close else "See docs/traits.md for the list.",
        )
    told = [given[name] for name in _TOLD if isinstance(given.get(name), str)] if isinstance(given, Mapping) else []
    said = ", ".join(words_of(words, field="trait's description") for words in told if words.strip())
    if said and found is not None and TRAITS[found].shown is not Shown.NEVER:
        look = f"{look or str(spelling).replace('_', ' ')}: {said}"
    return found, look


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
    return found
